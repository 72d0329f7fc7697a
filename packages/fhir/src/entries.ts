import { directionFor } from '@solway/disclosure';
import type { Summary } from '@solway/record';
import { issuesOf } from './absence.ts';
import { searchset } from './bundle.ts';
import type { Caller } from './caller.ts';
import { readEntryId } from './ids.ts';
import { FhirError, type FhirAnswer, issueOf } from './outcome.ts';
import { bannerPatient } from './patient-resource.ts';
import { matchedOf, personAsked, walkItems } from './person.ts';
import { type EntryResource, type Naming, resourcesOf } from './resources/convert.ts';
import { itemsOf, SUBJECT_TYPES, typesOf } from './resources/kinds.ts';
import { type AskedSearch, instantFilter, readSearch, type Search, single } from './search/parameters.ts';
import type { FhirService } from './service.ts';

/** The search parameters of a type that entries become. */
export function parametersOf(type: string): readonly string[] {
  return ['_id', '_lastUpdated', 'patient', ...(SUBJECT_TYPES.has(type) ? ['subject'] : [])];
}

export function includesOf(type: string): readonly string[] {
  return [`${type}:patient`, ...(SUBJECT_TYPES.has(type) ? [`${type}:subject`] : [])];
}

/** One resource by its id: the same walk, for the one item that it belongs to. */
export async function readEntry(
  service: FhirService,
  caller: Caller,
  type: string,
  id: string,
): Promise<FhirAnswer> {
  if (!caller.may(type, 'read')) throw scopeMissing();
  const parts = readEntryId(id);
  if (parts === undefined || !typesOf(parts.item).includes(type)) throw noSuch(type);
  const { person, patientId } = personAsked(service, caller, parts.patientId);
  if (!itemsOf(type, directionFor(caller.side)).includes(parts.item)) throw noSuch(type);
  const { summary, items } = matchedOf(await walkItems(service, caller, person, [parts.item]));
  const naming = namingOf(service, caller, patientId, summary);
  const found = items
    .flatMap((item) => resourcesOf(item, type, summary.owner, naming))
    .find((one) => one.id === id);
  if (found === undefined) throw noSuch(type);
  return { status: 200, resource: found };
}

/** A search by patient: which items stand behind the type is ours to know, and each has its own decision. */
export async function searchEntries(
  service: FhirService,
  caller: Caller,
  type: string,
  asked: AskedSearch,
  after?: string,
): Promise<FhirAnswer> {
  if (!caller.may(type, 'search')) throw scopeMissing();
  const wanted = itemsOf(type, directionFor(caller.side));
  if (wanted.length === 0)
    throw new FhirError('fhir-direction-other', `the other organisation shares nothing as ${type}`);
  const search = readSearch(asked, parametersOf(type), includesOf(type));
  const fits = filterOf(search);
  const { person, patientId } = personAsked(service, caller, patientIn(search));
  const { summary, items } = matchedOf(await walkItems(service, caller, person, wanted));
  const naming = namingOf(service, caller, patientId, summary);
  const all = items
    .flatMap((item) => resourcesOf(item, type, summary.owner, naming))
    .filter(fits)
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  const rest = after === undefined ? all : all.filter((one) => one.id > after);
  const matches = rest.slice(0, search.count);
  const last = matches.at(-1);
  const whole = items.every(({ outcome }) => isWhole(outcome));
  return {
    status: 200,
    resource: searchset(service.base, {
      matches,
      included: search.includePatient ? [bannerPatient(summary.person, person, patientId)] : [],
      issues: [
        ...ignoredIssues(search),
        ...undatedIssues(search, matches),
        ...items.flatMap((item) => issuesOf(item, summary.owner)),
      ],
      ...(whole ? { total: all.length } : {}),
      self: selfOf(service.base, type, asked, search),
      ...(last !== undefined && rest.length > matches.length
        ? { next: nextOf(service, caller, type, asked, last.id) }
        : {}),
      at: summary.assembledAt,
    }),
  };
}

/** Whether a count over this item counts everything: not where some was not to be had, or is more than was read. */
function isWhole(outcome: {
  readonly state: string;
  readonly truncated?: boolean;
  readonly setAside?: number;
}): boolean {
  if (outcome.state === 'none-recorded') return true;
  return outcome.state === 'shown' && outcome.truncated !== true && outcome.setAside === 0;
}

function patientIn(search: Search): string | undefined {
  const [patient, subject] = [single(search, 'patient'), single(search, 'subject')];
  if (patient !== undefined && subject !== undefined && patient !== subject)
    throw new FhirError('fhir-parameter-malformed', 'patient and subject name two people');
  return patient ?? subject;
}

function filterOf(search: Search): (resource: EntryResource) => boolean {
  const ids = search.values.get('_id')?.map((value) => new Set(value.split(',')));
  const dates = search.values.get('_lastUpdated')?.map(instantFilter);
  return (resource) => {
    const changed = resource.meta?.lastUpdated;
    return (
      (ids?.every((set) => set.has(resource.id)) ?? true) &&
      // What the source does not date may have changed since: leaving it out would hide it.
      (changed === undefined || (dates?.every((fits) => fits(Date.parse(changed))) ?? true))
    );
  };
}

function undatedIssues(search: Search, matches: readonly EntryResource[]) {
  return search.values.has('_lastUpdated') && matches.some((one) => one.meta?.lastUpdated === undefined)
    ? [
        issueOf(
          'information',
          'informational',
          'undated',
          'the source does not say when some of these were changed: they are here whatever the time asked for',
        ),
      ]
    : [];
}

export function ignoredIssues(search: Search) {
  return search.ignored.map((name) =>
    issueOf(
      'warning',
      'not-supported',
      'parameter-ignored',
      `${name} is not known here, and was passed over`,
    ),
  );
}

/** What was understood, as an address; what was passed over is not in it. */
export function selfOf(base: string, type: string, asked: AskedSearch, search: Search): string {
  const understood = ([name]: readonly [string, string]): boolean =>
    search.values.has(name) || name === '_count' || (name === '_include' && search.includePatient);
  const parameters = asked.parameters
    .filter(understood)
    .map(([name, value]): [string, string] => [name, value]);
  const query = new URLSearchParams(parameters).toString();
  return `${base}/${type}${query === '' ? '' : `?${query}`}`;
}

function nextOf(
  service: FhirService,
  { token }: Caller,
  type: string,
  asked: AskedSearch,
  after: string,
): string {
  const parameters = asked.parameters.map(([name, value]): [string, string] => [name, value]);
  const page = service.pages.seal({ client: token.client_id, type, parameters, strict: asked.strict, after });
  return `${service.base}/${type}?_page=${page}`;
}

export function namingOf(
  { ids }: FhirService,
  { token }: Caller,
  patientId: string,
  { assembledAt }: Summary,
): Naming {
  return { ids, clientId: token.client_id, patientId, at: assembledAt };
}

export function scopeMissing(): FhirError {
  return new FhirError('fhir-scope-missing', 'the token’s scopes do not cover this');
}

export function noSuch(type: string): FhirError {
  return new FhirError('fhir-not-found', `there is no such ${type}`);
}
