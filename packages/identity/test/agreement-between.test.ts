import { reviewerAgreement } from '@solway/identity';
import type { JudgedPair } from '@solway/store';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const CATEGORIES = ['leader', 'other', 'none'] as const;
const pair = (
  first: JudgedPair['first'],
  second: JudgedPair['second'],
  n: number,
  same = first === second,
) => ({
  first,
  second,
  same,
  n,
});
const tables = fc.array(
  fc
    .record({
      first: fc.constantFrom(...CATEGORIES),
      second: fc.constantFrom(...CATEGORIES),
      n: fc.integer({ min: 1, max: 500 }),
    })
    .map(({ first, second, n }) => pair(first, second, n)),
  { maxLength: 12 },
);

describe('agreement between reviewers', () => {
  it('is Cohen’s own worked kind: 20 and 15 agreed, 10 and 5 not, is a kappa of 0.4', () => {
    const { agreed, judgedTwice, kappa } = reviewerAgreement([
      pair('leader', 'leader', 20),
      pair('none', 'none', 15),
      pair('leader', 'none', 5),
      pair('none', 'leader', 10),
    ]);
    expect([agreed, judgedTwice]).toEqual([35, 50]);
    expect(kappa).toBeCloseTo(0.4, 10);
  });

  it('says no kappa of nothing, or where both always say the same', () => {
    expect(reviewerAgreement([])).toEqual({ judgedTwice: 0, agreed: 0 });
    expect(reviewerAgreement([pair('leader', 'leader', 9)])).toEqual({ judgedTwice: 9, agreed: 9 });
  });

  it('does not take two different candidates for agreement', () => {
    const { agreed } = reviewerAgreement([pair('other', 'other', 4, false), pair('none', 'none', 6)]);
    expect(agreed).toBe(6);
  });

  it('is between -1 and 1, the same both ways round, and 1 only where all agree', () => {
    fc.assert(
      fc.property(tables, (table) => {
        const { kappa, agreed, judgedTwice } = reviewerAgreement(table);
        const turned = reviewerAgreement(
          table.map(({ first, second, ...rest }) => ({ ...rest, first: second, second: first })),
        );
        expect(turned.kappa === undefined).toBe(kappa === undefined);
        if (kappa === undefined) return;
        expect(turned.kappa).toBeCloseTo(kappa, 9);
        expect(kappa).toBeGreaterThanOrEqual(-1.000001);
        expect(kappa).toBeLessThanOrEqual(1.000001);
        expect(kappa > 0.999999).toBe(agreed === judgedTwice);
      }),
    );
  });
});
