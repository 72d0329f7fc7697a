import type { ClinicalType } from '../clinical/record.ts';
import type { Resource } from '../clinical/resource.ts';

/** A search that can't be answered, as the sender should hear it. */
export class SearchRefused extends Error {}

type Matcher = (resource: Resource, value: string) => boolean;

/** The search parameters this server knows, by type; `patient` and the result parameters are known for all. */
const PARAMETERS: Readonly<Record<ClinicalType, Readonly<Record<string, Matcher>>>> = {
  Patient: {},
  AllergyIntolerance: { 'clinical-status': token('clinicalStatus') },
  Appointment: { status: token('status'), date: date((one) => one['start']) },
  Communication: { status: token('status'), sent: date((one) => one['sent']) },
  Condition: { 'clinical-status': token('clinicalStatus'), category: token('category') },
  Consent: { status: token('status'), category: token('category') },
  DocumentReference: { status: token('status'), type: token('type'), date: date((one) => one['date']) },
  Encounter: { status: token('status'), class: token('class'), date: period },
  EpisodeOfCare: { status: token('status'), date: period },
  Flag: { status: token('status'), category: token('category'), date: period },
  MedicationRequest: { status: token('status'), intent: token('intent') },
  Observation: {
    status: token('status'),
    category: token('category'),
    code: token('code'),
    date: date((one) => one['effectiveDateTime']),
  },
};

const RESULT_PARAMETERS = new Set([
  '_count',
  '_offset',
  '_sort',
  '_format',
  '_total',
  '_include',
  'patient',
  'subject',
]);

export function parametersOf(type: ClinicalType): readonly string[] {
  return Object.keys(PARAMETERS[type]);
}

/**
 * The resources that match every parameter given.
 * @throws {SearchRefused} for a parameter this type does not have: ignoring it would widen the answer.
 */
export function filter(
  type: ClinicalType,
  resources: readonly Resource[],
  query: URLSearchParams,
): readonly Resource[] {
  let found = resources;
  for (const [name, value] of query) {
    if (RESULT_PARAMETERS.has(name)) continue;
    const matcher = name === '_id' ? (one: Resource) => one.id === value : PARAMETERS[type][name];
    if (matcher === undefined) throw new SearchRefused(`${type} has no search parameter "${name}"`);
    if (DATE_PARAMETERS.has(name)) checkDates(value);
    found = found.filter((one) => value.split(',').some((choice) => matcher(one, choice)));
  }
  return found;
}

/** `code`, `system|code` or `|code` against a code, a coding, a concept, or a list of them. */
function token(element: string): Matcher {
  return (resource, value) => {
    const bar = value.indexOf('|');
    const system = bar < 0 ? undefined : value.slice(0, bar);
    const code = value.slice(bar + 1);
    return codingsOf(resource[element]).some(
      (one) => (code === '' || one.code === code) && (system === undefined || (one.system ?? '') === system),
    );
  };
}

function codingsOf(value: unknown): readonly { system?: string; code?: string }[] {
  if (typeof value === 'string') return [{ code: value }];
  if (Array.isArray(value)) return value.flatMap(codingsOf);
  if (typeof value !== 'object' || value === null) return [];
  return 'coding' in value ? codingsOf(value.coding) : [value];
}

const DATE_PARAMETERS = new Set(['date', 'sent']);

function checkDates(value: string): void {
  const wrong = value.split(',').find((one) => !COMPARISON.test(one));
  if (wrong !== undefined) throw new SearchRefused('a date to search by is to be written like ge2026-01-31');
}

const COMPARISON = /^(eq|ge|gt|le|lt|sa|eb)?(\d{4}(?:-\d\d(?:-\d\d(?:T.*)?)?)?)$/;

function date(read: (resource: Resource) => unknown): Matcher {
  return (resource, value) => {
    const at = read(resource);
    return typeof at === 'string' && within(at, at, value);
  };
}

function period(resource: Resource, value: string): boolean {
  const { start, end } = (resource['period'] ?? {}) as { start?: string; end?: string };
  return within(start ?? '0000', end ?? '9999', value);
}

/** Compared as text, to the coarser of the two: `2026-11` holds every day of November. */
function within(start: string, end: string, value: string): boolean {
  const [, comparison = 'eq', limit = ''] = COMPARISON.exec(value) ?? [];
  const [from, to] = [comparable(start, limit), comparable(end, limit)];
  const bound = comparable(limit, limit);
  switch (comparison) {
    case 'ge':
      return to >= bound;
    case 'gt':
    case 'sa':
      return to > bound;
    case 'le':
      return from <= bound;
    case 'lt':
    case 'eb':
      return from < bound;
    default:
      return from <= bound && to >= bound;
  }
}

function comparable(text: string, limit: string): string {
  const moment = limit.length > 10 && text.length > 10 ? new Date(text).toISOString() : text;
  return moment.slice(0, limit.length > 10 ? 24 : limit.length);
}
