import { SolwayError } from '@solway/kernel';

/** Everything that can be wrong with an agreement's text. What each means: `docs/reference/agreement.md`. */
export const PROBLEM_CODES = [
  'text-too-long',
  'yaml-malformed',
  'key-unknown',
  'section-missing',
  'section-blank',
  'value-invalid',
  'item-unknown',
  'item-duplicate',
  'clause-duplicate',
  'party-duplicate',
  'party-unknown',
  'party-kind-missing',
  'office-duplicate',
  'role-duplicate',
  'role-or-group-unknown',
  'role-nobody-has',
  'role-wrong-side',
  'group-circular',
  'purpose-unknown',
  'legal-basis-unknown',
  'purpose-without-basis',
  'dates-contradict',
  'dates-overlap',
  'level-without-appendix',
  'level-without-assessment',
  'appendix-duplicate',
  'lift-wider-than-clause',
  'break-glass-contradicts',
  'training-walls-protection',
] as const;

export type ProblemCode = (typeof PROBLEM_CODES)[number];

/** Where in the agreement: keys and list positions from the top, `['informationShared', 'council-to-health', 0]`. */
export type ProblemPath = readonly (string | number)[];

/** The path of a schema's issue: what is no list position is a key. */
export function problemPath(path: readonly PropertyKey[]): ProblemPath {
  return path.map((step) => (typeof step === 'number' ? step : String(step)));
}

export interface Fault {
  readonly code: ProblemCode;
  readonly path: ProblemPath;
  /** In words for the person who wrote the text. */
  readonly message: string;
}

export interface AgreementProblem extends Fault {
  /** Line in the text, from 1. */
  readonly line: number;
}

/** Raised by `compile` for an agreement that was built or changed by a program and does not hold together. */
export class InvalidAgreementError extends SolwayError<'agreement-invalid'> {
  readonly faults: readonly Fault[];

  constructor(faults: readonly Fault[]) {
    super('agreement-invalid', `the agreement has ${faults.length} problems, first: ${faults[0]?.message}`);
    this.faults = faults;
  }
}
