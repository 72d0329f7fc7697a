import { instantOf } from '@solway/kernel';
import { type AccessRequest, compile, type Decision } from '../src/index.ts';
import { BOARD, changed, COUNCIL, levelTwo, MINUTE, MONDAY, nurseAsks, partyOf } from './demonstration.ts';

export const later = (minutes: number) => instantOf(MONDAY + minutes * MINUTE);
export const reasons = (decision: Decision): readonly string[] =>
  decision.outcome === 'granted' ? ['granted'] : decision.reasons.map(({ gate, code }) => `${gate}: ${code}`);
export const unrestricted = { restricted: false, allowListed: false, protectedIdentity: false };

export const noGrace = compile(changed((a) => void (a.training.graceDays = 0)));
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
export const joined = compile(
  changed((a) => {
    partyOf(a, BOARD).periods = [{ from: '2026-02-01', until: '2026-02-28' }, { from: '2026-07-01' }];
  }),
);
const councilLeft = compile(
  changed((a) => void (partyOf(a, COUNCIL).periods = [{ from: '2026-01-05', until: '2026-06-14' }])),
);
const boardCapped = compile(changed((a) => void (partyOf(a, BOARD).level = 1)));
const councilCapped = compile(changed((a) => void (partyOf(a, COUNCIL).level = 1)));
export const fewerClauses = compile(
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
export const refusals: readonly [
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
