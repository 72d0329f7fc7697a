import { SolwayError } from '@solway/kernel';

/** Every code is explained in docs/reference/ledger.md. */
export class WitnessError extends SolwayError<
  | 'witness-options-invalid'
  | 'witness-key-missing'
  | 'witness-key-invalid'
  | 'witness-memory-invalid'
  | 'witness-memory-changed'
> {}
