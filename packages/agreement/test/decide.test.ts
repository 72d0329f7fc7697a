import { instantOf } from '@solway/kernel';
import { describe, expect, test } from 'vitest';
import type { AccessRequest, Decision } from '../src/index.ts';
import { compile, decide, GATES, REASON_CODES } from '../src/index.ts';
import {
  atLevel,
  BOARD,
  changed,
  clauseOf,
  COUNCIL,
  demonstration,
  levelTwo,
  MINUTE,
  MONDAY,
  nurseAsks,
  partyOf,
  workerAsks,
} from './demonstration.ts';

const later = (minutes: number) => instantOf(MONDAY + minutes * MINUTE);
const reasons = (decision: Decision): readonly string[] =>
  decision.outcome === 'granted' ? ['granted'] : decision.reasons.map(({ gate, code }) => `${gate}: ${code}`);
const unrestricted = { restricted: false, allowListed: false, protectedIdentity: false };

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

const noGrace = compile(changed((a) => void (a.training.graceDays = 0)));
const nursesOnly = compile(
  changed((a) => {
    partyOf(a, BOARD).roles = ['community-nurse', 'child-health'];
    a.roles.health = Object.fromEntries(
      Object.entries(a.roles.health).filter(([role]) =>
        [
          'community-nurse',
          'gp',
          'health-visitor',
          'school-nurse',
          'midwife',
          'paediatrician',
          'ed-clinician',
        ].includes(role),
      ),
    );
    a.parties.push({
      ...structuredClone(partyOf(a, BOARD)),
      id: 'gp-practice',
      name: 'A practice',
      roles: ['gp', 'home-team-member'],
    });
    const kept = new Set([
      ...Object.keys(a.roles.health),
      ...Object.keys(a.roles.council),
      'home-team-member',
    ]);
    const groups = a.groups;
    for (const [group, members] of Object.entries(groups))
      groups[group] = members.filter((name) => kept.has(name) || name in groups);
    for (const clause of a.informationShared['council-to-health'])
      clause.to = clause.to.filter((name) => kept.has(name) || name in groups);
  }),
);
const joined = compile(
  changed((a) => {
    partyOf(a, BOARD).periods = [{ from: '2026-02-01', until: '2026-02-28' }, { from: '2026-07-01' }];
  }),
);
const councilLeft = compile(
  changed((a) => void (partyOf(a, COUNCIL).periods = [{ from: '2026-01-05', until: '2026-06-14' }])),
);
const boardCapped = compile(changed((a) => void (partyOf(a, BOARD).level = 1)));
const councilCapped = compile(changed((a) => void (partyOf(a, COUNCIL).level = 1)));
const fewerClauses = compile(
  changed((a) => {
    a.informationShared['council-to-health'].splice(3, 1);
  }),
);
const trainingRefuses = compile(
  changed((a) => {
    a.training.without = [
      { states: ['lapsed', 'none'], levels: [1, 2], purposes: ['direct-care'], means: 'refuse' },
    ];
  }),
);
const nothingOpens = compile(changed((a) => void (a.breakGlass.opens = [])));

