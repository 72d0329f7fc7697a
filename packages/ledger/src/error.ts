/** Every code this package throws; each is explained in docs/reference/ledger.md. */
export const ledgerErrorCodes = [
  'ENTRY_INVALID',
  'NOT_CANONICAL',
  'SALT_INVALID',
  'LEAF_INVALID',
  'OPENING_INVALID',
  'COMMITMENT_WRONG',
  'HASH_INVALID',
  'SIZE_INVALID',
  'NODE_MISSING',
  'ACCUMULATOR_INVALID',
  'PROOF_MALFORMED',
  'INCLUSION_WRONG',
  'CONSISTENCY_WRONG',
  'HEAD_INVALID',
  'HEAD_KEY_UNKNOWN',
  'HEAD_SIGNATURE_WRONG',
  'KEY_INVALID',
  'KEYS_NOT_DISTINCT',
  'EXPORT_INVALID',
] as const;

export type LedgerErrorCode = (typeof ledgerErrorCodes)[number];

/** The one error of this package. `code` is stable and literal; `cause` is kept where there was one. */
export class LedgerError extends Error {
  override readonly name = 'LedgerError';
  readonly code: LedgerErrorCode;

  constructor(code: LedgerErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}
