import { SolwayError } from '@solway/kernel';

export type MatchFault =
  | 'match-usage'
  | 'match-file-unreadable'
  | 'match-column-missing'
  | 'match-nothing-accepted'
  | 'match-model-changed';

/** A match that can't be made as asked. Nothing was decided. */
export class MatchError extends SolwayError<MatchFault> {}
