import { LONGEST_TEXT } from '../mapping/text-limits.ts';

/** What one response may cost. */
export interface ReadBounds {
  /** Kept in memory after over-long strings have been cut; more is a `source-error`. */
  readonly mostBytesKept: number;
  /** Read off the wire before the connection is dropped; more is a `source-error`. */
  readonly mostBytesRead: number;
  /** Pages of one search, the first included. */
  readonly mostPages: number;
}

export const READ_BOUNDS: ReadBounds = {
  mostBytesKept: 4 * 1024 * 1024,
  mostBytesRead: 64 * 1024 * 1024,
  mostPages: 10,
};

/** Bytes from which a body is read through the cutter; smaller ones can't hold a string that matters. */
export const PLAIN_BODY_BYTES = 512 * 1024;

/** Six bytes (`\\uXXXX`) is the most that JSON spends on a UTF-16 unit, so a cut string still reads as too long. */
export const LONGEST_STRING_BYTES = 6 * LONGEST_TEXT;
