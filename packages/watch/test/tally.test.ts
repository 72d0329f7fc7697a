import { Tally, withoutSmall } from '@solway/watch';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HEALTH, lookOf } from './month.ts';

const counts = fc.array(fc.nat({ max: 40 }), { maxLength: 12 });

describe('small numbers', () => {
  it('from one to four are never shown, and none and larger ones are', () => {
    fc.assert(
      fc.property(counts, (all) => {
        const shown = withoutSmall(all);
        all.forEach((n, index) => {
          if (n > 0 && n < 5) expect(shown[index]).toBeUndefined();
          else expect([n, undefined]).toContain(shown[index]);
          if (n === 0) expect(shown[index]).toBe(0);
        });
      }),
    );
  });

  it('are not given back by the total: none is hidden alone where another can be', () => {
    fc.assert(
      fc.property(counts, (all) => {
        const hidden = withoutSmall(all).filter((n) => n === undefined).length;
        const positive = all.filter((n) => n > 0).length;
        expect(hidden === 1 && positive > 1).toBe(false);
      }),
    );
  });
});

it('a tally counts looks and items by day and role, and names nobody', () => {
  const tally = new Tally();
  const at = Date.parse('2026-11-03T23:30:00Z');
  const user = { organisation: HEALTH, userId: 'a-user', role: 'gp' };
  const items = [
    { item: 'allergies', outcome: 'shown', clause: 'H1' },
    { item: 'case-notes', outcome: 'not-shared', gate: 'restriction' },
  ];
  for (const n of [1, 2]) tally.add(lookOf(n, user, { chi: '1407451243' }, at + n), items, 'A team');
  const rows = tally.rows();
  expect(rows.map((row) => [row.item, row.outcome, row.gate, row.n])).toEqual([
    ['', 'disclosed', '', 2],
    ['allergies', 'shown', '', 2],
    // A restriction reads as no match, in figures as well.
    ['case-notes', 'not-shared', 'link', 2],
  ]);
  expect(rows[0]).toMatchObject({ day: '2026-11-03', team: 'A team' });
  const text = JSON.stringify(rows);
  expect(text).not.toContain('a-user');
  expect(text).not.toContain('1407451243');
});
