import type { PatternCount } from './patterns.ts';
import { fromCounts, type FixedParameters } from './parameters.ts';

export interface EmInput {
  readonly counts: readonly PatternCount[];
  readonly m: readonly (readonly number[])[];
  readonly u: readonly (readonly number[])[];
  readonly fixed: readonly FixedParameters[];
  readonly active: readonly boolean[];
  readonly probabilityMatch: number;
  readonly maxIterations: number;
  readonly tolerance: number;
}

export interface EmResult {
  readonly m: readonly (readonly number[])[];
  /** The expected number of matches on each level. */
  readonly matches: readonly (readonly number[])[];
  readonly probabilityMatch: number;
  readonly iterations: number;
  readonly converged: boolean;
  /** The largest change of a parameter in each iteration. */
  readonly changes: readonly number[];
}

/**
 * Expectation–maximisation of the Fellegi–Sunter model (Winkler 1988) over counts of patterns, u held. The counts
 * are whole numbers taken in a set order, so that the answer is the same to the last bit on every run.
 */
export function expectationMaximisation(input: EmInput): EmResult {
  let { m, probabilityMatch } = input as { m: readonly (readonly number[])[]; probabilityMatch: number };
  const total = input.counts.reduce((sum, one) => sum + one.pairs, 0);
  const changes: number[] = [];
  let matches: number[][] = [];
  let converged = false;
  while (!converged && changes.length < input.maxIterations) {
    matches = m.map((levels) => levels.map(() => 0));
    let expected = 0;
    for (const one of input.counts) {
      const weight = posterior(one.levels, m, input.u, probabilityMatch, input.active) * one.pairs;
      expected += weight;
      for (let i = 0; i < one.levels.length; i += 1) {
        const level = one.levels[i]!;
        if (level > 0 && input.active[i]) matches[i]![level - 1]! += weight;
      }
    }
    const before = m;
    m = m.map((levels, i) => (input.active[i] ? fromCounts(matches[i]!, input.fixed[i]!.m) : levels));
    const next = Math.min(1 - 1e-9, Math.max(1e-12, expected / total));
    let change = Math.abs(next - probabilityMatch);
    m.forEach((levels, i) =>
      levels.forEach((value, k) => (change = Math.max(change, Math.abs(value - before[i]![k]!)))),
    );
    probabilityMatch = next;
    changes.push(change);
    converged = change < input.tolerance;
  }
  return { m, matches, probabilityMatch, iterations: changes.length, converged, changes };
}

/** The probability that pairs with these levels are matches. Missing levels say nothing. */
export function posterior(
  levels: readonly number[],
  m: readonly (readonly number[])[],
  u: readonly (readonly number[])[],
  probabilityMatch: number,
  active?: readonly boolean[],
): number {
  let odds = probabilityMatch / (1 - probabilityMatch);
  for (let i = 0; i < levels.length; i += 1) {
    const level = levels[i]!;
    if (level > 0 && (!active || active[i])) odds *= m[i]![level - 1]! / u[i]![level - 1]!;
  }
  return odds === Infinity ? 1 : odds / (1 + odds);
}
