export { whatCouldSee, whoCouldSee } from './ask.ts';
export { type AccessChange, type AccessChangeKind, compare, type Comparison } from './compare.ts';
export type { SettingChange } from './compare-settings.ts';
export { compile, type CompiledAgreement } from './compile.ts';
export { decide } from './decide.ts';
export type {
  AccessRequest,
  AgreementReference,
  Decision,
  Granted,
  LinkState,
  OpenableGate,
  Refused,
  Relationship,
  TrainingState,
} from './decision.ts';
export { LINK_STATES, RELATIONSHIPS, TRAINING_STATES } from './decision.ts';
export { digest } from './digest.ts';
export { documentOf } from './document.ts';
export { editText, type TextEdit } from './edit-text.ts';
export { type Audience, explain, type ExplainedReason, explainReasons } from './explain.ts';
export { type Grant, grantsOf } from './grants.ts';
export { roleWords } from './roles.ts';
export { barMarks, type MarkViewer } from './marks.ts';
export { parseAgreement, type ParsedAgreement } from './parse-agreement.ts';
export {
  type AgreementProblem,
  type Fault,
  InvalidAgreementError,
  PROBLEM_CODES,
  type ProblemCode,
  type ProblemPath,
} from './problem.ts';
export { type CodeOf, type Gate, GATES, type Reason, REASON_CODES, type ReasonCode } from './reason.ts';
export {
  type Agreement,
  agreementJsonSchema,
  type BreakGlassReason,
  breakGlassReasons,
  type Clause,
  type Party,
} from './schema.ts';
export {
  type PastDecision,
  replay,
  type Replayed,
  type ReplayedChange,
  type Replayer,
  replayer,
} from './replay.ts';
export { overlappingVersions, type VersionOverlap } from './succession.ts';
export { trainingState } from './training.ts';
export { ITEM_WORDS } from './wording.ts';
