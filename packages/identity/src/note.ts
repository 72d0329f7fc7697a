import { ReviewError } from './review-error.ts';

const LONGEST_NOTE = 2000;

/**
 * As a form sends it: line ends are the network's, and what the ledger can't hold is refused.
 * @throws {ReviewError} `review-note-invalid`
 */
export function readNote(text: string): string {
  const note = text.replaceAll('\r\n', '\n').trim();
  // eslint-disable-next-line no-control-regex
  if (note.length > LONGEST_NOTE || !note.isWellFormed() || /[\u0000-\u0008\u000b-\u001f\u007f]/.test(note)) {
    throw new ReviewError(
      'review-note-invalid',
      `a note is plain text of at most ${LONGEST_NOTE} characters`,
    );
  }
  return note;
}
