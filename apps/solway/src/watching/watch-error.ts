import { SolwayError } from '@solway/kernel';

/** Why an act on findings or investigations was refused. Nothing was changed. */
export type WatchRefusal =
  /** No such finding or investigation, or one that concerns this officer: nobody investigates themself. */
  | 'watch-unknown'
  /** Somebody has opened, closed or changed it since the page was made. */
  | 'watch-stale'
  | 'watch-note-missing'
  | 'watch-outcome-missing'
  | 'watch-owner-unknown'
  /** A threshold is no number within its bounds. */
  | 'watch-threshold-invalid'
  /** A suppression needs a rule, a reason and a day within a year. */
  | 'watch-suppression-invalid'
  | 'watch-person-invalid';

export class WatchError extends SolwayError<WatchRefusal> {}
