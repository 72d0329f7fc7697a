import type { Dialect } from '../dialect/dialect.ts';
import type { Model } from '../settings/schema.ts';
import type { Session } from './session.ts';
import { frequencyTable, type FrequencySummary } from './term-frequencies.ts';

type ModelFrequencies = Model['trained']['termFrequencies'];

/** Reads the counted tables back for a model document, values in byte order. */
export async function readFrequencies(
  session: Session,
  summaries: readonly FrequencySummary[],
  d: Dialect,
): Promise<ModelFrequencies> {
  const all: ModelFrequencies = [];
  for (const { column, total } of summaries) {
    const rows = await session.rows<{ value: string; n: number }>(
      `SELECT value, n FROM ${frequencyTable(column, d)} ORDER BY value`,
    );
    all.push({ column, total, counts: Object.fromEntries(rows.map((row) => [row.value, row.n])) });
  }
  return all;
}

/** Makes the counted tables from a model, so that its scores do not depend on the data at hand. */
export async function loadModelFrequencies(
  session: Session,
  frequencies: ModelFrequencies,
  d: Dialect,
): Promise<FrequencySummary[]> {
  const summaries: FrequencySummary[] = [];
  for (const { column, total, counts } of frequencies) {
    const table = frequencyTable(column, d);
    const records = Object.entries(counts).map(([value, n]) => ({ value, n }));
    const loaded = `loaded ${column}`;
    await session.load(loaded, ['value', 'n'], records);
    await session.run(
      `CREATE OR REPLACE TABLE ${table} AS SELECT value, CAST(n AS INTEGER) AS n FROM ${d.identifier(loaded)}`,
    );
    summaries.push({
      column,
      total,
      highest: records.reduce((most, one) => Math.max(most, one.n), 1),
    });
  }
  return summaries;
}
