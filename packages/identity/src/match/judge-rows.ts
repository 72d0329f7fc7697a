import { COUNCIL_FILE, CHI_FILE } from './columns.ts';
import { type FileDatabase, sqlName, sqlText } from './database.ts';
import { digitsSql, type NumberFault, numberFaultSql } from './number-sql.ts';
import type { LookedAt, OpenedFile } from './open-file.ts';

/** Why a row was left out. */
export type RowFault =
  | 'row-torn'
  | 'header-repeated'
  | 'row-repeated'
  | 'person-id-missing'
  | 'person-id-given-to-two'
  | NumberFault
  | 'chi-given-to-two';

/** What was put right, or set aside, in a row that was taken. */
export type RowNote =
  | 'leading-zero-restored'
  | 'chi-held-not-a-number'
  | 'date-written-day-first'
  | 'date-unreadable'
  | 'nothing-to-match-by';

/** The judged rows of one file. */
export interface JudgedFile {
  /** The rows, each with its `fault` or none. */
  readonly rows: string;
  /** A condition on them that is true of the rows taken. */
  readonly taken: string;
  readonly missing: readonly string[];
}

const present = (column: string): string => `nullif(trim(coalesce(${sqlName(column)}, '')), '')`;

const dayFirst = `'([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4})'`;

/** A date as ISO text, whichever way it is written; null where it is none, or no day of anyone's birth. */
function dateSql(column: string): string {
  const value = `trim(${sqlName(column)})`;
  const group = (index: number): string => `regexp_extract(${value}, ${dayFirst}, ${index})`;
  const two = (index: number): string => `lpad(${group(index)}, 2, '0')`;
  const iso =
    `CASE WHEN regexp_full_match(${value}, '[0-9]{4}-[0-9]{2}-[0-9]{2}([ T].*)?') THEN substr(${value}, 1, 10) ` +
    `WHEN regexp_full_match(${value}, '[0-9]{8}') THEN substr(${value}, 1, 4) || '-' || substr(${value}, 5, 2) || '-' || substr(${value}, 7, 2) ` +
    `WHEN regexp_full_match(${value}, ${dayFirst.slice(0, -1)}( .*)?') THEN ${group(3)} || '-' || ${two(2)} || '-' || ${two(1)} END`;
  return `CASE WHEN TRY_CAST(${iso} AS DATE) BETWEEN DATE '1870-01-01' AND DATE '2199-12-31' THEN ${iso} END`;
}

function notesSql(notes: readonly (readonly [RowNote, string])[]): string {
  const list = notes.map(([note, when]) => `CASE WHEN ${when} THEN '${note}' END`);
  return `list_filter([${list.join(', ')}], lambda one: one IS NOT NULL)`;
}

const dateNotes: readonly (readonly [RowNote, string])[] = [
  [
    'date-written-day-first',
    `regexp_matches(trim(raw_date), '^[0-9]{1,2}[-/. ]') AND date_of_birth IS NOT NULL`,
  ],
  ['date-unreadable', `nullif(trim(raw_date), '') IS NOT NULL AND date_of_birth IS NULL`],
];

const sexSql = `CASE WHEN lower(trim(sex)) IN ('m', 'male', '1') THEN 'm' WHEN lower(trim(sex)) IN ('f', 'female', '2') THEN 'f' END`;

/** A council file, row by row: the columns of a match, `restricted`, `context`, `twin`, and the faults and notes. */
export async function judgeCouncil(db: FileDatabase, opened: OpenedFile, to: string): Promise<void> {
  const digits = digitsSql('chi');
  const texts = ['forenames', 'surname', 'known_as', 'previous_surnames', 'address', 'postcode'];
  const read =
    `SELECT row, ${present('person_id')} AS person_id, ${texts.map((name) => `${present(name)} AS ${name}`).join(', ')}, ` +
    `${dateSql('date_of_birth')} AS date_of_birth, date_of_birth AS raw_date, ${sexSql} AS sex, ` +
    `CASE upper(left(trim(context_flag), 1)) WHEN 'C' THEN 'child' WHEN 'A' THEN 'adult' END AS context, ` +
    `coalesce(upper(left(trim(restricted), 1)) IN ('Y', 'T', '1'), false) AS restricted, ` +
    `regexp_matches(lower(coalesce(forenames, '')), '\\b(twin|triplet)') AS twin, ` +
    `${digits} AS held, CASE WHEN length(${digits}) = 9 THEN '0' || ${digits} ELSE ${digits} END AS number FROM ${opened.relation}`;
  const numbered = `SELECT *, CASE WHEN number <> '' AND ${numberFaultSql('number')} IS NULL THEN number END AS chi FROM (${read})`;
  const notes = notesSql([
    ['leading-zero-restored', 'chi IS NOT NULL AND length(held) = 9'],
    ['chi-held-not-a-number', `held <> '' AND chi IS NULL`],
    ...dateNotes,
    ['nothing-to-match-by', 'surname IS NULL AND forenames IS NULL AND chi IS NULL'],
  ]);
  const fault = `CASE WHEN lower(person_id) = 'person_id' AND lower(surname) = 'surname' THEN 'header-repeated' WHEN person_id IS NULL THEN 'person-id-missing' END`;
  await db.run(
    `COPY (SELECT * EXCLUDE (raw_date, held, number), ${notes} AS notes, ${fault} AS fault FROM (${numbered})) TO ${sqlText(to)} (FORMAT parquet)`,
  );
}

