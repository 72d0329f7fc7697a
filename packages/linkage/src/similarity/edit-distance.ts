import { byteText } from './bytes.ts';

/** Levenshtein distance in bytes: insertions, deletions and substitutions. Equal to DuckDB's `levenshtein`. */
export function levenshtein(left: string, right: string): number {
  if (left === right) return 0;
  const [a, b] = differing(byteText(left), byteText(right));
  if (a === '' || b === '') return a.length + b.length;
  const row = scratch(b.length + 1);
  for (let j = 0; j <= b.length; j += 1) row[j] = j;
  for (let i = 1; i <= a.length; i += 1) {
    let diagonal = row[0]!;
    row[0] = i;
    for (let j = 1; j <= b.length; j += 1) {
      const above = row[j]!;
      const cost = a.charCodeAt(i - 1) === b.charCodeAt(j - 1) ? 0 : 1;
      row[j] = Math.min(above + 1, row[j - 1]! + 1, diagonal + cost);
      diagonal = above;
    }
  }
  return row[b.length]!;
}

/**
 * Damerau–Levenshtein distance in bytes, the unrestricted form: a swapped pair may have been edited between
 * (Lowrance and Wagner 1975). Equal to DuckDB's `damerau_levenshtein`.
 */
export function damerauLevenshtein(left: string, right: string): number {
  if (left === right) return 0;
  const [a, b] = differing(byteText(left), byteText(right));
  if (a === '' || b === '') return a.length + b.length;
  return unrestricted(a, b);
}

/** Whether that distance is at most so many edits: most texts that are far apart are told at once. */
export function damerauLevenshteinWithin(left: string, right: string, atMost: number): boolean {
  if (left === right) return true;
  const [a, b] = differing(byteText(left), byteText(right));
  const [shorter, longer] = a.length < b.length ? [a, b] : [b, a];
  if (longer.length - shorter.length > atMost) return false;
  if (shorter === '' || longer.length === 1) return atMost > 0;
  // One edit leaves one byte that differs, or two that are swapped.
  if (atMost <= 1) return atMost === 1 && a.length === 2 && b.length === 2 && a[0] === b[1] && a[1] === b[0];
  return unrestricted(a, b) <= atMost;
}

/** What is left of two texts without what they begin and end with in common; it alone needs edits. */
function differing(a: string, b: string): readonly [string, string] {
  const most = Math.min(a.length, b.length);
  let start = 0;
  while (start < most && a.charCodeAt(start) === b.charCodeAt(start)) start += 1;
  let end = 0;
  while (end < most - start && a.charCodeAt(a.length - 1 - end) === b.charCodeAt(b.length - 1 - end))
    end += 1;
  return [a.slice(start, a.length - end), b.slice(start, b.length - end)];
}

let cells = new Int32Array(1024);

/** Room for so many whole numbers, used again by every call. */
function scratch(size: number): Int32Array {
  if (cells.length < size) cells = new Int32Array(size * 2);
  return cells;
}

const lastRowOf = new Int32Array(256);

function unrestricted(a: string, b: string): number {
  const far = a.length + b.length;
  const width = b.length + 2;
  const at = scratch((a.length + 2) * width);
  at[0] = far;
  for (let i = 0; i <= a.length; i += 1) {
    at[(i + 1) * width] = far;
    at[(i + 1) * width + 1] = i;
  }
  for (let j = 0; j <= b.length; j += 1) {
    at[j + 1] = far;
    at[width + j + 1] = j;
  }
  lastRowOf.fill(0);
  for (let i = 1; i <= a.length; i += 1) {
    let lastColumn = 0;
    for (let j = 1; j <= b.length; j += 1) {
      const row = lastRowOf[b.charCodeAt(j - 1)]!;
      const column = lastColumn;
      const same = a.charCodeAt(i - 1) === b.charCodeAt(j - 1);
      if (same) lastColumn = j;
      at[(i + 1) * width + j + 1] = Math.min(
        at[i * width + j]! + (same ? 0 : 1),
        at[(i + 1) * width + j]! + 1,
        at[i * width + j + 1]! + 1,
        at[row * width + column]! + (i - row - 1) + 1 + (j - column - 1),
      );
    }
    lastRowOf[a.charCodeAt(i - 1)] = i;
  }
  return at[(a.length + 1) * width + b.length + 1]!;
}

/** The number of differing bytes of two texts of one length; null where the lengths differ. */
export function hamming(left: string, right: string): number | null {
  const a = byteText(left);
  const b = byteText(right);
  if (a.length !== b.length) return null;
  let count = 0;
  for (let i = 0; i < a.length; i += 1) if (a.charCodeAt(i) !== b.charCodeAt(i)) count += 1;
  return count;
}
