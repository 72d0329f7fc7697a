import { SolwayError } from '@solway/kernel';

/** Why a step of a request was refused. Nothing was changed. */
export type AnswerRefusal =
  | 'answer-unknown'
  /** The request has moved on since the page was made. */
  | 'answer-stale'
  /** A number, name, day or choice is missing or wrong. */
  | 'answer-malformed'
  /** From twelve on a person is presumed able to ask, or to agree, for themself. */
  | 'answer-capacity'
  /** A step needs its reason. */
  | 'answer-reason-missing'
  | 'answer-identity-missing'
  /** Something that a rule holds back waits for a person's decision. */
  | 'answer-undecided'
  /** Serious harm is a health professional's opinion, and is named as theirs. */
  | 'answer-opinion-missing';

export class AnswerError extends SolwayError<AnswerRefusal> {}
