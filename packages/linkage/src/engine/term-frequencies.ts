import type { Dialect } from '../dialect/dialect.ts';
import type { Plan } from '../settings/compile.ts';
import { quantise } from '../scoring/quantise.ts';
import type { TermFrequencyPlan } from '../comparison/plan.ts';
import type { Session } from './session.ts';

/** How often a column's values occur; values seen once are not listed one by one. */
export interface FrequencySummary {
  readonly column: string;
  readonly total: number;
  /** The count of the commonest value. */
  readonly highest: number;
}

/** The table that holds a column's counts. */
export function frequencyTable(column: string, d: Dialect): string {
  return d.identifier(`frequency ${column}`);
}

/** The columns whose frequencies any comparison asks for. */
function frequencyColumns(plan: Plan): readonly string[] {
  return [
    ...new Set(plan.comparisons.flatMap((one) => (one.termFrequency ? [one.termFrequency.column] : []))),
  ];
}

/** Counts each such column's values over some tables into a table `value, n`, values seen once left out. */
export async function countFrequencies(
  session: Session,
  plan: Plan,
  counted: readonly string[],
  d: Dialect,
): Promise<FrequencySummary[]> {
  const summaries: FrequencySummary[] = [];
  for (const column of frequencyColumns(plan)) {
    const table = frequencyTable(column, d);
    const name = d.identifier(column);
    const tables = [...new Set(counted)];
    const values = tables
      .map((one) => `SELECT ${name} AS value FROM ${one} WHERE ${name} IS NOT NULL`)
      .join(' UNION ALL ');
    await session.run(
      `CREATE OR REPLACE TABLE ${table} AS SELECT value, CAST(count(*) AS INTEGER) AS n FROM (${values}) GROUP BY value HAVING count(*) > 1`,
    );
    const { total } = await session.row<{ total: number }>(`SELECT count(*) AS total FROM (${values})`);
    const { highest } = await session.row<{ highest: number | null }>(
      `SELECT max(n) AS highest FROM ${table}`,
    );
    summaries.push({ column, total, highest: highest ?? 1 });
  }
  return summaries;
}

/**
 * The surprise of a value: bits that agreement on it is worth before the level's own u is taken off. In steps of
 * 2⁻²⁰ bits, so that sums of them are exact.
 */
export function surprise(count: number, total: number, plan: TermFrequencyPlan): number {
  const frequency = Math.max(count / total, plan.minimumFrequency);
  return quantise(-Math.log2(frequency) * plan.weight);
}

/**
 * Makes the table of one comparison's surprises, `n, bits`, computed here and not in SQL: engines differ in the
 * last bit of a logarithm.
 */
export async function loadSurprises(
  session: Session,
  table: string,
  plan: TermFrequencyPlan,
  total: number,
  d: Dialect,
): Promise<void> {
  const counts = await session.rows<{ n: number }>(
    `SELECT DISTINCT n FROM ${frequencyTable(plan.column, d)} ORDER BY n`,
  );
  const values = counts.map((row) => row.n);
  await session.loadNumbers(`${table}_bits`, [
    { name: 'n', type: 'INTEGER', values },
    { name: 'bits', type: 'DOUBLE', values: values.map((n) => surprise(n, total, plan)) },
  ]);
  await session.run(
    `CREATE OR REPLACE TABLE ${table} AS SELECT f.value, b.bits FROM ${frequencyTable(plan.column, d)} f JOIN ${table}_bits b ON b.n = f.n`,
  );
}
