/** Every code this package can raise. Each is documented in docs/reference/linkage.md and proved by a test. */
export const errorCodes = [
  'SETTINGS_NOT_JSON',
  'SETTINGS_INVALID',
  'SETTINGS_COLUMN_TYPE',
  'MODEL_INCOMPLETE',
  'MODEL_HASH_MISMATCH',
  'SPLINK_MODEL_UNSUPPORTED',
  'CUSTOM_SQL_NOT_SCORABLE',
  'CUSTOM_SQL_FAILED',
  'TABLE_UNREADABLE',
  'TABLE_EMPTY',
  'COLUMN_UNKNOWN',
  'COLUMN_ALL_NULL',
  'COLUMN_MIXED_TYPE',
  'COLUMN_TYPE_UNSUPPORTED',
  'DATES_IMPOSSIBLE',
  'ID_MISSING',
  'ID_DUPLICATE',
  'BLOCKING_NO_RULES',
  'BLOCKING_TOO_MANY_PAIRS',
  'BLOCKING_NO_PAIRS',
  'TOO_MANY_LINKS',
  'TRUTH_INVALID',
  'PROFILE_NO_COLUMNS',
  'USAGE',
  'ENGINE_FAILED',
] as const;

export type LinkageErrorCode = (typeof errorCodes)[number];

/**
 * The one error this package raises on purpose. `code` is stable and meant for programs, `message` for people,
 * and `place` says where to look: a JSON path in the settings, or a table, column and row.
 */
export class LinkageError extends Error {
  override readonly name = 'LinkageError';
  readonly code: LinkageErrorCode;
  readonly place: string | undefined;

  constructor(code: LinkageErrorCode, message: string, options: { place?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.code = code;
    this.place = options.place;
  }
}

/** Something worth telling that does not stop the work. */
export interface LinkageWarning {
  readonly code: 'DATES_IMPOSSIBLE' | 'BLOCKING_MANY_PAIRS' | 'TRAINING_WEAK' | 'LINKS_TIED';
  readonly message: string;
  readonly place?: string;
}
