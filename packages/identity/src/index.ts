export { councilCandidate, chiCandidate, type ChiCandidate, type CouncilCandidate } from './candidate.ts';
export { type Candidate, type MatchOutcome, matchPerson, type ReviewReason } from './decide.ts';
export { FIRST_MODEL, type Model } from './model.ts';
export { ChiRegister } from './register.ts';
export { modelDigest, runMatch, type RunSummary } from './run.ts';
export { type FieldScore, type Score, score } from './score.ts';
export {
  type Agreement,
  type ComparedField,
  compareRecords,
  type FieldComparison,
  numberWarnings,
} from './compare.ts';
export { type ExposedDisclosure, type Exposure, exposureOf } from './exposure.ts';
export { type ExposureReport, exposureReport } from './exposure-report.ts';
export { escalateLate, recordToldOtherwise } from './exposure-notices.ts';
export { settleReport } from './report-settled.ts';
export { countScore, scoreDrift, type ScoreHistogram } from './score-histogram.ts';
export type { Household } from './household.ts';
export { assignCases } from './assign.ts';
export { reviewerAgreement, type ReviewerAgreement } from './agreement-between.ts';
export type { OpinionRule } from './opinion.ts';
export { openCase, type OpenedCase, type Suspension } from './open-case.ts';
export { UNDO_REASONS, type UndoReason } from './acts.ts';
export { raiseAll, raiseForReview, raiseProtectedSince, type Raising } from './doubt.ts';
export { applyChange, type Applied, type ChangeRefusal } from './feed/apply-change.ts';
export { takeCouncilChanges } from './feed/council-changes.ts';
export { liveMatching, type LiveMatch, type MatchOne } from './feed/live-match.ts';
export { type Rescored, type Rescoring, rescore } from './feed/rescore.ts';
export { type AskedDecision, decideCase, type Decision, screenOf } from './review.ts';
export { ReviewError, type ReviewRefusal } from './review-error.ts';
export { type Steward } from './steward.ts';
export {
  loadAgain,
  type LoadAsker,
  loadChanges,
  loadFile,
  loadUndone,
  type MadeLoad,
  type OwnReason,
} from './mosaic-load/make-load.ts';
export { sendNext, type SendRows, type SentRow, type SentRowAnswer } from './mosaic-load/send-load.ts';
export { matchCommand, matchUsage } from './match/match-command.ts';
export { MatchError, type MatchFault } from './match/match-error.ts';
export { matchFiles, type MatchFilesOptions } from './match/match-files.ts';
export { type MatchingModel, readMatchingModel, type Thresholds } from './match/matching-model.ts';
