import { unpack } from '../engine/compare-sql.ts';
import type { ComparisonPlan } from '../comparison/plan.ts';

/** How many pairs show one combination of levels. */
export interface PatternCount {
  /** Which blocking rules the pairs meet, a bit each. */
  readonly mask: number;
  readonly pattern: number;
  /** The level of each comparison: 0 missing, then from 1, best first. */
  readonly levels: readonly number[];
  readonly pairs: number;
}

export function patternCounts(
  rows: readonly { mask: number; pattern: number; n: number }[],
  comparisons: readonly ComparisonPlan[],
): PatternCount[] {
  return rows.map((row) => ({
    mask: row.mask,
    pattern: row.pattern,
    levels: unpack(row.pattern, comparisons),
    pairs: row.n,
  }));
}

/** The same counts seen through some of the comparisons only; the others read as missing. */
export function project(counts: readonly PatternCount[], active: readonly boolean[]): PatternCount[] {
  const merged = new Map<string, PatternCount>();
  for (const one of counts) {
    const levels = one.levels.map((level, i) => (active[i] ? level : 0));
    const key = levels.join(',');
    const known = merged.get(key);
    merged.set(key, { mask: 0, pattern: 0, levels, pairs: one.pairs + (known?.pairs ?? 0) });
  }
  return [...merged.values()];
}
