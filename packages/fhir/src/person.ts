import { boundPerson, DisclosureError, type NamedPerson, summarise, viewForToken } from '@solway/disclosure';
import type { ItemType, ItemView, Summary } from '@solway/record';
import { issuesOf, NOT_MATCHED } from './absence.ts';
import type { Caller } from './caller.ts';
import { FhirError } from './outcome.ts';
import type { FhirService } from './service.ts';

/** A person as this client names them. */
export interface ClientsPerson {
  readonly person: NamedPerson;
  readonly patientId: string;
}

/**
 * The person whom a request is about: named by `reference` (`Patient/id`, an id, or our own address), or the one that
 * the token is about. A token of one person opens nobody else.
 * @throws {FhirError} `fhir-parameter-missing`, `fhir-not-found`, `fhir-person-not-open`
 */
export function personAsked(
  { ids, base }: FhirService,
  { token, side }: Caller,
  reference: string | undefined,
): ClientsPerson {
  const bound = boundPerson(token);
  if (reference === undefined) {
    if (bound === undefined) throw new FhirError('fhir-parameter-missing', 'say which patient');
    return { person: bound, patientId: ids.patientId(token.client_id, bound) };
  }
  const patientId = reference.startsWith(`${base}/`) ? reference.slice(base.length + 1) : reference;
  const id = patientId.replace(/^Patient\//, '');
  const person = ids.personOf(token.client_id, id);
  if (person === undefined || 'chi' in person !== (side === 'health'))
    throw new FhirError('fhir-not-found', 'there is no such patient');
  if (bound !== undefined && JSON.stringify(bound) !== JSON.stringify(person))
    throw new FhirError('fhir-person-not-open', 'the token is about another person');
  return { person, patientId: id };
}

/** A summary that has somebody on the other side, or a refusal that reads the same whatever the reason. */
export interface MatchedSummary {
  readonly summary: Summary;
  readonly items: Extract<Summary['body'], { state: 'matched' }>['items'];
}

/**
 * The walk: a view of this person under this token, decided, fetched, recorded; what comes back may be released.
 * @throws {FhirError} `fhir-person-not-open`, `fhir-overtaken`
 */
export async function walkItems(
  { walk }: FhirService,
  { token, traceparent }: Caller,
  person: NamedPerson,
  items: readonly ItemType[],
): Promise<Summary> {
  try {
    const opened = await viewForToken(walk, token, person, traceparent);
    return await summarise(walk, opened, items);
  } catch (error) {
    if (!(error instanceof DisclosureError)) throw error;
    if (error.code === 'view-overtaken') throw new FhirError('fhir-overtaken', error.message);
    throw new FhirError('fhir-person-not-open', error.message);
  }
}

/**
 * What may be answered of a summary: somebody is matched, and at least one item was answered. No empty Bundle stands
 * for what was not matched, not shared or not to be had: a program that counts entries would read it as "none".
 * @throws {FhirError} `fhir-not-matched`, `fhir-not-shared`, `fhir-unavailable`
 */
export function matchedOf(summary: Summary): MatchedSummary {
  if (summary.body.state === 'not-matched') throw new FhirError('fhir-not-matched', NOT_MATCHED);
  // Nobody of this role, for this purpose, would be given any of it: whoever the person.
  if (summary.body.state === 'not-open') throw notShared(summary, summary.body.items);
  const { items } = summary.body;
  const answered = items.some(
    ({ outcome }) => outcome.state === 'shown' || outcome.state === 'none-recorded',
  );
  if (!answered) {
    if (items.every(({ outcome }) => outcome.state === 'not-shared')) throw notShared(summary, items);
    const issues = items.flatMap((item) => issuesOf(item, summary.owner));
    throw new FhirError(
      'fhir-unavailable',
      'there is no answer at present. This does not mean there is none',
      issues,
    );
  }
  return { summary, items };
}

function notShared({ owner }: Summary, items: readonly ItemView[]): FhirError {
  const issues = items.flatMap((item) => issuesOf(item, owner));
  return new FhirError(
    'fhir-not-shared',
    'the agreement does not give this to this user, for this purpose',
    issues,
  );
}
