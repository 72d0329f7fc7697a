import { SolwayError } from '@solway/kernel';

/** Why a launch or an action on a page was refused. Each is recorded in the ledger where there is someone to name. */
export type DisclosureRefusal =
  | 'launch-malformed'
  | 'launch-replayed'
  | 'launch-too-long'
  | 'launch-origin-unknown'
  | 'launch-kind-not-allowed'
  | 'launch-person-mismatch'
  | 'handle-unknown'
  | 'handle-used'
  | 'handle-expired'
  | 'handle-wrong-origin'
  | 'view-unknown'
  | 'view-other-browser'
  | 'view-closed'
  | 'view-expired'
  | 'view-overtaken'
  | 'break-glass-not-offered'
  | 'break-glass-reason-missing'
  | 'break-glass-words-missing';

export class DisclosureError extends SolwayError<DisclosureRefusal> {}
