import type { FastifyInstance } from 'fastify';
import type pg from 'pg';
import { z } from 'zod';
import { CONTROL_HEADERS, controlForm, controlPage } from '../control/control-page.ts';
import { html, type Html } from '../host/html.ts';
import { changeRecord, RecordChange } from './change-record.ts';

const PATH = '/change-record';
const TITLE = 'Change a record in Mosaic';

/** A stand-in's page for what a worker does in Mosaic: lock, correct, move, merge, restrict. */
export function serveRecordChanges(server: FastifyInstance, pool: pg.Pool): void {
  server.get(PATH, (_, reply) => reply.headers(CONTROL_HEADERS).send(controlPage(TITLE, undefined, forms())));
  server.post(PATH, async (request, reply) => {
    const change = RecordChange.safeParse(request.body);
    if (!change.success) {
      const said = `Nothing was changed: ${z.prettifyError(change.error)}`;
      return reply
        .code(400)
        .headers(CONTROL_HEADERS)
        .send(controlPage(TITLE, said, forms()));
    }
    const { person } = change.data;
    const done = await changeRecord(pool, change.data);
    const said = done ? `Done: ${person} is changed.` : 'Nothing was changed: Mosaic holds no such record.';
    return reply
      .code(done ? 200 : 404)
      .headers(CONTROL_HEADERS)
      .send(controlPage(TITLE, said, forms(person)));
  });
}

function forms(person = ''): Html {
  const who = { name: 'person', label: 'Mosaic id', value: person };
  const form = (change: string, button: string, ...fields: readonly (readonly [string, string])[]): Html =>
    controlForm(PATH, change, button, [who, ...fields.map(([name, label]) => ({ name, label }))]);
  return html`<p>What a worker does in Mosaic. The reporting copy shows it at once.</p>
    ${form('unlock', 'Close the record that a worker has open')}
    ${form('lock', 'Open the record on a worker’s screen')}
    ${form('name', 'Change the name', ['forenames', 'Forenames'], ['surname', 'Surname'])}
    ${form('birth-date', 'Correct the date of birth', ['born', 'Born (YYYY-MM-DD)'])}
    ${form('address', 'Move', ['address', 'Address'], ['postcode', 'Postcode'])}
    ${form('merge', 'Merge into another record', ['into', 'Goes on as'])} ${form('restrict', 'Restrict')}`;
}
