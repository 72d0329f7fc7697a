import { readFileSync } from 'node:fs';
import type { Instant } from '@solway/kernel';
import {
  type Facts,
  isWithinHours,
  judgeLook,
  readHours,
  readItems,
  readLook,
  readThresholds,
  RULE_IDS,
  settingsOf,
} from '@solway/watch';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HEALTH, lookOf } from './month.ts';

const reference = readFileSync(new URL('../../../docs/reference/watching.md', import.meta.url), 'utf8');

it('every rule is in the reference, and nothing else is called one', () => {
  const listed = [...reference.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, rule]) => rule!);
  expect(listed.toSorted()).toEqual([...RULE_IDS].toSorted());
});

describe('hours of work', () => {
  it.each([
    ['Mo-Fr 08:00-18:00', '2026-11-02T08:30:00.000Z', true],
    ['Mo-Fr 08:00-18:00', '2026-11-07T08:30:00.000Z', false],
    // In July clocks are an hour ahead.
    ['Mo-Fr 08:00-18:00', '2026-07-06T06:45:00.000Z', false],
    ['Mo-Fr 08:00-18:00', '2026-07-06T17:30:00.000Z', false],
    ['Mo-Fr 08:00-18:00', '2026-07-06T16:30:00.000Z', true],
    ['Fr-Su 20:00-08:00', '2026-11-09T03:00:00.000Z', true],
    ['Su 22:00-06:00', '2026-11-09T07:00:00.000Z', false],
    ['Sa-Mo 09:00-10:00; We 12:00-13:00', '2026-11-04T12:30:00.000Z', true],
    ['any', '2026-11-08T03:00:00.000Z', true],
  ])('%s at %s', (text, at, within) => {
    expect(isWithinHours(readHours(text)!, at as Instant, 0)).toBe(within);
  });

  it('have a grace before and after', () => {
    const hours = readHours('Mo 08:00-18:00')!;
    expect(isWithinHours(hours, '2026-11-02T07:10:00.000Z' as Instant, 60)).toBe(true);
    expect(isWithinHours(hours, '2026-11-02T18:50:00.000Z' as Instant, 60)).toBe(true);
    expect(isWithinHours(hours, '2026-11-02T19:10:00.000Z' as Instant, 60)).toBe(false);
  });

  it('in no known form are not read as any', () => {
    for (const text of ['', 'weekdays', '8-6', 'Mo-Fr 8:00-18:00', 'Mo-Xx 08:00-18:00'])
      expect(readHours(text)).toBeUndefined();
    fc.assert(fc.property(fc.string(), (text) => void readHours(text)));
  });
});

describe('without facts', () => {
  const nothing: Facts = {
    staff: () => undefined,
    staffWithChi: () => undefined,
    subject: () => undefined,
    surnamePerThousand: () => undefined,
    lastLookAt: () => undefined,
    peers: () => undefined,
  };
  it('a rule says what it lacks, and is never silent', () => {
    const look = lookOf(1, { organisation: HEALTH, userId: 'u', role: 'gp' }, { chi: '1' }, 0);
    const { findings, unjudged } = judgeLook(look, nothing, settingsOf());
    expect(findings.map((one) => one.rule)).toEqual(['leaver']);
    expect(unjudged.map((one) => one.rule).toSorted()).toEqual(
      [
        'deceased',
        'neighbour',
        'out-of-hours',
        'outside-area',
        'own-record',
        'same-address',
        'same-surname',
      ].toSorted(),
    );
  });
});

describe('settings', () => {
  it('that were spoilt never switch a rule off, nor loosen it', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...RULE_IDS),
        fc.dictionary(fc.string(), fc.anything()),
        (rule, thresholds) => {
          const spoilt = settingsOf(new Map([[rule, { thresholds: thresholds as never }]]));
          expect(spoilt[rule].on).toBe(true);
          for (const value of Object.values(spoilt[rule].thresholds)) expect(value).toBeTypeOf('number');
        },
      ),
    );
    const over = settingsOf(new Map([['deceased', { thresholds: { days: -5 } }]]));
    expect(over.deceased.thresholds).toEqual({ days: 30 });
  });

  it('are read only whole and within bounds', () => {
    expect(readThresholds('deceased', { days: ' 12 ' })).toEqual({ days: 12 });
    for (const days of [undefined, '', 'x', '-1', '1e9', 'Infinity', '0x10'])
      expect(readThresholds('deceased', { days })).toBeUndefined();
  });
});

it('what somebody wrote can’t be taken for the form of an entry', () => {
  fc.assert(
    fc.property(
      fc.string(),
      fc.constantFrom('"items":[', '],"kind":', '"shown":[', '],"subject":', ''),
      (text, mark) => {
        const words = `${text}${mark}${text}${mark}`;
        const entry = {
          at: 'x',
          by: { role: words },
          items: [{ item: words }],
          kind: 'disclosed',
          organisation: words,
          purpose: words,
        };
        const personal = {
          basis: { kind: 'relationship', words },
          shown: [{ item: words }],
          subject: { identifiers: [] },
          user: { id: words, name: words },
        };
        const row = {
          id: '1',
          kind: 'disclosed',
          leaf: JSON.stringify({ entry }),
          opening: JSON.stringify({ personal }),
        };
        expect(readLook(row)).toMatchObject({
          role: words,
          organisation: words,
          purpose: words,
          userId: words,
        });
        expect(readItems(row)).toEqual([{ item: words }]);
      },
    ),
  );
});

it('an erased entry, or one of another kind, is no look', () => {
  expect(readLook({ id: '1', kind: 'disclosed', leaf: '{}', opening: null })).toBeUndefined();
  expect(readLook({ id: '1', kind: 'export', leaf: '{}', opening: '{}' })).toBeUndefined();
});
