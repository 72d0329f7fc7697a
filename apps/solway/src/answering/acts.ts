import { createHash, randomUUID } from 'node:crypto';
import { answerDocument, CAPACITY_PRESUMED_AT, undecided } from '@solway/answer';
import {
  ageOn,
  CHI_SYSTEM,
  formatChi,
  type Instant,
  londonTime,
  MOSAIC_SYSTEM,
  parseChi,
  readIsoDate,
  SolwayError,
} from '@solway/kernel';
import { canonicalText, type EntryOf } from '@solway/ledger';
import {
  type AccessRequestRow,
  addRequestStep,
  appendEntry,
  confirmIdentity,
  councilTrace,
  type Database,
  decideItems,
  endRequest,
  extendRequest,
  keepGathered,
  type NewRequest,
  type Queryable,
  receiveRequest,
  registerTrace,
  releaseRequest,
  requestById,
  requestItems,
  resumeClock,
  stopClock,
  transaction,
} from '@solway/store';
import type { Officer } from '../governance/officer.ts';
import { partyName } from '../party-name.ts';
import type { Form } from '../routes/page-action.ts';
import type { ServerParts } from '../server.ts';
import { sideOf } from '../watching/pages.ts';
import { AnswerError } from './answer-error.ts';
import { gather } from './gather.ts';

/** On what ground somebody else may ask. */
export const PROXY_BASES = [
  ['parent', 'Parent or guardian of a child under twelve'],
  ['agreed', 'The person, twelve or over, has agreed in writing'],
  ['welfare-guardian', 'Welfare guardian, by the order seen'],
  ['welfare-attorney', 'Welfare attorney; capacity lost, by the certificate seen'],
  ['solicitor', 'Solicitor, with the person’s written authority'],
] as const;

/** @throws {AnswerError} answer-malformed, answer-capacity */
export async function receive(
  parts: ServerParts,
  officer: Officer,
  form: Form,
  at: Instant,
): Promise<string> {
  const { db } = parts.walk;
  const person = await personOf(parts, db, officer, form['number'] ?? '');
  const receivedOn = readIsoDate(form['received'] ?? '') ?? londonTime(at).date;
  const scope = form['scope']?.trim() ?? '';
  const requester = form['requester'] === 'proxy' ? 'proxy' : 'self';
  const basis = PROXY_BASES.find(([value]) => value === form['basis'])?.[0];
  const proxyName = form['proxy']?.trim() ?? '';
  if (receivedOn > londonTime(at).date || scope.length > 2000 || !scope.isWellFormed())
    throw new AnswerError('answer-malformed', 'the day is to come, or the scope is too long');
  if (requester === 'proxy') {
    if (basis === undefined || proxyName === '' || proxyName.length > 120)
      throw new AnswerError('answer-malformed', 'who asks for somebody else is named, with the ground');
    const age = person.birth_date === null ? undefined : ageOn(person.birth_date, receivedOn);
    if (basis === 'parent' && (age === undefined || age >= CAPACITY_PRESUMED_AT))
      throw new AnswerError(
        'answer-capacity',
        'from twelve on a person is presumed able to ask for themself',
      );
  }
  return transaction(db, async (tx) => {
    const request: NewRequest = {
      ...person,
      organisation: officer.organisation,
      received_on: receivedOn,
      requester,
      proxy_name: requester === 'proxy' ? proxyName : null,
      proxy_basis: requester === 'proxy' ? (basis ?? null) : null,
      scope: scope === '' ? 'Everything' : scope,
      owner_name: officer.name,
    };
    const id = await receiveRequest(tx, request);
    await step(tx, officer, { id, ...person }, 'received', '', at);
    return id;
  });
}

type Person = Pick<AccessRequestRow, 'chi' | 'person_id' | 'name' | 'birth_date'>;

/** By the number of the officer's own system; whom it does not hold has nothing to be answered here. */
export async function personOf(
  parts: ServerParts,
  db: Queryable,
  officer: Officer,
  text: string,
): Promise<Person> {
  const number = text.replaceAll(/\s/g, '');
  if (sideOf(parts, officer.organisation) === 'council') {
    const held = /^[0-9]{1,20}$/.test(number) ? (await councilTrace(db, number)).people[0] : undefined;
    if (held === undefined)
      throw new AnswerError('answer-malformed', 'the council holds nobody of that number');
    const name = `${held.forenames} ${held.surname}`;
    return { chi: null, person_id: held.person_id, name, birth_date: held.birth_date };
  }
  const held = isChi(number) ? await registerTrace(db, number) : undefined;
  if (held === undefined)
    throw new AnswerError('answer-malformed', 'the register holds nobody of that number');
  const name = [...held.forenames, held.surname].join(' ');
  return { chi: held.chi, person_id: null, name, birth_date: held.birth_date };
}

