export { councilCandidate, chiCandidate, type ChiCandidate, type CouncilCandidate } from './candidate.ts';
export { type Candidate, type MatchOutcome, matchPerson, type ReviewReason } from './decide.ts';
export { FIRST_MODEL, type Model } from './model.ts';
export { ChiRegister } from './register.ts';
export { modelDigest, runMatch, type RunSummary } from './run.ts';
export { type FieldScore, type Score, score } from './score.ts';
