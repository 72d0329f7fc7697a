export { type Advice, type Assessment, gapsIn, type SignOff, type Step, STEPS } from './assessment.ts';
export {
  adviseOn,
  changeAssessment,
  signOffAssessment,
  stands as assessmentStands,
} from './assessment-life.ts';
export { GovernanceError, type GovernanceRefusal } from './error.ts';
export { approveVersion } from './in-force.ts';
export { changeVersion, commentOn, proposeVersion, putToConsultation, withdrawVersion } from './life.ts';
export { type ActingOfficer, DATA_PROTECTION_OFFICER, LEAD } from './officer.ts';
export { pastDecisionsOf } from './past-decisions.ts';
export { decideReview, openReview } from './review.ts';
export {
  type Likelihood,
  LIKELIHOODS,
  residualLevel,
  type Risk,
  riskLevel,
  type RiskLevel,
  SEVERITIES,
  type Severity,
} from './risk.ts';
export { type Signing, signingsOf, signVersion } from './sign.ts';
export { isGenuine } from './signature.ts';
export { addDays, type ReviewStanding, reviewStanding, type Standing, standingOf } from './standing.ts';
export { campaignOf, importCompletions, readCompletions, type TrainingLine } from './training.ts';
export { readVersion } from './version-text.ts';
