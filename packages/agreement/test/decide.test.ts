import { instantOf } from '@solway/kernel';
import { describe, expect, test } from 'vitest';
import { compile, decide, GATES, REASON_CODES } from '../src/index.ts';
import {
  atLevel,
  BOARD,
  changed,
  clauseOf,
  demonstration,
  levelTwo,
  MINUTE,
  MONDAY,
  nurseAsks,
  workerAsks,
} from './demonstration.ts';
import { malformed } from './malformed.ts';
import { fewerClauses, joined, later, noGrace, reasons, refusals, unrestricted } from './refusals.ts';

describe('a request for which every gate holds', () => {
  test('is granted, and says by which clause of which version at which level', () => {
    expect(decide(levelTwo, nurseAsks())).toEqual({
      outcome: 'granted',
      item: 'care-packages',
      agreement: { id: 'dumfries-and-galloway-demonstration', version: '2.0', level: 2 },
      clause: 'C4',
      level: 2,
      openedByBreakGlass: [],
      trainingInGrace: false,
      trainingOverdue: false,
    });
  });
  test('is granted the other way too', () => {
    expect(decide(levelTwo, workerAsks())).toMatchObject({ outcome: 'granted', clause: 'H6' });
  });
  test('grants an item below the level in force', () => {
    expect(decide(atLevelCompiled(3), nurseAsks({ item: 'known-to-social-work' }))).toMatchObject({
      outcome: 'granted',
      level: 1,
    });
  });
});

function atLevelCompiled(level: number) {
  return compile(atLevel(level));
}

describe('each gate alone refuses', () => {
  test.each(refusals)('%s', (_what, compiled, request, expected) => {
    expect(reasons(decide(compiled, request))).toEqual(expected);
  });
});

describe('what is on the line of a gate', () => {
  test.each([
    [
      'the first moment of the agreement',
      nurseAsks({ at: instantOf(Date.parse('2026-01-05T00:00:00.000Z')) }),
    ],
    [
      'the last moment of the agreement',
      nurseAsks({
        at: instantOf(Date.parse('2029-01-04T23:59:59.999Z')),
        user: { signInExpiresAt: instantOf(Date.parse('2029-01-05T00:00:00.000Z')) },
      }),
    ],
    ['a sign-in with a millisecond left', nurseAsks({ user: { signInExpiresAt: instantOf(MONDAY + 1) } })],
    [
      'a restricted person to somebody on the allow-list',
      nurseAsks({ restriction: { ...unrestricted, restricted: true, allowListed: true } }),
    ],
    ['a purpose stated in words', nurseAsks({ relationship: 'stated' })],
    ['a Home Team member employed by the board', nurseAsks({ user: { role: 'home-team-member' } })],
    ['a Home Team member employed by the council', workerAsks({ user: { role: 'home-team-member' } })],
  ])('is granted: %s', (_what, request) => {
    expect(reasons(decide(levelTwo, request))).toEqual(['granted']);
  });

  test('a party that rejoins is in force again from the first day of its second period, summer time included', () => {
    const at = (text: string) =>
      decide(
        joined,
        nurseAsks({
          at: instantOf(Date.parse(text)),
          user: { signInExpiresAt: instantOf(Date.parse('2026-08-01T00:00:00Z')) },
        }),
      );
    expect(reasons(at('2026-06-30T22:59:59.999Z'))).toEqual(['agreement: organisation-not-in-force']);
    expect(reasons(at('2026-06-30T23:00:00.000Z'))).toEqual(['granted']);
    expect(reasons(at('2026-02-28T23:59:59.999Z'))).toEqual(['granted']);
    expect(reasons(at('2026-03-01T00:00:00.000Z'))).toEqual(['agreement: organisation-not-in-force']);
  });

  test('an item at the level in force is granted and one above is not, level by level', () => {
    const asks = nurseAsks({ item: 'documents' });
    expect(reasons(decide(atLevelCompiled(3), asks))).toEqual(['granted']);
    expect(reasons(decide(atLevelCompiled(2), asks))).toContain('level: item-above-level');
    expect(reasons(decide(compile(atLevel(1)), nurseAsks()))).toContain('level: item-above-level');
  });
});

describe('training', () => {
  test('in grace is granted, and says so', () => {
    expect(decide(levelTwo, nurseAsks({ training: 'grace' }))).toMatchObject({
      outcome: 'granted',
      trainingInGrace: true,
      trainingOverdue: false,
      openedByBreakGlass: [],
    });
  });
  test('that is current needs no grace period in the agreement', () => {
    expect(reasons(decide(noGrace, nurseAsks()))).toEqual(['granted']);
  });
  test('in grace is no reason of its own where there is no agreement to give one', () => {
    expect(reasons(decide(undefined, nurseAsks({ training: 'grace' })))).toEqual(['agreement: no-agreement']);
  });
  test('that lapsed never walls off a protection purpose: it is granted with a warning', () => {
    const decision = decide(levelTwo, nurseAsks({ training: 'lapsed', purpose: 'adult-protection' }));
    expect(decision).toMatchObject({ outcome: 'granted', trainingOverdue: true, openedByBreakGlass: [] });
  });
  test('never done is granted in an emergency, through an opening', () => {
    const decision = decide(levelTwo, nurseAsks({ training: 'none', breakGlassUntil: later(30) }));
    expect(decision).toMatchObject({
      outcome: 'granted',
      trainingOverdue: true,
      trainingInGrace: false,
      openedByBreakGlass: ['training'],
    });
  });
  test('in a grace period that the agreement does not give is opened in an emergency', () => {
    const decision = decide(noGrace, nurseAsks({ training: 'grace', breakGlassUntil: later(30) }));
    expect(decision).toMatchObject({ outcome: 'granted', openedByBreakGlass: ['training'] });
  });
  test('that no rule speaks of needs an opening', () => {
    const silent = compile(changed((a) => void (a.training.without = [])));
    expect(reasons(decide(silent, nurseAsks({ training: 'lapsed' })))).toEqual(['training: training-lapsed']);
    expect(reasons(decide(silent, nurseAsks({ training: 'lapsed', breakGlassUntil: later(1) })))).toEqual([
      'granted',
    ]);
  });
  test('follows the first rule that fits', () => {
    const twice = compile(
      changed((a) => {
        a.training.without = [
          { states: ['lapsed'], levels: [2], means: 'warn' },
          { states: ['lapsed'], levels: [2], purposes: ['direct-care'], means: 'refuse' },
        ];
      }),
    );
    expect(reasons(decide(twice, nurseAsks({ training: 'lapsed' })))).toEqual(['granted']);
  });
});

