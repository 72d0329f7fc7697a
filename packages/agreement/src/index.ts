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
export { type Agreement, agreementJsonSchema, type Clause, type Party } from './schema.ts';
