import { stat } from 'node:fs/promises';
import type { Dialect, Sql } from '../dialect/dialect.ts';
import { LinkageError, type LinkageWarning } from '../errors.ts';
import { numberPattern } from '../cleaning/steps.ts';
import type { BaseColumn, Plan, Side } from '../settings/compile.ts';
import { cleanSql } from './clean-sql.ts';
import type { Session } from './session.ts';

/** Some rows of a file: those for which an SQL condition on its columns is true. */
export interface FileRows {
  readonly file: string;
  readonly where: string;
}

/** A table to link: a CSV or Parquet file by its path, whole or some of its rows, or records in memory. */
export type TableInput = string | FileRows | readonly Readonly<Record<string, unknown>>[];

/** A table as the engine can read it. */
export interface SourceTable {
  /** What people call it: the path, or "left" and "right". */
  readonly label: string;
  readonly relation: Sql;
  /** Column names as written, spaces around them dropped, and their SQL types. */
  readonly types: ReadonlyMap<string, string>;
}

type SidedTable = SourceTable & { readonly side: Side };

/** A table that has been cleaned and found sound. */
export interface CleanTable {
  readonly side: Side;
  readonly label: string;
  readonly name: string;
  readonly rows: number;
  /** Its rows as they came, to clean more columns of some of them. */
  readonly source: SourceTable;
}

/** Columns of the source that hold lists in the file itself. */
export function listSources(source: SourceTable): ReadonlySet<string> {
  return new Set([...source.types].filter(([, type]) => type.endsWith('[]')).map(([name]) => name));
}

/** @throws LinkageError TABLE_UNREADABLE or TABLE_EMPTY. */
export async function openTable(
  session: Session,
  side: Side | 'labels' | 'truth',
  input: TableInput,
  d: Dialect,
): Promise<SourceTable> {
  const label = typeof input === 'string' ? input : 'file' in input ? input.file : side;
  const raw =
    typeof input === 'string'
      ? await fileRelation(input, d)
      : 'file' in input
        ? `(SELECT * FROM ${await fileRelation(input.file, d)} WHERE ${input.where})`
        : await memoryRelation(session, side, input);
  let described: { column_name: string; column_type: string }[];
  try {
    described = await session.rows(`DESCRIBE SELECT * FROM ${raw}`);
  } catch (cause) {
    throw unreadable(label, cause);
  }
  // A reader that guesses takes whole lines for one column where rows and header do not fit one another.
  if (described.length === 1 && typeof input === 'string' && !isParquet(input))
    throw new LinkageError(
      'TABLE_UNREADABLE',
      `${label} can't be read as a table: the first line must name at least two columns, and every row have as many cells, its quotes closed`,
      { place: label },
    );
  const list = described.map(
    (one) => `${d.identifier(one.column_name)} AS ${d.identifier(one.column_name.trim())}`,
  );
  const types = new Map(described.map((one) => [one.column_name.trim(), one.column_type]));
  return { label, relation: `(SELECT ${list.join(', ')} FROM ${raw})`, types };
}

/** What a table that can't be read is refused with; the reader's advice about its own options is left out. */
export function unreadable(label: string, cause: unknown): LinkageError {
  const [said] = (cause as Error).message.split(/\n\s*(?:Possible|\n)/);
  const advice = /utf-8 encoded/.test(said!) ? ' Save it as UTF-8.' : '';
  return new LinkageError('TABLE_UNREADABLE', `${label} can't be read as a table: ${said}${advice}`, {
    place: label,
    cause,
  });
}

const isParquet = (path: string): boolean => /\.parquet$/i.test(path);

async function fileRelation(path: string, d: Dialect): Promise<Sql> {
  try {
    if (!(await stat(path)).isFile()) throw new Error('it is not a file');
  } catch (cause) {
    throw new LinkageError('TABLE_UNREADABLE', `${path} can't be read: ${(cause as Error).message}`, {
      place: path,
      cause,
    });
  }
  // Everything in a CSV is text until a cleaning rule says otherwise: identifiers keep their leading zeros. Without
  // "skip" the reader may pass over rows that do not fit the later ones, and lose them without a word.
  if (isParquet(path)) return `read_parquet(${d.text(path)})`;
  return `read_csv(${d.text(path)}, all_varchar = true, header = true, skip = 0, null_padding = false)`;
}