function isChi(text: string): boolean {
  try {
    parseChi(text);
    return true;
  } catch (error) {
    if (error instanceof SolwayError) return false;
    throw error;
  }
}

type Change = (
  tx: Queryable,
  request: AccessRequestRow,
) => Promise<{ readonly step: string; readonly note?: string }>;

/** One step of an open request, in one transaction with its entry. @throws {AnswerError} */
async function change(db: Database, officer: Officer, id: string, at: Instant, work: Change): Promise<void> {
  await transaction(db, async (tx) => {
    const request = await requestById(tx, officer.organisation, id, true);
    if (request === undefined) throw new AnswerError('answer-unknown', 'there is no such request here');
    if (request.state !== 'open')
      throw new AnswerError('answer-stale', 'the request has been answered or ended');
    const done = await work(tx, request);
    await step(tx, officer, request, done.step, done.note ?? '', at);
  });
}

export function identify(
  db: Database,
  officer: Officer,
  id: string,
  how: string,
  at: Instant,
): Promise<void> {
  return change(db, officer, id, at, async (tx) => {
    const note = words(how);
    await confirmIdentity(tx, id, londonTime(at).date);
    return { step: 'identity-confirmed', note };
  });
}

export function pause(db: Database, officer: Officer, id: string, why: string, at: Instant): Promise<void> {
  return change(db, officer, id, at, async (tx) => {
    const note = words(why);
    if (!(await stopClock(tx, id, londonTime(at).date, note)))
      throw new AnswerError('answer-stale', 'the clock stands still already');
    return { step: 'clock-stopped', note };
  });
}

export function resume(db: Database, officer: Officer, id: string, at: Instant): Promise<void> {
  return change(db, officer, id, at, async (tx) => {
    if (!(await resumeClock(tx, id, londonTime(at).date)))
      throw new AnswerError('answer-stale', 'the clock is running');
    return { step: 'clock-resumed' };
  });
}

/** Two months more, told to the person within the first month. */
export function extend(db: Database, officer: Officer, id: string, why: string, at: Instant): Promise<void> {
  return change(db, officer, id, at, async (tx, request) => {
    const note = words(why);
    if (request.extended_on !== null) throw new AnswerError('answer-stale', 'it has been extended once');
    await extendRequest(tx, id, londonTime(at).date);
    return { step: 'extended', note };
  });
}

/** Gathers everything there is today; what was decided before stays decided. */
export function collect(parts: ServerParts, officer: Officer, id: string, at: Instant): Promise<void> {
  return change(parts.walk.db, officer, id, at, async (tx, request) => {
    const items = await gather(parts, tx, request);
    await keepGathered(tx, id, items, at);
    return { step: 'gathered', note: `${items.length} items` };
  });
}

/** Decides about what a rule holds back, or takes something out that none does. */
export function decide(
  db: Database,
  officer: Officer,
  id: string,
  form: Form & { readonly keys: readonly string[] },
  at: Instant,
): Promise<void> {
  return change(db, officer, id, at, async (tx) => {
    const as = form['as'] === 'include' ? 'include' : form['as'] === 'withhold' ? 'withhold' : undefined;
    if (as === undefined || form.keys.length === 0)
      throw new AnswerError('answer-malformed', 'something is to be chosen, and what becomes of it');
    const reason = words(form['reason'] ?? '');
    const opinion = form['opinion']?.trim() ?? '';
    if (form['ground'] === 'serious-harm' && opinion === '')
      throw new AnswerError('answer-opinion-missing', 'serious harm is a health professional’s opinion');
    const whole = opinion === '' ? reason : `${reason} (opinion of ${opinion})`;
    const count = await decideItems(tx, id, form.keys, { as, reason: whole, by: officer.name });
    if (count !== form.keys.length)
      throw new AnswerError('answer-stale', 'something of it is not there any more');
    return { step: as === 'include' ? 'included' : 'withheld', note: `${count}: ${whole}` };
  });
}

