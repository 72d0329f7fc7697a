import { weighedLevels } from '../comparison/plan.ts';
import type { Plan } from '../settings/compile.ts';
import type { ComparisonParameters } from '../training/parameters.ts';
import { quantise } from './quantise.ts';
import { weightOf } from './probability.ts';

/** Every weight of a trained model in bits, ready to add. Level 0, missing, weighs nothing. */
export interface ModelWeights {
  readonly prior: number;
  readonly levels: readonly (readonly number[])[];
  /** What is added to a value's surprise on levels with a term-frequency weight; null on the others. */
  readonly termFrequency: readonly (readonly (number | null)[])[];
}

/** log2 of m/u for each level (Fellegi and Sunter 1969), stated weights as they are. */
export function modelWeights(
  plan: Plan,
  parameters: readonly ComparisonParameters[],
  prior: number,
): ModelWeights {
  return {
    prior: quantise(weightOf(prior)),
    levels: plan.comparisons.map((comparison, i) => [
      0,
      ...weighedLevels(comparison).map((level, k) =>
        quantise(level.weight ?? Math.log2(parameters[i]!.m[k]! / parameters[i]!.u[k]!)),
      ),
    ]),
    termFrequency: plan.comparisons.map((comparison, i) => {
      const { termFrequency } = comparison;
      const levels = weighedLevels(comparison);
      if (!termFrequency) return [null, ...levels.map(() => null)];
      const equal = levels.findIndex(
        (level) =>
          typeof level.when === 'object' &&
          'equal' in level.when &&
          level.when.equal === termFrequency.column,
      );
      return [
        null,
        ...levels.map((level, k) => {
          if (!level.termFrequency) return null;
          return quantise(Math.log2(parameters[i]!.u[equal >= 0 ? equal : k]!) * termFrequency.weight);
        }),
      ];
    }),
  };
}

/** The weight of a pattern without the surprise of its values: prior, levels, and the u of its rare values. */
export function patternWeight(weights: ModelWeights, levels: readonly number[]): number {
  return levels.reduce(
    (sum, level, i) => sum + weights.levels[i]![level]! + (weights.termFrequency[i]![level] ?? 0),
    weights.prior,
  );
}
