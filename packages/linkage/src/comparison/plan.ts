import type { CleaningRule } from '../cleaning/rule-schema.ts';
import type { Predicate } from './predicate-schema.ts';

/** One level of a comparison, ready to run. */
export interface LevelPlan {
  readonly label: string;
  readonly when: Predicate | 'else';
  readonly missing: boolean;
  readonly termFrequency: boolean;
  /** A stated weight in bits, where the settings give one instead of training. */
  readonly weight: number | null;
}

export interface TermFrequencyPlan {
  readonly column: string;
  readonly weight: number;
  readonly minimumFrequency: number;
}

/** A column made from a cleaned one, once per record. */
export interface DerivedColumn {
  readonly name: string;
  readonly base: string;
  readonly rules: readonly CleaningRule[];
  /** Groups of forenames; the column then holds the groups that the base value is in. */
  readonly nicknames?: readonly (readonly string[])[];
}

/** A comparison in its normal form: ordered levels of predicates. */
export interface ComparisonPlan {
  readonly name: string;
  /** The columns of the settings that it reads. */
  readonly columns: readonly string[];
  /** Those of them that it judges: a blocking rule on any leaves the comparison out of training by that rule. */
  readonly subjects: readonly string[];
  readonly levels: readonly LevelPlan[];
  readonly derived: readonly DerivedColumn[];
  readonly termFrequency: TermFrequencyPlan | null;
}

/** The levels that carry weight, in order. Level numbers count from 1 here; 0 means missing. */
export function weighedLevels(plan: ComparisonPlan): readonly LevelPlan[] {
  return plan.levels.filter((level) => !level.missing);
}