/** Each row: what is asked, under what, and every reason it must be refused for. One gate at a time. */
const refusals: readonly [
  string,
  ReturnType<typeof compile> | undefined,
  AccessRequest,
  readonly string[],
][] = [
  ['no agreement', undefined, nurseAsks(), ['agreement: no-agreement']],
  [
    'an object shaped like a compiled agreement',
    { ...levelTwo },
    nurseAsks(),
    ['agreement: agreement-not-compiled'],
  ],
  [
    'a moment before the agreement starts',
    levelTwo,
    nurseAsks({ at: instantOf(Date.parse('2026-01-04T23:59:59.999Z')) }),
    [
      'agreement: agreement-not-started',
      'agreement: organisation-not-in-force',
      'agreement: holder-not-in-force',
    ],
  ],
  [
    'the moment the agreement has ended',
    levelTwo,
    nurseAsks({
      at: instantOf(Date.parse('2029-01-05T00:00:00.000Z')),
      user: { signInExpiresAt: instantOf(Date.parse('2029-01-05T01:00:00.000Z')) },
    }),
    ['agreement: agreement-ended', 'agreement: organisation-not-in-force', 'agreement: holder-not-in-force'],
  ],
  [
    'a user whose employer is not a party',
    levelTwo,
    nurseAsks({ user: { organisation: 'nhs-elsewhere' } }),
    ['agreement: organisation-not-party'],
  ],
  [
    'a user whose employer has left for a while',
    joined,
    nurseAsks(),
    ['agreement: organisation-not-in-force'],
  ],
  [
    'a holder that is not a party',
    levelTwo,
    nurseAsks({ holder: 'elsewhere' }),
    ['agreement: holder-not-party'],
  ],
  ['a holder that has left', councilLeft, nurseAsks(), ['agreement: holder-not-in-force']],
  [
    'an item that Solway does not know',
    levelTwo,
    nurseAsks({ item: 'shoe-size' as 'documents' }),
    ['clause: item-unknown'],
  ],
  ['an item that no clause names', fewerClauses, nurseAsks(), ['clause: item-not-named']],
  [
    'an item asked of a party that does not hold it',
    levelTwo,
    nurseAsks({ holder: BOARD }),
    ['clause: holder-not-sender'],
  ],
  [
    'an item above the level in force',
    levelTwo,
    nurseAsks({ item: 'documents' }),
    ['level: item-above-level', 'level: item-above-organisation-level', 'level: item-above-holder-level'],
  ],
  [
    'an item above what the user’s employer has agreed to',
    boardCapped,
    nurseAsks(),
    ['level: item-above-organisation-level'],
  ],
  [
    'an item above what the holder has agreed to',
    councilCapped,
    nurseAsks(),
    ['level: item-above-holder-level'],
  ],
  [
    'a role the agreement does not know',
    levelTwo,
    nurseAsks({ user: { role: 'wizard' } }),
    ['role: role-unknown'],
  ],
  [
    'a role of the other organisation',
    levelTwo,
    nurseAsks({ user: { role: 'social-worker' } }),
    ['role: role-not-of-organisation', 'role: role-not-named'],
  ],
  [
    'a role the clause does not name',
    levelTwo,
    nurseAsks({ user: { role: 'health-admin' } }),
    ['role: role-not-named'],
  ],
  [
    'a role that this party does not vouch for, though another of its kind does',
    nursesOnly,
    nurseAsks({ user: { role: 'home-team-member' } }),
    ['role: role-not-of-organisation'],
  ],
  [
    'a Home Team member employed by the side that sends the item',
    levelTwo,
    nurseAsks({ user: { role: 'home-team-member', organisation: COUNCIL } }),
    ['role: organisation-not-recipient'],
  ],
  [
    'a purpose the agreement does not know',
    levelTwo,
    nurseAsks({ purpose: 'curiosity' }),
    ['purpose: purpose-unknown'],
  ],
  [
    'a purpose the clause does not name',
    levelTwo,
    nurseAsks({ purpose: 'front-door-triage' }),
    ['purpose: purpose-not-named'],
  ],
  [
    'a sign-in at the moment it expires',
    levelTwo,
    nurseAsks({ user: { signInExpiresAt: later(0) } }),
    ['sign-in: sign-in-expired'],
  ],
  [
    'a role nobody vouches for today',
    levelTwo,
    nurseAsks({ user: { roleVouched: false } }),
    ['sign-in: role-not-vouched'],
  ],
  ['a person with no link', levelTwo, nurseAsks({ link: 'none' }), ['link: link-none']],
  ['a link that is suspended', levelTwo, nurseAsks({ link: 'suspended' }), ['link: link-suspended']],
  ['a link under review', levelTwo, nurseAsks({ link: 'under-review' }), ['link: link-under-review']],
  [
    'a restricted person',
    levelTwo,
    nurseAsks({ restriction: { ...unrestricted, restricted: true } }),
    ['restriction: person-restricted'],
  ],
  [
    'a protected identity, even to someone on the allow-list',
    levelTwo,
    nurseAsks({ restriction: { restricted: true, allowListed: true, protectedIdentity: true } }),
    ['protected-identity: identity-protected'],
  ],
  [
    'nobody’s patient and no stated purpose',
    levelTwo,
    nurseAsks({ relationship: undefined }),
    ['relationship: relationship-none'],
  ],
  [
    'an emergency opening at the moment it ends',
    levelTwo,
    nurseAsks({ relationship: undefined, breakGlassUntil: later(0) }),
    ['relationship: relationship-none', 'relationship: break-glass-expired'],
  ],
  [
    'an emergency opening for longer than the agreement allows',
    levelTwo,
    nurseAsks({ relationship: undefined, breakGlassUntil: instantOf(MONDAY + 30 * MINUTE + 1) }),
    ['relationship: relationship-none', 'relationship: break-glass-too-long'],
  ],
  [
    'an emergency opening under an agreement that opens nothing',
    nothingOpens,
    nurseAsks({ relationship: undefined, breakGlassUntil: later(10) }),
    ['relationship: relationship-none'],
  ],
  ['training that lapsed', levelTwo, nurseAsks({ training: 'lapsed' }), ['training: training-lapsed']],
  ['training never done', levelTwo, nurseAsks({ training: 'none' }), ['training: training-none']],
  [
    'training in a grace period that the agreement does not give',
    noGrace,
    nurseAsks({ training: 'grace' }),
    ['training: training-grace-not-allowed'],
  ],
  [
    'lapsed training with an opening that has ended',
    levelTwo,
    nurseAsks({ training: 'lapsed', breakGlassUntil: later(-1) }),
    ['training: training-lapsed', 'training: break-glass-expired'],
  ],
  [
    'lapsed training with an opening that is too long',
    levelTwo,
    nurseAsks({ training: 'lapsed', breakGlassUntil: later(31) }),
    ['training: training-lapsed', 'training: break-glass-too-long'],
  ],
  [
    'lapsed training where the agreement refuses outright, opening or no',
    trainingRefuses,
    nurseAsks({ training: 'lapsed', breakGlassUntil: later(10) }),
    ['training: training-lapsed'],
  ],
];

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

function malformed(): AccessRequest[] {
  const thrower = new Proxy(nurseAsks(), {
    get() {
      throw new Error('hostile');
    },
  });
  return [
    undefined,
    null,
    7,
    nurseAsks({ item: 3 as never }),
    nurseAsks({ at: 'NaN' as never }),
    nurseAsks({ holder: '' }),
    nurseAsks({ user: { role: {} as never } }),
    nurseAsks({ purpose: null as never }),
    nurseAsks({ relationship: 'friend' as never }),
    nurseAsks({ link: 'constructor' as never }),
    nurseAsks({ training: undefined as never }),
    nurseAsks({ restriction: undefined as never }),
    nurseAsks({ breakGlassUntil: null as never }),
    thrower,
  ] as AccessRequest[];
}

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
