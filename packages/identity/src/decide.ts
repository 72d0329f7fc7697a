import type { ChiCandidate, CouncilCandidate } from './candidate.ts';
import type { Model } from './model.ts';
import type { ChiRegister } from './register.ts';
import { type Score, score } from './score.ts';

export type ReviewReason = 'below-link-threshold' | 'runner-up-too-close' | 'needs-human';

/** What the model makes of one council record. Every outcome carries the scores that led to it. */
export type MatchOutcome =
  | { readonly outcome: 'link'; readonly best: Candidate; readonly runnerUp?: Candidate }
  | { readonly outcome: 'review'; readonly because: ReviewReason; readonly candidates: readonly Candidate[] }
  | { readonly outcome: 'none'; readonly best?: Candidate };

export interface Candidate {
  readonly person: ChiCandidate;
  readonly score: Score;
}

const SHOWN_IN_REVIEW = 5;

/** Finds, scores and decides one person: the same for a batch and for one at a time. */
export function matchPerson(model: Model, register: ChiRegister, person: CouncilCandidate): MatchOutcome {
  const ranked = [...register.candidatesFor(person)]
    .map((candidate) => ({ person: candidate, score: score(model, register, person, candidate) }))
    .sort((a, b) => b.score.matchWeight - a.score.matchWeight || (a.person.chi < b.person.chi ? -1 : 1));
  const [best, runnerUp] = ranked;
  if (best === undefined || best.score.matchWeight < model.thresholds.review) {
    return { outcome: 'none', ...(best === undefined ? {} : { best }) };
  }
  const review = (because: ReviewReason): MatchOutcome => ({
    outcome: 'review',
    because,
    candidates: ranked
      .filter((one) => one.score.matchWeight >= model.thresholds.review)
      .slice(0, SHOWN_IN_REVIEW),
  });
  if (best.score.matchWeight < model.thresholds.link) return review('below-link-threshold');
  if (runnerUp !== undefined && best.score.matchWeight - runnerUp.score.matchWeight < model.leaderAdvantage) {
    return review('runner-up-too-close');
  }
  if (person.needsHuman) return review('needs-human');
  return { outcome: 'link', best, ...(runnerUp === undefined ? {} : { runnerUp }) };
}
