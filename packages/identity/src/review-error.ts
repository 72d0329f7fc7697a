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
  | 'review-note-invalid';

export class ReviewError extends SolwayError<ReviewRefusal> {}
