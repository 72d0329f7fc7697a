import type { DerivedColumn, LevelPlan } from './plan.ts';
import type { Predicate } from './predicate-schema.ts';

/** Levels and the derived columns that they read. */
export interface Expansion {
  readonly levels: readonly LevelPlan[];
  readonly derived: readonly DerivedColumn[];
}

export function level(label: string, when: Predicate | 'else', termFrequency = false): LevelPlan {
  return { label, when, missing: false, termFrequency, weight: null };
}

/** The level of pairs in which any of these columns is missing on either side. */
export function missing(...columns: string[]): LevelPlan {
  const each = columns.map((column) => ({ missing: column }));
  const when = each.length === 1 ? each[0]! : { or: each };
  return { label: 'missing', when, missing: true, termFrequency: false, weight: null };
}

export function exactly(column: string): LevelPlan {
  return level('exactly the same', { equal: column }, true);
}

export const otherwise = level('anything else', 'else');
