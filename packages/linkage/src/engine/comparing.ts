import type { Dialect, Sql } from '../dialect/dialect.ts';
import type { Plan } from '../settings/compile.ts';
import { cleanSql, derivedSql } from './clean-sql.ts';
import { comparedColumns } from './compared-columns.ts';
import { compareSql, radices, surprisedLevels, type SurpriseTable } from './compare-sql.ts';
import type { Session } from './session.ts';
import { listSources, type CleanTable } from './tables.ts';
import { loadSurprises, type FrequencySummary } from './term-frequencies.ts';

/** Below this many rows, deriving columns for all is cheaper than finding those that are in pairs. */
const DERIVE_ALL_BELOW = 300_000;

/** Makes the tables of known-as names that the settings' forename comparisons need. */
export async function loadNicknames(session: Session, plan: Plan): Promise<void> {
  for (const column of plan.derived) {
    if (!column.nicknames) continue;
    const records = [...column.nicknames].map(([name, groups]) => ({ name, groups: [...groups] }));
    await session.load(nicknameTable(column), ['name', 'groups'], records);
  }
}

function nicknameTable(column: { readonly name: string }): string {
  return `nicknames ${column.name}`;
}

/** Makes the tables of surprises for every comparison with term frequencies. */
export async function loadAllSurprises(
  session: Session,
  plan: Plan,
  summaries: readonly FrequencySummary[],
  d: Dialect,
): Promise<SurpriseTable[]> {
  const tables: SurpriseTable[] = [];
  for (const [index, comparison] of plan.comparisons.entries()) {
    const { termFrequency } = comparison;
    if (!termFrequency || surprisedLevels(comparison).length === 0) continue;
    const summary = summaries.find((one) => one.column === termFrequency.column)!;
    await loadSurprises(session, `surprise_${index}`, termFrequency, summary.total, d);
    tables.push({ index, table: `surprise_${index}`, summary });
  }
  return tables;
}

/** The records of a relation with a `rowid`, ready to compare: `rid`, the columns compared and those derived of them. */
export function readySql(plan: Plan, relation: Sql, d: Dialect): Sql {
  return derivedSql(plan, relation, comparedColumns(plan), (one) => d.identifier(nicknameTable(one)), d);
}

/** Records ready to compare, of all rows or of those that some pairs name; returns the tables' names. */
export async function readyRecords(
  session: Session,
  plan: Plan,
  tables: { readonly left: CleanTable; readonly right: CleanTable | null },
  pairTables: readonly string[],
  d: Dialect,
): Promise<{ left: string; right: string }> {
  const make = (table: CleanTable, name: string, letters: readonly ('l' | 'r')[]): Promise<void> => {
    const named = pairTables
      .flatMap((pairs) => letters.map((letter) => `SELECT ${letter} AS rid FROM ${pairs}`))
      .join(' UNION ALL ');
    return readyTable(session, plan, { table, name, named }, d);
  };
  if (!tables.right) {
    await make(tables.left, 'ready_left', ['l', 'r']);
    return { left: 'ready_left', right: 'ready_left' };
  }
  await make(tables.left, 'ready_left', ['l']);
  await make(tables.right, 'ready_right', ['r']);
  return { left: 'ready_left', right: 'ready_right' };
}

async function readyTable(
  session: Session,
  plan: Plan,
  to: { readonly table: CleanTable; readonly name: string; readonly named: Sql },
  d: Dialect,
): Promise<void> {
  const { table, name, named } = to;
  const columns = comparedColumns(plan);
  const list = columns.map((column) => d.identifier(column));
  if (plan.derived.length === 0 && plan.later.size === 0) {
    await session.run(`CREATE OR REPLACE VIEW ${name} AS ${readySql(plan, table.name, d)}`);
    return;
  }
  const all = table.rows < DERIVE_ALL_BELOW;
  const where = all ? '' : ` WHERE rowid IN (${named})`;
  let relation = `(SELECT rowid, ${list.join(', ')} FROM ${table.name}${where})`;
  if (plan.later.size > 0) {
    const first = columns.filter((column) => !plan.later.has(column));
    const wanted = ['rowid AS rid', 'id', ...first.map((column) => d.identifier(column))].join(', ');
    await session.run(`CREATE OR REPLACE TABLE first_${name} AS SELECT ${wanted} FROM ${table.name}${where}`);
    const id = d.identifier(plan.id[table.side]);
    const source = `(SELECT * FROM ${table.source.relation} WHERE ${d.trim(d.toText(id))} IN (SELECT id FROM first_${name}))`;
    const later = { ...plan, columns: plan.columns.filter((column) => plan.later.has(column.name)) };
    const cleaned = cleanSql(later, table.side, source, listSources(table.source), d);
    relation = `(SELECT f.rid, ${list.join(', ')} FROM first_${name} f JOIN (${cleaned}) z ON z.id = f.id)`;
    await session.run(`CREATE OR REPLACE TABLE cleaned_${name} AS SELECT * FROM ${relation}`);
    relation = `(SELECT rid AS rowid, ${list.join(', ')} FROM cleaned_${name})`;
  }
  await session.run(`CREATE OR REPLACE TABLE ${name} AS ${readySql(plan, relation, d)}`);
}

export interface CompareInto {
  readonly pairs: string;
  readonly into: string;
  readonly ready: { readonly left: string; readonly right: string };
  readonly surprises: readonly SurpriseTable[];
  readonly chunkPairs: number;
}

/** Compares all pairs of a table, a bounded number at a time, into `l, r, mask, pattern, surprise`. */
export async function comparePairs(session: Session, plan: Plan, to: CompareInto, d: Dialect): Promise<void> {
  const { n } = await session.row<{ n: number }>(`SELECT count(*) AS n FROM ${to.pairs}`);
  await session.run(
    `CREATE OR REPLACE TABLE ${to.into} (l INTEGER, r INTEGER, mask INTEGER, pattern BIGINT, surprise DOUBLE)`,
  );
  for (let from = 0; from < n; from += to.chunkPairs) {
    const pairs =
      n <= to.chunkPairs
        ? `SELECT l, r, mask FROM ${to.pairs}`
        : `SELECT l, r, mask FROM ${to.pairs} WHERE rowid >= ${from} AND rowid < ${from + to.chunkPairs}`;
    await session.run(
      `INSERT INTO ${to.into} ${compareSql(plan, { pairs, ...to.ready, surprises: to.surprises }, d)}`,
    );
  }
}

/** How many pairs show each pattern under each mask, in a set order. */
export function patternRows(
  session: Session,
  table: string,
): Promise<{ mask: number; pattern: number; n: number }[]> {
  return session.rows(
    `SELECT mask, pattern, count(*) AS n FROM ${table} GROUP BY ALL ORDER BY mask, pattern`,
  );
}

/** Counts the patterns of random pairs, which need no term frequencies and are not kept. */
export function randomPatternRows(
  session: Session,
  plan: Plan,
  samples: { left: string; right: string },
  d: Dialect,
): Promise<{ mask: number; pattern: number; n: number }[]> {
  const pairs = 'SELECT l, r, mask FROM random_pairs';
  const sql = compareSql(plan, { pairs, ...samples, surprises: [] }, d);
  return session.rows(
    `SELECT mask, pattern, count(*) AS n FROM (${sql}) GROUP BY ALL ORDER BY mask, pattern`,
  );
}

/** Whether all levels fit one whole number that both SQL and TypeScript hold exactly. */
export function patternsFit(plan: Plan): boolean {
  const scales = radices(plan.comparisons);
  return (scales.at(-1) ?? 1) * 100 < Number.MAX_SAFE_INTEGER;
}
