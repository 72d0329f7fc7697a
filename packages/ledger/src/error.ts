import { SolwayError } from '@solway/kernel';

/** Every code this package throws; each is explained in docs/reference/ledger.md. */
export const ledgerErrorCodes = [
  'entry-invalid',
  'not-canonical',
  'salt-invalid',
  'leaf-invalid',
  'opening-invalid',
  'commitment-wrong',
  'hash-invalid',
  'size-invalid',
  'node-missing',
  'accumulator-invalid',
  'proof-malformed',
  'inclusion-wrong',
  'consistency-wrong',
  'head-invalid',
  'head-key-unknown',
  'head-signature-wrong',
  'key-invalid',
  'keys-not-distinct',
  'export-invalid',
] as const;

export type LedgerErrorCode = (typeof ledgerErrorCodes)[number];

/** The one error of this package. `code` is stable and literal; `cause` is kept where there was one. */
export class LedgerError extends SolwayError<LedgerErrorCode> {}