/** Sends the answer out: what is released is kept as data, and its digest stands in the ledger. */
export async function release(parts: ServerParts, officer: Officer, id: string, at: Instant): Promise<void> {
  await gatherWhatIsNew(parts, officer, id, at);
  await change(parts.walk.db, officer, id, at, async (tx, request) => {
    if (request.identity_confirmed_on === null)
      throw new AnswerError('answer-identity-missing', 'nothing is released before it is known who asks');
    if (request.gathered_at === null || request.stops.some((stop) => stop.until === null))
      throw new AnswerError('answer-stale', 'nothing has been gathered, or the clock stands still');
    const items = await requestItems(tx, id);
    if (undecided(items).length > 0)
      throw new AnswerError('answer-undecided', 'something that is held back waits for a decision');
    const document = answerDocument(aboutOf(parts, officer, request, at), items);
    const digest = createHash('sha256').update(canonicalText(document)).digest('hex');
    await releaseRequest(tx, id, { document, digest, at });
    await taken(tx, officer, request, 'released', digest, at);
    return { step: 'released', note: `SHA-256 ${digest}` };
  });
}

/** The answer is true on the day it goes out. Kept by itself, so that what is new and held back is there to decide. */
async function gatherWhatIsNew(parts: ServerParts, officer: Officer, id: string, at: Instant): Promise<void> {
  await transaction(parts.walk.db, async (tx) => {
    const request = await requestById(tx, officer.organisation, id, true);
    if (request?.state !== 'open' || request.gathered_at === null) return;
    await keepGathered(tx, id, await gather(parts, tx, request), at);
  });
}

export function end(db: Database, officer: Officer, id: string, why: string, at: Instant): Promise<void> {
  return change(db, officer, id, at, async (tx) => {
    const note = words(why);
    await endRequest(tx, id);
    return { step: 'ended', note };
  });
}

function aboutOf(parts: ServerParts, officer: Officer, request: AccessRequestRow, at: Instant) {
  const { agreement, owners } = parts.walk;
  const named = (id: string): { name: string; contact: string } => ({
    name: partyName(parts.walk, id),
    contact: agreement()?.compiled.agreement.parties.find((party) => party.id === id)?.privacyContact ?? '',
  });
  const other = Object.values(owners)
    .map((owner) => owner.party)
    .find((party) => party !== officer.organisation);
  return {
    reference: requestReference(request),
    controller: named(officer.organisation),
    other: named(other ?? ''),
    person: {
      number: request.chi === null ? `Mosaic ${request.person_id}` : `CHI ${formatChi(request.chi as never)}`,
      name: request.name,
      ...(request.birth_date === null ? {} : { birthDate: request.birth_date }),
    },
    askedBy: request.requester === 'self' ? request.name : (request.proxy_name ?? ''),
    receivedOn: request.received_on,
    madeAt: at,
    scope: request.scope,
  };
}

export function requestReference({ reference }: Pick<AccessRequestRow, 'reference'>): string {
  return `S-${reference}`;
}

/** That the answer left, or was fetched again, is an entry before it goes. */
export async function taken(
  tx: Queryable,
  officer: Officer,
  request: Person & { readonly id: string },
  how: string,
  digest: string,
  at: Instant,
): Promise<void> {
  await appendEntry(
    tx,
    {
      id: randomUUID(),
      kind: 'export',
      at,
      organisation: officer.organisation,
      correlationId: officer.correlationId,
      what: 'subject-access',
      digest,
      by: { organisation: officer.organisation, role: officer.roles[0] ?? '' },
      personal: {
        user: { id: officer.userId, name: officer.name },
        subject: subjectOf(request),
        explanation: how,
      },
    },
    request.chi === null ? {} : { chi: request.chi as never },
  );
}

async function step(
  tx: Queryable,
  officer: Officer,
  request: Person & { readonly id: string },
  outcome: string,
  note: string,
  at: Instant,
): Promise<void> {
  await addRequestStep(tx, request.id, { at, by_name: officer.name, step: outcome, note });
  const entry: EntryOf<'review'> = {
    id: randomUUID(),
    kind: 'review',
    at,
    organisation: officer.organisation,
    correlationId: officer.correlationId,
    of: 'access',
    outcome,
    about: request.id,
    by: { organisation: officer.organisation, role: officer.roles[0] ?? '' },
    personal: {
      user: { id: officer.userId, name: officer.name },
      subject: subjectOf(request),
      ...(note === '' ? {} : { notes: note }),
    },
  };
  await appendEntry(tx, entry);
}

export function subjectOf({ chi, person_id }: Pick<Person, 'chi' | 'person_id'>) {
  const identifier =
    chi === null ? { system: MOSAIC_SYSTEM, value: person_id ?? '' } : { system: CHI_SYSTEM, value: chi };
  return { identifiers: [identifier] };
}

/** @throws {AnswerError} answer-reason-missing */
export function words(text: string): string {
  const note = text.trim();
  if (note === '' || note.length > 2000 || !note.isWellFormed())
    throw new AnswerError('answer-reason-missing', 'this step needs words, at most 2,000 characters');
  return note;
}
