import { weighedLevels, type ComparisonPlan } from '../comparison/plan.ts';
import type { LevelParameters } from '../comparison/comparison-schema.ts';
import type { Plan } from '../settings/compile.ts';

/** m and u of every level of one comparison, best level first; each sums to 1. */
export interface ComparisonParameters {
  readonly m: readonly number[];
  readonly u: readonly number[];
}

/** Levels whose parameter stays as the settings give it. */
export interface FixedParameters {
  readonly m: readonly (number | null)[];
  readonly u: readonly (number | null)[];
}

export function fixedParameters(plan: Plan): readonly FixedParameters[] {
  return plan.comparisons.map((comparison, i) => {
    const given = plan.settings.comparisons[i]!.parameters ?? [];
    const pick = (key: 'm' | 'u'): (number | null)[] =>
      weighedLevels(comparison).map((_, k) => (given[k]?.fixed ? (given[k][key] ?? null) : null));
    return { m: pick('m'), u: pick('u') };
  });
}

/** Where EM starts from: agreement likely, the worse levels ever less so. */
export function startingM(
  comparison: ComparisonPlan,
  given: readonly LevelParameters[] | undefined,
): number[] {
  const levels = weighedLevels(comparison).length;
  const shape = Array.from({ length: levels }, (_, k) => (k === levels - 1 ? 0.05 : 0.8 * 0.25 ** k));
  return normalise(shape.map((value, k) => given?.[k]?.m ?? value));
}

function normalise(values: readonly number[]): number[] {
  const sum = values.reduce((total, value) => total + value, 0);
  return values.map((value) => value / sum);
}

/**
 * Probabilities from counts, with half a pair added to every level so that none is impossible; fixed levels keep
 * their value and the others share what is left.
 */
export function fromCounts(counts: readonly number[], fixed: readonly (number | null)[]): number[] {
  const held = fixed.reduce<number>((sum, value) => sum + (value ?? 0), 0);
  const free = counts.map((count, k) => (fixed[k] === null || fixed[k] === undefined ? count + 0.5 : 0));
  const total = free.reduce((sum, count) => sum + count, 0);
  return counts.map((_, k) => fixed[k] ?? ((1 - held) * free[k]!) / total);
}
