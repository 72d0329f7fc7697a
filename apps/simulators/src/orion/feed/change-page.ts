import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { CONTROL_HEADERS, controlForm, controlPage } from '../../control/control-page.ts';
import { html, type Html } from '../../host/html.ts';
import type { RegisterStore } from '../register-store.ts';
import { changePatient, PatientChange } from './change-patient.ts';
import type { RegisterFeed } from './register-feed.ts';

const PATH = '/change-patient';
const TITLE = 'Change a patient on the register';

/** A stand-in's page for what the board changes on its register: each change goes out as an HL7 v2 message. */
export function servePatientChanges(
  server: FastifyInstance,
  store: RegisterStore,
  feed: RegisterFeed | undefined,
  now: () => number,
): void {
  const page = (said?: string, chi = ''): string => controlPage(TITLE, said, forms(feed, chi));
  server.get(PATH, (_, reply) => reply.headers(CONTROL_HEADERS).send(page()));
  server.post(PATH, (request, reply) => {
    const change = PatientChange.safeParse(request.body);
    void reply.headers(CONTROL_HEADERS);
    if (!change.success)
      return reply.code(400).send(page(`Nothing was changed: ${z.prettifyError(change.error)}`));
    const done = changePatient(store, feed, change.data, now());
    if (!done) return reply.code(404).send(page('Nothing was changed: the register holds no such number.'));
    return reply.send(page('Done, and told to whoever listens.', change.data.chi));
  });
}

function forms(feed: RegisterFeed | undefined, chi: string): Html {
  const who = { name: 'chi', label: 'CHI number', value: chi };
  const form = (change: string, button: string, ...fields: readonly (readonly [string, string])[]): Html =>
    controlForm(PATH, change, button, [who, ...fields.map(([name, label]) => ({ name, label }))]);
  const state =
    feed === undefined
      ? 'Nobody listens to the register.'
      : `${feed.waiting} messages wait. The last answer: ${feed.lastAnswer ?? 'none yet'}.`;
  return html`<p>Each change goes out as an HL7 v2 message over MLLP. ${state}</p>
    ${form('name', 'Change the name', ['forenames', 'Forenames'], ['surname', 'Surname'])}
    ${form('address', 'Move', ['address', 'Address, with the town last'], ['postcode', 'Postcode'])}
    ${form('death', 'Record a death', ['died', 'Died (YYYY-MM-DD)'])}
    ${form('alive', 'Take back a death told by mistake')}
    ${form('merge', 'Merge into another number', ['into', 'Goes on as'])}
    ${form('protect', 'Replace by a new number, and protect the earlier identity', ['into', 'Goes on as'])}`;
}
