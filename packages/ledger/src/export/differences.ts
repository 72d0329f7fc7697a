import type { Hash } from '../merkle/hash.ts';

/** Where a run of entries is not the run that was listed; positions are within the run, in listed order. */
export type Difference =
  | {
      readonly kind: 'changed';
      readonly at: number;
      readonly foundAt: number;
      readonly expected: Hash;
      readonly found: Hash;
    }
  | { readonly kind: 'dropped'; readonly at: number; readonly expected: Hash }
  | { readonly kind: 'added'; readonly at: number; readonly foundAt: number; readonly found: Hash }
  | { readonly kind: 'reordered'; readonly at: number; readonly foundAt: number; readonly expected: Hash };

/**
 * Compares the leaf hashes listed with those found, in one pass. The first difference is exact; those after it
 * are a fair reading, since several edits can look alike.
 */
export function differences(listed: readonly Hash[], found: readonly Hash[]): Difference[] {
  const result: Difference[] = [];
  const places = { listed: lastPlaces(listed), found: lastPlaces(found) };
  const moved = new Set<Hash>();
  let [at, foundAt] = [0, 0];
  while (at < listed.length || foundAt < found.length) {
    const [expected, actual] = [listed[at], found[foundAt]];
    if (expected !== undefined && expected === actual) {
      at += 1;
      foundAt += 1;
    } else if (actual !== undefined && moved.has(actual)) {
      moved.delete(actual);
      foundAt += 1;
    } else {
      const comesLater = expected !== undefined && (places.found.get(expected) ?? -1) > foundAt;
      const belongsLater = actual !== undefined && (places.listed.get(actual) ?? -1) > at;
      if (expected !== undefined && comesLater && belongsLater) {
        result.push({ kind: 'reordered', at, foundAt: places.found.get(expected)!, expected });
        moved.add(expected);
        at += 1;
      } else if (actual !== undefined && !belongsLater && (comesLater || expected === undefined)) {
        result.push({ kind: 'added', at, foundAt, found: actual });
        foundAt += 1;
      } else if (expected !== undefined && (belongsLater || actual === undefined)) {
        result.push({ kind: 'dropped', at, expected });
        at += 1;
      } else if (expected !== undefined && actual !== undefined) {
        result.push({ kind: 'changed', at, foundAt, expected, found: actual });
        at += 1;
        foundAt += 1;
      }
    }
  }
  return result;
}

function lastPlaces(hashes: readonly Hash[]): Map<Hash, number> {
  return new Map(hashes.map((hash, place) => [hash, place]));
}
