import type { JudgedPair, OpinionCategory } from '@solway/store';

export interface ReviewerAgreement {
  readonly judgedTwice: number;
  readonly agreed: number;
  /** Cohen's kappa over leading candidate, another, none: 1 is perfect, 0 is chance; undefined where chance explains all. */
  readonly kappa?: number;
}

/**
 * How well two reviewers who do not know of each other agree: raw, and beyond what chance would give (J. Cohen, "A
 * coefficient of agreement for nominal scales", 1960). Two who choose different candidates do not agree, though the
 * category of both is "another".
 */
export function reviewerAgreement(pairs: readonly JudgedPair[]): ReviewerAgreement {
  const judgedTwice = sum(pairs);
  const agreed = sum(pairs.filter((one) => one.same));
  if (judgedTwice === 0) return { judgedTwice, agreed };
  const share = (side: 'first' | 'second', category: OpinionCategory): number =>
    sum(pairs.filter((one) => one[side] === category)) / judgedTwice;
  const byChance = CATEGORIES.reduce((all, one) => all + share('first', one) * share('second', one), 0);
  if (byChance >= 1) return { judgedTwice, agreed };
  return { judgedTwice, agreed, kappa: (agreed / judgedTwice - byChance) / (1 - byChance) };
}

const CATEGORIES: readonly OpinionCategory[] = ['leader', 'other', 'none'];

function sum(pairs: readonly JudgedPair[]): number {
  return pairs.reduce((all, one) => all + one.n, 0);
}
