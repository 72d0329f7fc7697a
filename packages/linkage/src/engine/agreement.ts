import type { Dialect } from '../dialect/dialect.ts';
import { weighedLevels, type ComparisonPlan } from '../comparison/plan.ts';
import type { PatternCount } from '../training/patterns.ts';
import type { Samples } from './random-pairs.ts';
import type { Session } from './session.ts';

/** Random pairs that must show a level before they say how common it is. */
const ENOUGH_SEEN = 100;

/** The level of plain equality of one column, if a comparison has one: its position among the weighed levels. */
export function equalityLevel(
  comparison: ComparisonPlan,
): { readonly index: number; readonly column: string } | null {
  const levels = weighedLevels(comparison);
  for (const [index, { when }] of levels.entries()) {
    if (typeof when === 'object' && 'equal' in when && typeof when.equal === 'string')
      return { index, column: when.equal };
  }
  return null;
}

/**
 * The chance that two random records agree exactly, counted over the values of the samples that random pairs are
 * drawn from, for those comparisons of which the pairs themselves show too few agreements to tell; null for the others.
 * Samples make billions of pairs.
 */
export async function exactAgreements(
  session: Session,
  comparisons: readonly ComparisonPlan[],
  random: readonly PatternCount[],
  samples: Samples,
  d: Dialect,
): Promise<(number | null)[]> {
  const found: (number | null)[] = [];
  for (const [i, comparison] of comparisons.entries()) {
    const equality = equalityLevel(comparison);
    const seen = random.reduce(
      (sum, one) => sum + (equality && one.levels[i] === equality.index + 1 ? one.pairs : 0),
      0,
    );
    found.push(equality && seen < ENOUGH_SEEN ? await agreement(session, equality.column, samples, d) : null);
  }
  return found;
}

async function agreement(session: Session, column: string, samples: Samples, d: Dialect): Promise<number> {
  const name = d.identifier(column);
  const values = (table: string): string =>
    `(SELECT ${name} AS value FROM ${table} WHERE ${name} IS NOT NULL)`;
  const left = values(samples.left);
  const counted = `SELECT value, count(*) AS n FROM ${left} GROUP BY value`;
  // Whole numbers throughout, so that the order of adding can't matter.
  const sql =
    samples.left === samples.right
      ? `SELECT CAST(sum(n * (n - 1)) AS DOUBLE) AS pairs, CAST(sum(n) AS DOUBLE) AS l, CAST(sum(n) - 1 AS DOUBLE) AS r FROM (${counted})`
      : `SELECT CAST(sum(coalesce(c.n, 0)) AS DOUBLE) AS pairs, (SELECT CAST(count(*) AS DOUBLE) FROM ${left}) AS l, CAST(count(*) AS DOUBLE) AS r FROM ${values(samples.right)} t LEFT JOIN (${counted}) c ON c.value = t.value`;
  const { pairs, l, r } = await session.row<{ pairs: number | null; l: number | null; r: number | null }>(
    sql,
  );
  return l && r ? (pairs ?? 0) / l / r : 0;
}
