import type { Dialect } from '../dialect/dialect.ts';
import type { Session } from '../engine/session.ts';
import { openTable, unreadable, type TableInput } from '../engine/tables.ts';
import { LinkageError } from '../errors.ts';
import { looksLikeId, roleByName, type Role } from './roles.ts';

/** A column as `link init` sees it. Shares are of its filled values. */
export interface ColumnProfile {
  readonly name: string;
  readonly role: Role;
  readonly filled: number;
  readonly distinct: number;
  readonly isList: boolean;
  readonly ukPostcodes: number;
  readonly dates: number;
  /** Dates written with a month first. */
  readonly monthFirst: boolean;
  /** Values of several words. */
  readonly severalWords: number;
  /** Every row holds the same value. */
  readonly constant: boolean;
}

export interface TableProfile {
  readonly label: string;
  readonly rows: number;
  readonly id: string;
  readonly columns: readonly ColumnProfile[];
}

interface Raw {
  filled: number;
  distinct: number;
  postcodes: number;
  dates: number;
  first13: number;
  second13: number;
  emails: number;
  spaced: number;
  length: number | null;
}

const SAMPLE = 200_000;
const FEW_WHOLE_NAMES = 0.2;

/** @throws LinkageError TABLE_UNREADABLE, TABLE_EMPTY, or ID_MISSING when no column names every row by itself. */
export async function profileTable(
  session: Session,
  side: 'left' | 'right',
  input: TableInput,
  d: Dialect,
): Promise<TableProfile> {
  const source = await openTable(session, side, input, d);
  const { rows } = await session
    .row<{ rows: number }>(`SELECT count(*) AS rows FROM ${source.relation}`)
    .catch((cause: unknown) => {
      throw unreadable(source.label, cause);
    });
  if (rows === 0)
    throw new LinkageError('TABLE_EMPTY', `${source.label} has no rows`, { place: source.label });
  const raw = new Map<string, Raw>();
  for (const [name, type] of source.types) {
    if (/^(STRUCT|MAP|UNION|BLOB)/.test(type)) continue;
    raw.set(name, await session.row<Raw>(profileSql(name, source.relation, d)));
  }
  const unique = [...raw]
    .filter(([, one]) => one.filled === rows || one.filled >= SAMPLE)
    .filter(([, one]) => one.distinct >= one.filled);
  const ids: string[] = [];
  for (const [name] of unique) {
    const { n } = await session.row<{ n: number }>(
      `SELECT count(DISTINCT ${d.identifier(name)}) AS n FROM ${source.relation}`,
    );
    if (n === rows) ids.push(name);
  }
  const id =
    ids.find((name) => /^unique_?id$/i.test(name)) ??
    ids.find((name) => looksLikeId(name) && [null, 'ignored'].includes(roleByName(name))) ??
    ids[0];
  if (id === undefined) {
    const [near] = [...raw].filter(([name]) => looksLikeId(name));
    const known = near
      ? `: "${near[0]}" is filled on ${near[1].filled} of ${rows} rows, with ${near[1].distinct} values`
      : '';
    throw new LinkageError(
      'ID_MISSING',
      `No column of ${source.label} names every row by itself${known}. Add one, such as a row number`,
      { place: source.label },
    );
  }
  const columns = [...raw]
    .filter(([name]) => name !== id)
    .map(([name, one]) => describe(name, source.types.get(name)!, one, rows));
  return { label: source.label, rows, id, columns: withSingleNames(columns) };
}

/** A column called "name" whose values are single words holds forenames, or surnames, and no whole names. */
function withSingleNames(columns: readonly ColumnProfile[]): ColumnProfile[] {
  const has = (role: Role): boolean => columns.some((one) => one.role === role);
  const single: Role = !has('surname') ? 'surname' : has('forename') ? 'text' : 'forename';
  return columns.map((one) =>
    one.role === 'fullName' && one.severalWords < FEW_WHOLE_NAMES ? { ...one, role: single } : one,
  );
}

function profileSql(name: string, relation: string, d: Dialect): string {
  const isoShape = "regexp_full_match(v, '(\\d{4}-\\d{2}-\\d{2}([ T].*)?)|((1[6-9]|20)\\d{6})')";
  const worded =
    "regexp_full_match(lower(v), '(\\d{1,2}[-/. ]*)?(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[-/., ]*(\\d{1,2},? +)?\\d{4}.*')";
  const slashed = "regexp_full_match(v, '\\d{1,2}[-/. ]\\d{1,2}[-/. ]\\d{4}.*')";
  return `SELECT count(v) AS filled, count(DISTINCT v) AS "distinct",
    count(*) FILTER (WHERE regexp_full_match(upper(replace(v, ' ', '')), '[A-Z]{1,2}[0-9][A-Z0-9]?[0-9][A-Z]{2}')) AS postcodes,
    count(*) FILTER (WHERE ${isoShape} OR ${slashed} OR ${worded}) AS dates,
    count(*) FILTER (WHERE ${slashed} AND TRY_CAST(regexp_extract(v, '^\\d{1,2}') AS INTEGER) > 12) AS first13,
    count(*) FILTER (WHERE ${slashed} AND TRY_CAST(regexp_extract(v, '^\\d{1,2}[-/. ](\\d{1,2})', 1) AS INTEGER) > 12) AS second13,
    count(*) FILTER (WHERE v LIKE '%_@_%') AS emails,
    count(*) FILTER (WHERE v LIKE '% %') AS spaced, avg(length(v)) AS length
    FROM (SELECT nullif(trim(CAST(${d.identifier(name)} AS VARCHAR)), '') AS v FROM ${relation} LIMIT ${SAMPLE})`;
}

function describe(name: string, type: string, raw: Raw, rows: number): ColumnProfile {
  const share = (part: number): number => (raw.filled === 0 ? 0 : part / raw.filled);
  const profile = {
    name,
    filled: raw.filled,
    distinct: raw.distinct,
    isList: type.endsWith('[]'),
    ukPostcodes: share(raw.postcodes),
    dates: share(raw.dates),
    monthFirst: raw.second13 > raw.first13,
    severalWords: share(raw.spaced),
    constant: raw.filled > 0 && raw.distinct < 2,
  };
  const role = roleOf(name, raw, share, rows);
  // A list is compared as one, whatever its values are.
  return { ...profile, role: profile.isList && role !== 'ignored' ? 'text' : role };
}

function roleOf(name: string, raw: Raw, share: (part: number) => number, rows: number): Role {
  const named = roleByName(name);
  // One value on every row tells nobody apart, unless the row is the only one.
  if (raw.filled === 0 || (raw.distinct < 2 && rows > 1) || named === 'ignored') return 'ignored';
  if (named === 'dateOfBirth' && share(raw.dates) < 0.5) return 'code';
  if (named) return named;
  if (share(raw.postcodes) > 0.7) return 'postcode';
  if (share(raw.emails) > 0.7) return 'email';
  // A date of something else may be one of an event that two records share, or of neither: leave it out.
  if (share(raw.dates) > 0.7) return 'ignored';
  if (looksLikeId(name) && raw.distinct >= raw.filled) return 'ignored';
  if ((raw.length ?? 0) > 80) return 'ignored';
  return raw.distinct <= Math.max(50, Math.min(rows, SAMPLE) / 100) ? 'code' : 'text';
}
