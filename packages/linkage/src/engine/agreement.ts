import type { Dialect } from '../dialect/dialect.ts';
import { weighedLevels, type ComparisonPlan } from '../comparison/plan.ts';
import type { PatternCount } from '../training/patterns.ts';
import type { PairSides } from './blocking.ts';
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
 * The chance that two random records agree exactly, counted over all values, for those comparisons of which random
 * pairs show too few agreements to tell; null for the others.
 */
export async function exactAgreements(
  session: Session,
  comparisons: readonly ComparisonPlan[],
  random: readonly PatternCount[],
  sides: PairSides,
  d: Dialect,
): Promise<(number | null)[]> {
  const found: (number | null)[] = [];
  for (const [i, comparison] of comparisons.entries()) {
    const equality = equalityLevel(comparison);
    const seen = random.reduce(
      (sum, one) => sum + (equality && one.levels[i] === equality.index + 1 ? one.pairs : 0),
      0,
    );
    // A derived column is not in the cleaned tables; its comparison has an exact level before it.
    found.push(equality && seen < ENOUGH_SEEN ? await agreement(session, equality.column, sides, d) : null);
  }
  return found;
}

async function agreement(session: Session, column: string, sides: PairSides, d: Dialect): Promise<number> {
  const name = d.identifier(column);
  const counted = `SELECT ${name} AS value, count(*) AS n FROM ${sides.left} WHERE ${name} IS NOT NULL GROUP BY 1`;
  const filled = (table: string): string => `SELECT count(${name}) FROM ${table}`;
  // Whole numbers throughout, so that the order of adding can't matter.
  const sql = sides.dedupe
    ? `SELECT CAST(sum(n * (n - 1)) AS DOUBLE) AS pairs, CAST((${filled(sides.left)}) AS DOUBLE) AS l, CAST((${filled(sides.left)}) - 1 AS DOUBLE) AS r FROM (${counted})`
    : `SELECT CAST(sum(c.n) AS DOUBLE) AS pairs, CAST((${filled(sides.left)}) AS DOUBLE) AS l, CAST((${filled(sides.right)}) AS DOUBLE) AS r FROM ${sides.right} t JOIN (${counted}) c ON c.value = t.${name}`;
  const { pairs, l, r } = await session.row<{ pairs: number | null; l: number; r: number }>(sql);
  return l * r > 0 ? (pairs ?? 0) / l / r : 0;
}
