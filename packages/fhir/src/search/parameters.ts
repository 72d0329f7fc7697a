import { FhirError } from '../outcome.ts';

/** A search as it was asked: each parameter with its modifier, in order. */
export interface AskedSearch {
  readonly parameters: readonly (readonly [name: string, value: string])[];
  /** `Prefer: handling=strict`: what is not known is refused, not passed over. */
  readonly strict: boolean;
}

const LONGEST_VALUE = 1000;
const MOST_PARAMETERS = 30;
/** Parameters of every request, which say how to answer and not what to find. */
const COMMON = new Set(['_format', '_pretty']);

/** A search as it is understood. */
export interface Search {
  readonly values: ReadonlyMap<string, readonly string[]>;
  readonly count: number;
  readonly includePatient: boolean;
  /** What was passed over, where that is allowed. */
  readonly ignored: readonly string[];
}

const DEFAULT_COUNT = 50;
const MOST_COUNT = 200;

/**
 * Reads a search against the parameters that there are. A chained or modified parameter is none of them.
 * @throws {FhirError} `fhir-parameter-…`
 */
export function readSearch(
  asked: AskedSearch,
  known: readonly string[],
  includes: readonly string[],
): Search {
  if (asked.parameters.length > MOST_PARAMETERS)
    throw new FhirError('fhir-parameter-malformed', 'there are too many parameters');
  const values = new Map<string, string[]>();
  const ignored = new Set<string>();
  let count = DEFAULT_COUNT;
  let includePatient = false;
  for (const [name, value] of asked.parameters) {
    if (COMMON.has(name) || value === '') continue;
    if (value.length > LONGEST_VALUE || !value.isWellFormed() || value.includes('\0'))
      throw new FhirError(
        'fhir-parameter-malformed',
        `a value of ${known.includes(name) ? name : 'a parameter'} can’t be read`,
      );
    if (name === '_count') count = readCount(value);
    else if (name === '_include' && includes.includes(value)) includePatient = true;
    else if (known.includes(name)) values.set(name, [...(values.get(name) ?? []), value]);
    else ignored.add(shortName(name));
  }
  if (asked.strict && ignored.size > 0)
    throw new FhirError('fhir-parameter-unknown', `not known here: ${[...ignored].join(', ')}`);
  return { values, count, includePatient, ignored: [...ignored] };
}

/** The one value of a parameter that may come once. @throws {FhirError} */
export function single(search: Search, name: string): string | undefined {
  const values = search.values.get(name) ?? [];
  if (values.length > 1) throw new FhirError('fhir-parameter-malformed', `${name} may come once`);
  return values[0];
}

function readCount(value: string): number {
  if (!/^\d{1,6}$/.test(value))
    throw new FhirError('fhir-parameter-malformed', '_count is to be a whole number');
  return Math.min(Number(value), MOST_COUNT);
}

/** A name that somebody made up is told back only where it is plain. */
function shortName(name: string): string {
  return /^[\w.:-]{1,60}$/.test(name) ? name : 'a name that is not plain';
}

interface Between {
  readonly from: number;
  readonly to: number;
}

/**
 * A FHIR date search on an instant: `eq` (or none), `ge`, `gt`, `le`, `lt`, `sa`, `eb`, with the precision as given.
 * @returns whether a moment, in milliseconds, fits
 * @throws {FhirError} `fhir-parameter-malformed`
 */
export function instantFilter(value: string): (ms: number) => boolean {
  const [, prefix = 'eq', text = ''] = /^(eq|ne|ge|gt|le|lt|sa|eb)?(.+)$/.exec(value) ?? [];
  const { from, to } = rangeOf(text);
  switch (prefix) {
    case 'ge':
      return (ms) => ms >= from;
    case 'gt':
    case 'sa':
      return (ms) => ms >= to;
    case 'le':
      return (ms) => ms < to;
    case 'lt':
    case 'eb':
      return (ms) => ms < from;
    case 'ne':
      return (ms) => ms < from || ms >= to;
    default:
      return (ms) => ms >= from && ms < to;
  }
}

/** The stretch of time that a date of any precision stands for: from, and up to but without. */
function rangeOf(text: string): Between {
  const date = /^(\d{4})(?:-(\d\d)(?:-(\d\d)(T.+)?)?)?$/.exec(text);
  if (date === null) throw new FhirError('fhir-parameter-malformed', 'a date can’t be read');
  const [, year = '', month, day, time] = date;
  if (time !== undefined) {
    const from = Date.parse(text.replace(' ', '+'));
    if (Number.isNaN(from) || !/(Z|[+ -]\d\d:\d\d)$/.test(time))
      throw new FhirError('fhir-parameter-malformed', 'a time is to have its zone');
    const precisionMs = /\.\d/.test(time)
      ? 1
      : /:\d\d:\d\d/.test(time.slice(1)) || /T\d\d:\d\d:\d\d/.test(time)
        ? 1000
        : 60_000;
    return { from, to: from + precisionMs };
  }
  const from = Date.UTC(Number(year), Number(month ?? 1) - 1, Number(day ?? 1));
  const to =
    day !== undefined
      ? from + 86_400_000
      : month !== undefined
        ? Date.UTC(Number(year), Number(month), 1)
        : Date.UTC(Number(year) + 1, 0, 1);
  const real = new Date(from).toISOString().startsWith(text);
  if (!real) throw new FhirError('fhir-parameter-malformed', 'a date is not one of the calendar');
  return { from, to };
}
