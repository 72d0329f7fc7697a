import type { IsoDate } from '@solway/kernel';

/** Newest first; what has no date comes last, as it came. */
export function newestFirst<T>(rows: readonly T[], dateOf: (row: T) => IsoDate | undefined): readonly T[] {
  return rows.toSorted((a, b) => compare(dateOf(b) ?? '', dateOf(a) ?? ''));
}

export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