async function memoryRelation(
  session: Session,
  side: string,
  records: readonly Readonly<Record<string, unknown>>[],
): Promise<Sql> {
  if (records.length === 0)
    throw new LinkageError('TABLE_EMPTY', `The ${side} table has no rows`, { place: side });
  const columns = [...new Set(records.flatMap((record) => Object.keys(record)))];
  await session.load(`input_${side}`, columns, records);
  return `input_${side}`;
}

/**
 * Cleans a table into `clean_left` or `clean_right`, whose rows are known by `rowid` from here on, and checks it.
 * @throws LinkageError COLUMN_UNKNOWN, COLUMN_TYPE_UNSUPPORTED, TABLE_EMPTY, ID_MISSING, ID_DUPLICATE,
 * COLUMN_ALL_NULL, COLUMN_MIXED_TYPE or DATES_IMPOSSIBLE, each with the table and column as its place.
 */
export async function cleanTable(
  session: Session,
  plan: Plan,
  side: Side,
  opened: SourceTable,
  keys: readonly Sql[],
  d: Dialect,
): Promise<{ table: CleanTable; warnings: LinkageWarning[] }> {
  const source = { ...opened, side };
  checkColumns(plan, source);
  const name = `clean_${source.side}`;
  const now = { ...plan, columns: plan.columns.filter((column) => !plan.later.has(column.name)) };
  const sql = cleanSql(now, source.side, source.relation, listSources(source), d);
  try {
    await session.run(
      `CREATE TABLE ${name} AS SELECT *${keys.map((key) => `, ${key}`).join('')} FROM (${sql})`,
    );
  } catch (cause) {
    throw readingFailed(source, cause);
  }
  const { rows } = await session.row<{ rows: number }>(`SELECT count(*) AS rows FROM ${name}`);
  if (rows === 0)
    throw new LinkageError('TABLE_EMPTY', `${source.label} has no rows`, { place: source.label });
  await checkIds(session, plan, source, name, rows, d);
  const warnings = await checkValues(session, now, source, name, d);
  return { table: { side: source.side, label: source.label, name, rows, source: opened }, warnings };
}

function readingFailed(source: SidedTable, cause: unknown): LinkageError {
  const message = (cause as Error).message;
  const custom = /Binder Error|Parser Error|Catalog Error|Conversion Error/.test(message);
  return custom
    ? new LinkageError(
        'CUSTOM_SQL_FAILED',
        `The settings' own SQL does not run on ${source.label}: ${message}`,
        { place: source.label, cause },
      )
    : unreadable(source.label, cause);
}

function checkColumns(plan: Plan, source: SidedTable): void {
  const { side, label, types } = source;
  const wanted = [plan.id[side], ...plan.columns.flatMap((column) => column.sources[side])];
  for (const name of wanted) {
    const type = types.get(name);
    if (type === undefined) {
      throw new LinkageError(
        'COLUMN_UNKNOWN',
        `${label} has no column "${name}"; it has ${[...types.keys()].join(', ')}`,
        { place: `${label}: ${name}` },
      );
    }
    if (/^(STRUCT|MAP|UNION|BLOB)/.test(type)) {
      throw new LinkageError(
        'COLUMN_TYPE_UNSUPPORTED',
        `Column "${name}" of ${label} is a ${type.split('(')[0]}, which can't be compared`,
        { place: `${label}: ${name}` },
      );
    }
  }
}

