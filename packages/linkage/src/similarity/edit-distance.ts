import { bytesOf } from './bytes.ts';

/** Levenshtein distance in bytes: insertions, deletions and substitutions. Equal to DuckDB's `levenshtein`. */
export function levenshtein(left: string, right: string): number {
  if (left === right) return 0;
  const a = bytesOf(left);
  const b = bytesOf(right);
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      row.push(Math.min(previous[j]! + 1, row[j - 1]! + 1, previous[j - 1]! + cost));
    }
    previous = row;
  }
  return previous[b.length]!;
}

/**
 * Damerau–Levenshtein distance in bytes, the unrestricted form: a swapped pair may have been edited between
 * (Lowrance and Wagner 1975). Equal to DuckDB's `damerau_levenshtein`.
 */
export function damerauLevenshtein(left: string, right: string): number {
  if (left === right) return 0;
  const a = bytesOf(left);
  const b = bytesOf(right);
  const far = a.length + b.length;
  const width = b.length + 2;
  const cells = new Int32Array((a.length + 2) * width);
  const at = (i: number, j: number): number => cells[i * width + j]!;
  cells[0] = far;
  for (let i = 0; i <= a.length; i += 1) cells.set([far, i], (i + 1) * width);
  for (let j = 0; j <= b.length; j += 1) {
    cells[j + 1] = far;
    cells[width + j + 1] = j;
  }
  const lastRowOf = new Map<number, number>();
  for (let i = 1; i <= a.length; i += 1) {
    let lastColumn = 0;
    for (let j = 1; j <= b.length; j += 1) {
      const row = lastRowOf.get(b[j - 1]!) ?? 0;
      const column = lastColumn;
      const same = a[i - 1] === b[j - 1];
      if (same) lastColumn = j;
      cells[(i + 1) * width + j + 1] = Math.min(
        at(i, j) + (same ? 0 : 1),
        at(i + 1, j) + 1,
        at(i, j + 1) + 1,
        at(row, column) + (i - row - 1) + 1 + (j - column - 1),
      );
    }
    lastRowOf.set(a[i - 1]!, i);
  }
  return at(a.length + 1, b.length + 1);
}

/** The number of differing bytes of two texts of one length; null where the lengths differ. */
export function hamming(left: string, right: string): number | null {
  const a = bytesOf(left);
  const b = bytesOf(right);
  if (a.length !== b.length) return null;
  let count = 0;
  for (let i = 0; i < a.length; i += 1) if (a[i] !== b[i]) count += 1;
  return count;
}
