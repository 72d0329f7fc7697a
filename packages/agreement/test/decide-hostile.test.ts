import { describe, expect, test } from 'vitest';
import { type AccessRequest, decide } from '../src/index.ts';
import { levelTwo, MONDAY, nurseAsks } from './demonstration.ts';
import { malformed } from './malformed.ts';
import { later, reasons, unrestricted } from './refusals.ts';

describe('a hostile request', () => {
  const cases: readonly [string, unknown, readonly string[]][] = [
    ['that throws when touched', malformed().at(-1), ['request: decision-failed']],
    ['whose item is not text', nurseAsks({ item: 3 as never }), ['request: item-malformed']],
    ['whose item is empty', nurseAsks({ item: '' as never }), ['request: item-malformed']],
    [
      'whose moment is in another form',
      nurseAsks({ at: '2026-06-15T10:14:00Z' as never }),
      ['request: moment-malformed'],
    ],
    [
      'whose moment has something before it',
      nurseAsks({ at: `x${later(0)}` as never }),
      ['request: moment-malformed'],
    ],
    [
      'whose moment has something after it',
      nurseAsks({ at: `${later(0)}x` as never }),
      ['request: moment-malformed'],
    ],
    ['on 31 February', nurseAsks({ at: '2026-02-31T10:14:00.000Z' as never }), ['request: moment-malformed']],
    [
      'in a thirteenth month',
      nurseAsks({ at: '2026-13-01T10:14:00.000Z' as never }),
      ['request: moment-malformed'],
    ],
    [
      'whose moment has a long year',
      nurseAsks({ at: '+002026-06-06T10:14:00.000Z' as never }),
      ['request: moment-malformed'],
    ],
    [
      'whose moment has a remark',
      nurseAsks({ at: '2026-06-15T10:14:00.000Z (noon)' as never }),
      ['request: moment-malformed'],
    ],
    [
      'whose moment only turns into text',
      nurseAsks({ at: { toString: () => later(0) } as never }),
      ['request: moment-malformed'],
    ],
    ['at 24:00', nurseAsks({ at: '2026-06-15T24:00:00.000Z' as never }), ['request: moment-malformed']],
    ['whose moment is a number', nurseAsks({ at: MONDAY as never }), ['request: moment-malformed']],
    ['whose moment is NaN', nurseAsks({ at: Number.NaN as never }), ['request: moment-malformed']],
    ['with no holder', nurseAsks({ holder: undefined as never }), ['request: holder-malformed']],
    ['with no user', { ...nurseAsks(), user: undefined }, ['request: user-malformed']],
    ['with a null user', { ...nurseAsks(), user: null }, ['request: user-malformed']],
    [
      'with no organisation',
      nurseAsks({ user: { organisation: undefined as never } }),
      ['request: user-malformed'],
    ],
    ['with no role', nurseAsks({ user: { role: undefined as never } }), ['request: user-malformed']],
    [
      'whose voucher is a word',
      nurseAsks({ user: { roleVouched: 'yes' as never } }),
      ['request: user-malformed'],
    ],
    [
      'whose sign-in has no end',
      nurseAsks({ user: { signInExpiresAt: undefined as never } }),
      ['request: user-malformed'],
    ],
    ['with no purpose', nurseAsks({ purpose: undefined as never }), ['request: purpose-malformed']],
    [
      'with a relationship of its own',
      nurseAsks({ relationship: 'friend' as never }),
      ['request: relationship-malformed'],
    ],
    [
      'with a null relationship',
      nurseAsks({ relationship: null as never }),
      ['request: relationship-malformed'],
    ],
    ['with a link state of its own', nurseAsks({ link: 'In-Force' as never }), ['request: link-malformed']],
    ['with no link state', nurseAsks({ link: undefined as never }), ['request: link-malformed']],
    [
      'with a training state of its own',
      nurseAsks({ training: 'exempt' as never }),
      ['request: training-malformed'],
    ],
    [
      'with no restriction',
      nurseAsks({ restriction: undefined as never }),
      ['request: restriction-malformed'],
    ],
    [
      'that leaves out whether the person is restricted',
      nurseAsks({ restriction: { ...unrestricted, restricted: undefined as never } }),
      ['request: restriction-malformed'],
    ],
    [
      'that leaves out the allow-list',
      nurseAsks({ restriction: { ...unrestricted, allowListed: 1 as never } }),
      ['request: restriction-malformed'],
    ],
    [
      'that leaves out the protected identity',
      nurseAsks({ restriction: { ...unrestricted, protectedIdentity: null as never } }),
      ['request: restriction-malformed'],
    ],
    [
      'with a malformed opening',
      nurseAsks({ breakGlassUntil: 'for ever' as never }),
      ['request: break-glass-malformed'],
    ],
    [
      'with nothing right in it',
      {},
      [
        'request: item-malformed',
        'request: moment-malformed',
        'request: holder-malformed',
        'request: user-malformed',
        'request: purpose-malformed',
        'request: link-malformed',
        'request: training-malformed',
        'request: restriction-malformed',
      ],
    ],
    [
      'with the name of a prototype for a role',
      nurseAsks({ user: { role: '__proto__' } }),
      ['role: role-unknown'],
    ],
    ['with a built-in name for a role', nurseAsks({ user: { role: 'constructor' } }), ['role: role-unknown']],
    [
      'with the name of a prototype for an item',
      nurseAsks({ item: '__proto__' as never }),
      ['clause: item-unknown'],
    ],
    [
      'with the name of a prototype for a purpose',
      nurseAsks({ purpose: '__proto__' }),
      ['purpose: purpose-unknown'],
    ],
    [
      'with the name of a prototype for an employer',
      nurseAsks({ user: { organisation: 'toString' } }),
      ['agreement: organisation-not-party'],
    ],
    [
      'with the name of a prototype for a holder',
      nurseAsks({ holder: 'hasOwnProperty' }),
      ['agreement: holder-not-party'],
    ],
  ];
  test('that throws when touched is a refusal like any other', () => {
    expect(decide(levelTwo, malformed().at(-1)!)).toEqual({
      outcome: 'refused',
      reasons: [{ gate: 'request', code: 'decision-failed' }],
    });
  });
  test.each(cases)('%s is refused and told which part', (_what, request, expected) => {
    expect(reasons(decide(levelTwo, request as AccessRequest))).toEqual(expected);
  });

  test.each([undefined, null, 7, 'text', Symbol('x')])(
    'that is no object at all (%s) is refused',
    (request) => {
      expect(reasons(decide(levelTwo, request as never))[0]).toBe('request: request-malformed');
    },
  );

  test('is read once, so that an answer can’t change between the check and the use', () => {
    let reads = 0;
    const request = {
      ...nurseAsks(),
      get link() {
        reads += 1;
        return 'in-force';
      },
    };
    expect(reasons(decide(levelTwo, request as AccessRequest))).toEqual(['granted']);
    expect(reads).toBe(1);
  });

  test('gains nothing from what its prototype says', () => {
    const { link, ...without } = nurseAsks();
    const inherits = Object.assign(Object.create({ link }), without) as AccessRequest;
    expect(inherits.link).toBe('in-force');
    expect(reasons(decide(levelTwo, inherits))).toEqual(['request: link-malformed']);
  });
});