async function checkIds(
  session: Session,
  plan: Plan,
  source: SidedTable,
  name: string,
  rows: number,
  d: Dialect,
): Promise<void> {
  const column = plan.id[source.side];
  const place = `${source.label}: ${column}`;
  const { filled, distinct } = await session.row<{ filled: number; distinct: number }>(
    `SELECT count(id) AS filled, count(DISTINCT hash(id)) AS "distinct" FROM ${name}`,
  );
  if (filled < rows)
    throw new LinkageError(
      'ID_MISSING',
      `${rows - filled} of ${rows} rows of ${source.label} have no "${column}"`,
      { place },
    );
  if (distinct === rows) return;
  // Hashes may meet by chance; texts do not.
  const [repeated] = await session.rows<{ id: string; n: number }>(
    `SELECT id, count(*) AS n FROM ${name} GROUP BY id HAVING count(*) > 1 ORDER BY n DESC, id LIMIT 1`,
  );
  if (!repeated) return;
  const { id, n } = repeated;
  throw new LinkageError(
    'ID_DUPLICATE',
    `"${column}" is not unique in ${source.label}: ${d.text(id)} stands on ${n} rows, and ${rows - distinct} rows repeat an earlier id`,
    { place },
  );
}

async function checkValues(
  session: Session,
  plan: Plan,
  source: SidedTable,
  name: string,
  d: Dialect,
): Promise<LinkageWarning[]> {
  const columns = plan.columns;
  const unreal = (column: BaseColumn): Sql => {
    const value = d.identifier(column.name);
    // A date without a day or month is not impossible, only partial.
    return column.dates === 'error' || column.dates === 'keep'
      ? `count(*) FILTER (WHERE ${value} IS NOT NULL AND ${d.slice(value, 9, 2)} <> '00' AND NOT (${d.isRealDate(value)}))`
      : '0';
  };
  const counted = columns.map(
    (column, i) => `count(${d.identifier(column.name)}) AS filled${i}, ${unreal(column)} AS unreal${i}`,
  );
  const counts = await session.row<Record<string, number>>(`SELECT ${counted.join(', ')} FROM ${name}`);
  const warnings: LinkageWarning[] = [];
  for (const [i, column] of columns.entries()) {
    const place = `${source.label}: ${column.sources[source.side].join(', ')}`;
    if (column.type === 'number') await checkNumbers(session, source, column, d);
    // A trained model also meets small batches in which a column happens to be empty.
    if (counts[`filled${i}`] === 0) {
      if (plan.settings.trained) continue;
      throw new LinkageError(
        'COLUMN_ALL_NULL',
        `Column "${column.name}" is empty on every row of ${source.label}${column.dates ? ', or none of its values is a date' : ''}`,
        { place },
      );
    }
    const impossible = counts[`unreal${i}`]!;
    if (impossible === 0) continue;
    const value = d.identifier(column.name);
    const example = await session.row<{ id: string; value: string }>(
      `SELECT id, ${value} AS value FROM ${name} WHERE ${d.slice(value, 9, 2)} <> '00' AND NOT (${d.isRealDate(value)}) ORDER BY id LIMIT 1`,
    );
    const message = `${impossible} of ${counts[`filled${i}`]} dates in "${column.name}" of ${source.label} can't exist, such as ${example.value} on row ${example.id}`;
    if (column.dates === 'error')
      throw new LinkageError(
        'DATES_IMPOSSIBLE',
        `${message}; set "impossible" of its date rule to "keep" or "null" to go on`,
        { place },
      );
    warnings.push({ code: 'DATES_IMPOSSIBLE', message, place });
  }
  return warnings;
}

async function checkNumbers(
  session: Session,
  source: SidedTable,
  column: BaseColumn,
  d: Dialect,
): Promise<void> {
  for (const name of column.sources[source.side]) {
    if (!/^(VARCHAR)$/.test(source.types.get(name) ?? '')) continue;
    const value = `trim(${d.identifier(name)})`;
    const odd = await session.rows<{ value: string; n: number }>(
      `SELECT ${value} AS value, count(*) OVER () AS n FROM ${source.relation} WHERE ${value} <> '' AND NOT ${d.matchesWhole(value, numberPattern)} ORDER BY value LIMIT 1`,
    );
    if (odd[0]) {
      throw new LinkageError(
        'COLUMN_MIXED_TYPE',
        `Column "${name}" of ${source.label} is to be a number, and ${odd[0].n} of its values are not, such as ${d.text(odd[0].value)}`,
        { place: `${source.label}: ${name}` },
      );
    }
  }
}
