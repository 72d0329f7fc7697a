import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { surprise } from '../src/engine/term-frequencies.ts';
import { expectationMaximisation } from '../src/training/expectation-maximisation.ts';
import { monotone } from '../src/training/monotone.ts';
import type { PatternCount } from '../src/training/patterns.ts';

describe('expectation–maximisation', () => {
  const m = [
    [0.9, 0.07, 0.03],
    [0.8, 0.2],
    [0.7, 0.2, 0.1],
  ];
  const u = [
    [0.01, 0.04, 0.95],
    [0.05, 0.95],
    [0.02, 0.1, 0.88],
  ];
  // The expected counts of a model that is known.
  const counts: PatternCount[] = [];
  for (let a = 1; a <= 3; a += 1)
    for (let b = 1; b <= 2; b += 1)
      for (let c = 1; c <= 3; c += 1) {
        const [match, other] = [m, u].map((p) => p[0]![a - 1]! * p[1]![b - 1]! * p[2]![c - 1]!) as [
          number,
          number,
        ];
        counts.push({
          mask: 1,
          pattern: 0,
          levels: [a, b, c],
          pairs: Math.round(1e7 * (0.1 * match + 0.9 * other)),
        });
      }
  const input = {
    counts,
    u,
    fixed: m.map((levels) => ({ m: levels.map(() => null), u: levels.map(() => null) })),
    active: [true, true, true],
    probabilityMatch: 0.3,
    maxIterations: 2000,
    tolerance: 1e-10,
  };
  const start = [
    [0.6, 0.3, 0.1],
    [0.6, 0.4],
    [0.6, 0.3, 0.1],
  ];

  it('finds the model that made the counts', () => {
    const found = expectationMaximisation({ ...input, m: start });
    expect(found.converged).toBe(true);
    expect(found.probabilityMatch).toBeCloseTo(0.1, 4);
    found.m.forEach((levels, i) => levels.forEach((value, k) => expect(value).toBeCloseTo(m[i]![k]!, 3)));
  });

  it('shows that it converges, and says when it was stopped before', () => {
    const found = expectationMaximisation({ ...input, m: start, maxIterations: 3 });
    expect([found.iterations, found.converged, found.changes.length]).toEqual([3, false, 3]);
  });

  it('leaves fixed and inactive parameters as they are', () => {
    const fixed = input.fixed.map((one, i) => (i === 0 ? { ...one, m: [0.5, null, null] } : one));
    const found = expectationMaximisation({ ...input, m: start, fixed, active: [true, true, false] });
    expect(found.m[0]![0]).toBe(0.5);
    expect(found.m[2]).toEqual(start[2]);
  });
});

describe('surprise', () => {
  const plan = { column: 'surname', weight: 1, minimumFrequency: 0.01 };
  it('is what a value is worth in bits, by its frequency, its weight and the least frequency allowed', () => {
    expect(surprise(25, 100, plan)).toBe(2);
    expect(surprise(25, 100, { ...plan, weight: 0.5 })).toBe(1);
    expect(surprise(1, 1_000_000, plan)).toBeCloseTo(Math.log2(100), 5);
  });
});

describe('monotone weights', () => {
  const shares = fc.array(fc.double({ min: 0.001, max: 1, noNaN: true }), { minLength: 2, maxLength: 8 });
  it('never rise from a level to the one below, keep the sum of m, and leave good order alone', () => {
    fc.assert(
      fc.property(shares, shares, (a, b) => {
        const size = Math.min(a.length, b.length);
        const normal = (values: number[]): number[] => {
          const cut = values.slice(0, size);
          const sum = cut.reduce((total, value) => total + value, 0);
          return cut.map((value) => value / sum);
        };
        const before = { m: normal(a), u: normal(b) };
        const after = monotone(before);
        const ratios = after.m.map((m, k) => m / after.u[k]!);
        for (let k = 1; k < size; k += 1)
          expect(ratios[k]!).toBeLessThanOrEqual(ratios[k - 1]! * (1 + 1e-12));
        expect(after.m.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 9);
        expect(monotone(after).m.map((value) => value.toFixed(12))).toEqual(
          after.m.map((value) => value.toFixed(12)),
        );
      }),
      { seed: 3, numRuns: 2000 },
    );
  });
});