describe('break-glass', () => {
  const open = { breakGlassUntil: later(30) };
  test('opens the relationship gate for its whole time, and says so', () => {
    const decision = decide(levelTwo, nurseAsks({ relationship: undefined, ...open }));
    expect(decision).toMatchObject({ outcome: 'granted', openedByBreakGlass: ['relationship'] });
  });
  test('opens both of its gates at once', () => {
    const decision = decide(levelTwo, nurseAsks({ relationship: undefined, training: 'none', ...open }));
    expect(decision).toMatchObject({ openedByBreakGlass: ['relationship', 'training'] });
  });
  test('claims nothing where the gates held by themselves', () => {
    expect(decide(levelTwo, nurseAsks(open))).toMatchObject({ outcome: 'granted', openedByBreakGlass: [] });
  });
  test('opens no other gate, ever', () => {
    for (const [what, compiled, request, expected] of refusals) {
      if (expected.every((reason) => /^(relationship|training)/.test(reason))) continue;
      const moment = Date.parse(request.at) + 10 * MINUTE;
      const opened = decide(compiled, { ...request, breakGlassUntil: instantOf(moment) });
      expect([what, ...reasons(opened)]).toEqual([what, ...expected]);
    }
  });
});

describe('reasons', () => {
  test('are all given, in gate order', () => {
    const decision = decide(
      levelTwo,
      nurseAsks({
        item: 'documents',
        holder: BOARD,
        purpose: 'front-door-triage',
        relationship: undefined,
        link: 'suspended',
        training: 'none',
        restriction: { restricted: true, allowListed: false, protectedIdentity: true },
        user: {
          organisation: 'elsewhere',
          role: 'health-admin',
          roleVouched: false,
          signInExpiresAt: later(-1),
        },
      }),
    );
    expect(reasons(decision)).toEqual([
      'agreement: organisation-not-party',
      'clause: holder-not-sender',
      'level: item-above-level',
      'level: item-above-holder-level',
      'role: role-not-named',
      'purpose: purpose-not-named',
      'sign-in: sign-in-expired',
      'sign-in: role-not-vouched',
      'link: link-suspended',
      'restriction: person-restricted',
      'protected-identity: identity-protected',
      'relationship: relationship-none',
      'training: training-none',
    ]);
    expect(decision).toMatchObject({
      item: 'documents',
      clause: 'C17',
      level: 3,
      agreement: { version: '2.0' },
    });
  });
  test('that need no agreement are given without one', () => {
    const request = nurseAsks({
      relationship: undefined,
      training: 'lapsed',
      link: 'none',
      breakGlassUntil: later(5),
    });
    expect(decide(undefined, request)).toEqual({
      outcome: 'refused',
      item: 'care-packages',
      reasons: [
        { gate: 'agreement', code: 'no-agreement' },
        { gate: 'link', code: 'link-none' },
        { gate: 'relationship', code: 'relationship-none' },
        { gate: 'training', code: 'training-lapsed' },
      ],
    });
  });
  test('name no clause where there is none', () => {
    expect(decide(fewerClauses, nurseAsks())).not.toHaveProperty('clause');
    expect(decide(levelTwo, nurseAsks({ item: '__proto__' as 'documents' }))).not.toHaveProperty('item');
  });
  test('each come out of some request: no code in the table is dead', () => {
    const seen = new Set(refusals.flatMap(([, compiled, request]) => reasons(decide(compiled, request))));
    for (const request of malformed())
      for (const reason of reasons(decide(levelTwo, request))) seen.add(reason);
    const table = GATES.flatMap((gate) => REASON_CODES[gate].map((code) => `${gate}: ${code}`));
    expect([...seen].sort()).toEqual(table.sort());
  });
});

describe('a compiled agreement', () => {
  test('can’t be changed by whoever holds it, nor by changing what it was made from', () => {
    const source = structuredClone(demonstration);
    const compiled = compile(source);
    source.level = 4;
    clauseOf(source, 'documents').level = 1;
    expect(() => void ((compiled as { level: number }).level = 4)).toThrow(TypeError);
    expect(() => void compiled.agreement.parties.pop()).toThrow(TypeError);
    expect(reasons(decide(compiled, nurseAsks({ item: 'documents' })))).toContain('level: item-above-level');
  });
});
