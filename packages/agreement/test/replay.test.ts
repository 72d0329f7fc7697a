import { instantOf } from '@solway/kernel';
import { describe, expect, test } from 'vitest';
import { compile, decide, type PastDecision, replay, replayer } from '../src/index.ts';
import { atLevel, changed, clauseOf, levelTwo, MONDAY, nurseAsks, workerAsks } from './demonstration.ts';

const levelThree = compile(
  changed((agreement) => {
    agreement.implementation.start = '2027-01-05';
    agreement.implementation.review = '2027-06-05';
    clauseOf(agreement, 'care-packages').to = ['gp'];
  }, atLevel(3)),
);
const past = (request: PastDecision['request']): PastDecision => ({
  request,
  outcome: decide(levelTwo, request).outcome,
});

describe('replaying the past under a proposed version', () => {
  const documents = () => past(nurseAsks({ item: 'documents' }));
  const packages = () => past(nurseAsks());
  const medicines = () => past(workerAsks());
  const suspended = () => past(nurseAsks({ item: 'documents', link: 'suspended' }));

  test('counts what would have changed by item and role, most first, as if it had been in force', () => {
    expect(replay([documents(), packages(), medicines(), documents(), suspended()], levelThree)).toEqual({
      examined: 5,
      unreadable: 0,
      unchanged: 2,
      changes: [
        { change: 'would-be-shown', item: 'documents', role: 'community-nurse', count: 2 },
        { change: 'would-be-refused', item: 'care-packages', role: 'community-nurse', count: 1 },
      ],
    });
  });
  test('changes nothing under the same version', () => {
    expect(replay([documents(), packages(), medicines()], levelTwo)).toMatchObject({
      unchanged: 3,
      changes: [],
    });
  });
  test('orders what is equally frequent by item and then role', () => {
    const gp = past(nurseAsks({ item: 'documents', user: { role: 'gp' } }));
    const letters = past(workerAsks({ item: 'letters' }));
    expect(
      replay([letters, gp, documents()], levelThree).changes.map(({ item, role }) => [item, role]),
    ).toEqual([
      ['documents', 'community-nurse'],
      ['documents', 'gp'],
      ['letters', 'social-worker'],
    ]);
  });
  test('in the same order, whichever came first', () => {
    const three = [
      past(workerAsks({ item: 'letters' })),
      past(nurseAsks({ item: 'documents', user: { role: 'gp' } })),
      documents(),
    ];
    for (const order of [three, three.toReversed(), [three[1]!, three[2]!, three[0]!]])
      expect(replay(order, levelThree)).toEqual(replay(three, levelThree));
  });
  test('sets aside what can’t be read, and counts it', () => {
    const broken = [
      {},
      { request: nurseAsks(), outcome: 'maybe' },
      { request: { ...nurseAsks(), at: 'x' }, outcome: 'granted' },
    ];
    expect(replay(broken as never, levelTwo)).toEqual({
      examined: 3,
      unreadable: 3,
      unchanged: 0,
      changes: [],
    });
  });
  test('holds nothing of a person: a role or item that is not of the agreement is only “other”', () => {
    const hostile = {
      request: nurseAsks({ item: 'Jean Smith' as never, user: { role: 'Jean Smith 140745 1243' } }),
      outcome: 'granted',
    } as const;
    const result = replay([hostile], levelTwo);
    expect(result.changes).toEqual([{ change: 'would-be-refused', item: 'other', role: 'other', count: 1 }]);
    expect(JSON.stringify(result)).not.toContain('Jean');
  });
  test('can be streamed, and asked for its result as it goes', () => {
    const streaming = replayer(levelThree);
    streaming.add(documents());
    const first = streaming.result();
    streaming.add(documents());
    expect(first.changes[0]?.count).toBe(1);
    expect(streaming.result().changes[0]?.count).toBe(2);
  });
  test('refuses everything under something that was not compiled', () => {
    expect(replay([packages()], {} as never).changes).toEqual([
      { change: 'would-be-refused', item: 'care-packages', role: 'other', count: 1 },
    ]);
  });
  test('never lets a proposal that has not started decide the present', () => {
    expect(decide(levelThree, nurseAsks({ item: 'documents', at: instantOf(MONDAY) })).outcome).toBe(
      'refused',
    );
  });
});
