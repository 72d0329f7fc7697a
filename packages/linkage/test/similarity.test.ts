import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Session } from '../src/engine/session.ts';
import {
  damerauLevenshtein,
  damerauLevenshteinWithin,
  hamming,
  levenshtein,
} from '../src/similarity/edit-distance.ts';
import { jaccard } from '../src/similarity/jaccard.ts';
import { jaroWinkler } from '../src/similarity/jaro-winkler.ts';

let session: Session;
beforeAll(async () => {
  session = await Session.open();
});
afterAll(() => session[Symbol.asyncDispose]());

const letters = fc.string({
  unit: fc.constantFrom('a', 'b', 'c', 'ab', 'mac', 'é', 'Ł', ' '),
  maxLength: 12,
});
const pairs = fc.sample(fc.tuple(letters, fc.oneof(letters, fc.string({ maxLength: 30 }))), {
  numRuns: 20_000,
  seed: 7,
});

describe('the measures in TypeScript', () => {
  it('equal those of DuckDB to the last bit, over 20,000 pairs', async () => {
    await session.load(
      'texts',
      ['i', 'a', 'b'],
      pairs.map(([a, b], i) => ({ i, a, b })),
    );
    const rows = await session.rows<Record<string, number | string | null>>(
      `SELECT a, b, jaro_winkler_similarity(a, b) AS jw, levenshtein(a, b) AS lev, damerau_levenshtein(a, b) AS dam,
        CASE WHEN a <> '' AND b <> '' THEN jaccard(a, b) END AS jac, CASE WHEN strlen(a) = strlen(b) AND a <> '' THEN hamming(a, b) END AS ham FROM texts`,
    );
    expect(rows).toHaveLength(20_000);
    for (const row of rows) {
      const [a, b] = [String(row['a']), String(row['b'])];
      const ours = {
        a,
        b,
        jw: jaroWinkler(a, b),
        lev: levenshtein(a, b),
        dam: damerauLevenshtein(a, b),
        jac: jaccard(a, b),
        ham: a === '' ? null : hamming(a, b),
      };
      expect(ours).toEqual(row);
    }
  });

  it('say within how many edits two texts are, as the distance does', () => {
    for (const [a, b] of pairs)
      for (const atMost of [0, 1, 2, 3])
        expect(damerauLevenshteinWithin(a, b, atMost)).toBe(damerauLevenshtein(a, b) <= atMost);
  });

  it('tell a swap from a swap and an insertion', () => {
    expect(damerauLevenshteinWithin('2G9AA', 'G2 9AA', 1)).toBe(false);
    expect(damerauLevenshteinWithin('2G 9AA', 'G2 9AA', 1)).toBe(true);
  });

  it('are symmetric', () => {
    for (const [a, b] of pairs.slice(0, 5000)) {
      expect(jaroWinkler(a, b)).toBe(jaroWinkler(b, a));
      expect(levenshtein(a, b)).toBe(levenshtein(b, a));
      expect(damerauLevenshtein(a, b)).toBe(damerauLevenshtein(b, a));
    }
  });

  it('give the published values', () => {
    expect(jaroWinkler('martha', 'marhta')).toBeCloseTo(0.9611, 4);
    expect(levenshtein('kitten', 'sitting')).toBe(3);
    expect(damerauLevenshtein('ca', 'abc')).toBe(2);
  });
});
