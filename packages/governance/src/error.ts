import { SolwayError } from '@solway/kernel';

/** Why an act on an agreement was refused. Nothing was changed, and the ledger holds the refusal with its code. */
export type GovernanceRefusal =
  /** No such version. */
  | 'agreement-unknown'
  /** This officer's role, or party, does not do this. */
  | 'agreement-not-allowed'
  /** The version is not at the point of its life where this is done. */
  | 'agreement-state-wrong'
  /** The text has changed since the page was shown. */
  | 'agreement-stale'
  /** The text can't be taken, or does not hold together: each problem has its line. */
  | 'agreement-has-faults'
  /** It has another `id` than the agreement that is in force. */
  | 'agreement-other'
  /** Another version of that number has been put to the parties. */
  | 'agreement-version-taken'
  /** Its last day is over, or its first comes after its predecessor's decision ends. */
  | 'agreement-dates-over'
  /** Not every officer who must sign has. */
  | 'agreement-not-signed'
  /** Who wrote any of it does not approve it. */
  | 'agreement-own-work'
  /** The review is past its grace: no new level or wider sharing until someone has decided. */
  | 'agreement-review-overdue'
  /** Words that are needed were not given, or are too long. */
  | 'agreement-words-missing'
  /** The officer's role signs for no party, or not for this officer's. */
  | 'signature-not-yours'
  /** That office has signed this text already. */
  | 'signature-repeated'
  /** The signature was for another text than the one that stands. */
  | 'signature-other-digest'
  /** A stored signature is not the one that was made. */
  | 'signature-forged'
  /** The clock stands before something that has already happened. */
  | 'clock-set-back'
  /** The impact assessment is not signed off for what this version would share. */
  | 'assessment-not-signed-off'
  /** A step is blank, a risk unjudged, or a data protection officer has not advised. */
  | 'assessment-incomplete'
  /** A high risk would remain: the regulator is consulted first. */
  | 'assessment-regulator-first'
  /** The file of completions can't be read at all. */
  | 'training-file-invalid';

export class GovernanceError extends SolwayError<GovernanceRefusal> {}
