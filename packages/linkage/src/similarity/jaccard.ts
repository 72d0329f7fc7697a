import { byteText } from './bytes.ts';

/**
 * Jaccard similarity of the sets of bytes in two texts, 0 to 1: DuckDB's `jaccard`. An empty text has none, so
 * the answer is then null (DuckDB refuses it, and our SQL asks only where both are filled).
 */
export function jaccard(left: string, right: string): number | null {
  if (left === '' || right === '') return null;
  const a = new Set(byteText(left));
  const b = new Set(byteText(right));
  let shared = 0;
  for (const byte of a) if (b.has(byte)) shared += 1;
  return shared / (a.size + b.size - shared);
}