/** A CHI file, row by row: the columns of a match, `died`, and the faults and notes. */
export async function judgeRegister(db: FileDatabase, opened: OpenedFile, to: string): Promise<void> {
  const texts = CHI_FILE.optional.filter(
    (name) => !['date_of_birth', 'sex', 'date_of_death', 'gp_practice'].includes(name),
  );
  const digits = digitsSql('chi');
  const read =
    `SELECT row, ${digits} AS held, CASE WHEN length(${digits}) = 9 THEN '0' || ${digits} ELSE ${digits} END AS chi, ` +
    `${['surname', 'forename_1', ...texts].map((name) => `${present(name)} AS ${name}`).join(', ')}, ` +
    `${dateSql('date_of_birth')} AS date_of_birth, date_of_birth AS raw_date, ${sexSql} AS sex, ${dateSql('date_of_death')} AS died FROM ${opened.relation}`;
  const notes = notesSql([['leading-zero-restored', 'fault IS NULL AND length(held) = 9'], ...dateNotes]);
  const fault = `CASE WHEN lower(chi) = 'chi' AND lower(surname) = 'surname' THEN 'header-repeated' ELSE ${numberFaultSql('chi')} END`;
  await db.run(
    `COPY (SELECT * EXCLUDE (raw_date, held), ${notes} AS notes FROM (SELECT *, ${fault} AS fault FROM (${read}))) TO ${sqlText(to)} (FORMAT parquet)`,
  );
}

/**
 * Finds ids that stand on several rows: the same row again is left out; one id with two different people on it is
 * left out altogether, because nobody can tell which of them it names.
 */
export async function judgeRepeats(
  db: FileDatabase,
  rows: string,
  id: 'person_id' | 'chi',
  to: string,
): Promise<void> {
  const from = `read_parquet(${sqlText(rows)})`;
  const two: RowFault = id === 'chi' ? 'chi-given-to-two' : 'person-id-given-to-two';
  // What makes two rows one person: the names and the birth date, not the address of the day.
  const person = `concat_ws('|', lower(surname), lower(${id === 'chi' ? 'forename_1' : 'forenames'}), date_of_birth)`;
  const several = `SELECT ${id} FROM ${from} WHERE fault IS NULL GROUP BY ${id} HAVING count(*) > 1`;
  await db.run(
    `COPY (SELECT row, ${id} AS id, CASE WHEN people > 1 THEN '${two}' ELSE 'row-repeated' END AS fault FROM (` +
      `SELECT row, ${id}, count(DISTINCT ${person}) OVER (PARTITION BY ${id}) AS people, row_number() OVER (PARTITION BY ${id} ORDER BY row) AS nth ` +
      `FROM ${from} WHERE fault IS NULL AND ${id} IN (${several})) WHERE people > 1 OR nth > 1) TO ${sqlText(to)} (FORMAT parquet)`,
  );
}

/** Rows that could not be read at all, as the reader of CSV found them. Empty for Parquet. */
export async function judgeTorn(db: FileDatabase, looked: LookedAt, to: string): Promise<void> {
  const torn = looked.isParquet
    ? `SELECT CAST(0 AS BIGINT) AS row, '' AS id, '' AS fault WHERE false`
    : `SELECT DISTINCT CAST(line AS BIGINT) AS row, '' AS id, 'row-torn' AS fault FROM torn`;
  await db.run(`COPY (${torn}) TO ${sqlText(to)} (FORMAT parquet)`);
  if (!looked.isParquet) {
    await db.run('DROP TABLE IF EXISTS torn');
    await db.run('DROP TABLE IF EXISTS torn_scan');
  }
}

/** The condition that is true of the rows taken. */
export async function takenSql(db: FileDatabase, repeats: string): Promise<string> {
  const [found] = await db.rows<{ n: number }>(`SELECT count(*) AS n FROM read_parquet(${sqlText(repeats)})`);
  const again = `SELECT row FROM read_parquet(${sqlText(repeats)})`;
  return found!.n === 0 ? 'fault IS NULL' : `(fault IS NULL AND row NOT IN (${again}))`;
}

export const FILES = { council: COUNCIL_FILE, chi: CHI_FILE } as const;
