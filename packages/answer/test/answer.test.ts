import {
  answerDocument,
  type Decided,
  dueOn,
  holdsOfFact,
  holdsOfLook,
  type Looked,
  undecided,
} from '@solway/answer';
import type { Instant, IsoDate } from '@solway/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const day = (text: string): IsoDate => text as IsoDate;

describe('the month', () => {
  it.each([
    ['2026-11-03', false, '2026-12-03'],
    ['2026-01-31', false, '2026-03-02'],
    ['2027-12-31', false, '2028-01-31'],
    ['2028-01-31', false, '2028-02-29'],
    // A Saturday and a Sunday: the Monday after.
    ['2026-10-05', false, '2026-11-05'],
    ['2026-10-07', false, '2026-11-09'],
    ['2026-11-03', true, '2027-02-03'],
  ])('from %s (extended: %s) ends on %s', (received, extended, due) => {
    const clock = { receivedOn: day(received), extended, stops: [] };
    expect(dueOn(clock, day('2026-11-23')).on).toBe(due);
  });

  it('is longer by the days on which the clock stood still', () => {
    const stops = [{ from: day('2026-11-05'), until: day('2026-11-10') }, { from: day('2026-11-20') }];
    const clock = { receivedOn: day('2026-11-03'), extended: false, stops };
    expect(dueOn(clock, day('2026-11-23'))).toEqual({ on: '2026-12-11', stopped: true, daysLeft: 18 });
    expect(dueOn(clock, day('2026-11-25')).daysLeft).toBeGreaterThanOrEqual(18);
  });

  it('never ends on a weekend, nor sooner for a stop', () => {
    const date = fc
      .date({ min: new Date('2024-01-01'), max: new Date('2030-12-31'), noInvalidDate: true })
      .map((at) => day(at.toISOString().slice(0, 10)));
    fc.assert(
      fc.property(date, fc.boolean(), date, date, (receivedOn, extended, a, b) => {
        const stops = [a < b ? { from: a, until: b } : { from: b, until: a }];
        const plain = dueOn({ receivedOn, extended, stops: [] }, receivedOn).on;
        const due = dueOn({ receivedOn, extended, stops }, receivedOn).on;
        expect([0, 6]).not.toContain(new Date(due).getUTCDay());
        expect(due >= plain).toBe(true);
      }),
    );
  });
});

const look: Looked = {
  kind: 'disclosed',
  purpose: 'direct-care',
  protectionPurposes: ['adult-protection'],
  shown: ['allergies'],
  reasons: [],
  underInvestigation: false,
  byProxy: false,
};

describe('what a rule holds back', () => {
  it.each([
    [{}, []],
    [{ purpose: 'adult-protection' }, ['protection-inquiry']],
    [{ kind: 'break-glass', breakGlassReason: 'serious-harm' }, ['serious-harm']],
    [{ kind: 'refused', reasons: ['restriction:restricted'] }, ['restricted']],
    [{ underInvestigation: true }, ['investigation']],
    [{ byProxy: true }, []],
    [{ byProxy: true, shown: ['worker-and-team'] }, ['proxy']],
    [{ byProxy: true, kind: 'refused' }, ['proxy']],
    [{ byProxy: true, purpose: 'adult-protection' }, ['protection-inquiry', 'proxy']],
  ] as const)('of a look %o: %o', (over, holds) => {
    expect(holdsOfLook({ ...look, ...over })).toEqual(holds);
  });

  it('of a fact: other people, and where the person is when somebody else asks', () => {
    const fact = { mayNameOthers: false, restrictedRecord: false, whereabouts: true, byProxy: false };
    expect(holdsOfFact(fact)).toEqual([]);
    expect(holdsOfFact({ ...fact, byProxy: true })).toEqual(['proxy']);
    expect(holdsOfFact({ ...fact, mayNameOthers: true, restrictedRecord: true })).toEqual([
      'third-party',
      'restricted',
    ]);
  });
});

describe('the answer', () => {
  const item = (key: string, over: Partial<Decided> = {}): Decided => ({
    key,
    section: 'held',
    title: key,
    detail: { kind: 'fact', value: `value of ${key}` },
    holds: [],
    ...over,
  });
  const about = {
    reference: 'S-1',
    controller: { name: 'A', contact: 'a' },
    other: { name: 'B', contact: 'b' },
    person: { number: 'CHI', name: 'N' },
    askedBy: 'N',
    receivedOn: day('2026-11-03'),
    madeAt: '2026-11-23T10:00:00.000Z' as Instant,
    scope: 'Everything',
  };

  it('holds what nothing held back or a person let out, and no trace of the rest', () => {
    const items = [
      item('free'),
      item('taken-out', { decision: 'withhold' }),
      item('let-out', { holds: ['third-party'], decision: 'include' }),
      item('withheld', { holds: ['proxy'], decision: 'withhold' }),
      item('waiting', { holds: ['protection-inquiry'] }),
    ];
    expect(undecided(items).map((one) => one.key)).toEqual(['waiting']);
    const text = JSON.stringify(answerDocument(about, items));
    for (const key of ['free', 'let-out']) expect(text).toContain(`value of ${key}`);
    for (const key of ['taken-out', 'withheld', 'waiting']) expect(text).not.toContain(key);
    expect(text).not.toContain('holds');
  });
});
