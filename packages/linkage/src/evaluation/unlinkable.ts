import { comparePairs, patternRows } from '../engine/comparing.ts';
import { makeSample } from '../engine/random-pairs.ts';
import type { LinkState } from '../linking/run.ts';
import { probabilityOf } from '../scoring/probability.ts';
import { patternWeight } from '../scoring/weights.ts';
import { patternCounts } from '../training/patterns.ts';

export interface UnlinkableRow {
  /** Bits. */
  readonly threshold: number;
  readonly probability: number;
  /** The share of records that hold too little to reach the threshold even against a copy of themselves. */
  readonly share: number;
}

const MOST_RECORDS = 100_000;

/**
 * How many left records could never be linked at each threshold, by scoring each against itself; a random sample of
 * them where there are very many.
 */
export async function unlinkables(state: LinkState): Promise<UnlinkableRow[]> {
  const { session, plan, prepared, compared, dialect: d } = state;
  session.step = 'unlinkables';
  // Where columns wait until a record is compared, only compared records have them all.
  const sample = plan.later.size > 0 ? compared.ready.left : 'sample_self';
  const of = { table: prepared.left.name, into: sample, rows: prepared.left.rows };
  if (plan.later.size === 0)
    await makeSample(session, plan, { ...of, most: MOST_RECORDS, seed: plan.settings.training.seed }, d);
  await session.run(
    `CREATE OR REPLACE TABLE self_pairs AS SELECT CAST(rid AS INTEGER) AS l, CAST(rid AS INTEGER) AS r, 0 AS mask FROM ${sample}`,
  );
  const ready = { left: sample, right: sample };
  await comparePairs(
    session,
    plan,
    {
      pairs: 'self_pairs',
      into: 'self_compared',
      ready,
      surprises: compared.surprises,
      chunkPairs: plan.settings.engine.chunkPairs,
    },
    d,
  );
  const patterns = new Map(
    patternCounts(await patternRows(session, 'self_compared'), plan.comparisons).map((one) => [
      one.pattern,
      patternWeight(state.weights, one.levels),
    ]),
  );
  await session.loadNumbers('self_weights', [
    { name: 'pattern', type: 'BIGINT', values: [...patterns.keys()] },
    { name: 'base', type: 'DOUBLE', values: [...patterns.values()] },
  ]);
  const rows = await session.rows<{ step: number; n: number }>(
    'SELECT CAST(ceil(w.base + c.surprise) AS INTEGER) AS step, count(*) AS n FROM self_compared c JOIN self_weights w USING (pattern) GROUP BY step ORDER BY step',
  );
  const all = rows.reduce((sum, row) => sum + row.n, 0);
  let below = 0;
  return rows.map((row) => {
    const share = below / all;
    below += row.n;
    return { threshold: row.step - 1, probability: probabilityOf(row.step - 1), share };
  });
}
