/**
 * Control characters, which neither the database nor the ledger keeps, and the marks that turn the direction of
 * writing round, with which a name on a page could be made to read as another.
 */
// eslint-disable-next-line no-control-regex
const UNPRINTED = /[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g;

/** Text that can be kept and shown as it was written. */
export function isPlain(text: string): boolean {
  return text.isWellFormed() && text.search(UNPRINTED) === -1;
}

export function withoutUnprinted(text: string): string {
  return text.replaceAll(UNPRINTED, '');
}

/**
 * What somebody wrote into a form, on one line; undefined where it is shorter or longer, in UTF-16 units, than it may
 * be, or is not plain.
 */
export function readWords(text: string | undefined, least: number, most: number): string | undefined {
  const words = (text ?? '').replaceAll(/\s+/g, ' ').trim();
  return words.length >= least && words.length <= most && isPlain(words) ? words : undefined;
}
