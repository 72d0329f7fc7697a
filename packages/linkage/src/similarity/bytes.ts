import { isAscii } from './ascii.ts';

const encoder = new TextEncoder();

/**
 * A text with one character for each of its UTF-8 bytes: a text of ASCII is that already. DuckDB's string measures
 * count bytes, so ours do too.
 */
export function byteText(text: string): string {
  return isAscii(text)
    ? text
    : Array.from(encoder.encode(text), (byte) => String.fromCharCode(byte)).join('');
}
