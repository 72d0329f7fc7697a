/** A CHI number to be put on, or taken from, a person's record in Mosaic. */
export interface ChiUploadRow {
  /** The same key is the same row, however often it comes: Mosaic answers what it answered before. */
  readonly key: string;
  readonly personId: string;
  readonly chi: string;
  readonly action: 'set' | 'withdraw';
}

/** Why Mosaic refuses a row. A site whose Mosaic says more maps it onto these, or lets its own code through. */
export const UPLOAD_REASONS = [
  'person-unknown',
  'person-merged',
  'person-restricted',
  'record-locked',
  'check-digit-wrong',
  'birth-date-disagrees',
  'other-chi-held',
  'chi-on-other-person',
] as const;

export type UploadReason = (typeof UPLOAD_REASONS)[number];

export interface ChiUploadAnswer {
  readonly key: string;
  readonly outcome: 'accepted' | 'unchanged' | 'rejected';
  /** An `UploadReason`, or a code of the site's own; there where the outcome is `rejected`. */
  readonly reason?: string;
}

/** The door through which Mosaic takes CHI numbers. */
export interface ChiUpload {
  /**
   * Each row is taken or refused by itself. A row that the answer does not name may or may not have been taken.
   * @throws {SourceFailure} and then any of the rows may have been taken
   */
  send(rows: readonly ChiUploadRow[], signal: AbortSignal): Promise<readonly ChiUploadAnswer[]>;
  close(): Promise<void>;
}
