import { SolwayError } from '@solway/kernel';

/** Why a case could not be opened or decided. Nothing was changed. */
export type ReviewRefusal =
  /** No such case, or one that this steward may not know of. */
  | 'review-unknown'
  /** The person, or one who shares a candidate with them, is restricted, and this steward is not on the list. */
  | 'review-withheld'
  /** Another steward has claimed it. */
  | 'review-claimed'
  /** What the screen showed is not what stands now. */
  | 'review-stale'
  /** No candidate was chosen, or one that can't be judged in this way. */
  | 'review-choice-missing'
  /** Undoing needs its reason, and asking for more needs to say what. */
  | 'review-reason-missing'
  | 'review-note-invalid'
  /** This steward has judged it, and it waits for another. */
  | 'review-second-opinion'
  /** A second opinion was asked for, and no other steward may give it. */
  | 'review-nobody-else'
  /** Assigned to somebody who is no steward, or who may not know of the case. */
  | 'review-assignee-unknown';

export class ReviewError extends SolwayError<ReviewRefusal> {}
