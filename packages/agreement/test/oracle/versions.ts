import { stringify } from 'yaml';
import type { Agreement } from '../../src/index.ts';
import { parseAgreement } from '../../src/index.ts';
import { atLevel, BOARD, changed, clauseOf, COUNCIL, demonstrationText, partyOf } from '../demonstration.ts';

/** A version with everything that the demonstration does not use: more parties, caps, gaps, nested groups. */
const hard = changed((agreement) => {
  agreement.version = '9.0';
  partyOf(agreement, BOARD).roles = [
    'child-health',
    'community-nurse',
    'ward-nurse',
    'home-team-member',
    'ahp',
  ];
  partyOf(agreement, BOARD).periods = [
    { from: '2026-01-05', until: '2026-05-31' },
    { from: '2026-07-01', until: '2028-03-26' },
  ];
  partyOf(agreement, COUNCIL).level = 3;
  agreement.parties.push({
    ...structuredClone(partyOf(agreement, BOARD)),
    id: 'practices',
    name: 'The practices',
    level: 1,
    periods: [{ from: '2026-10-25' }],
    roles: ['gp', 'hospital-doctor', 'health-admin'],
  });
  agreement.parties.push({
    ...structuredClone(partyOf(agreement, COUNCIL)),
    id: 'joint-board',
    name: 'The board of both',
    kind: 'joint-board',
  });
  agreement.groups['everybody'] = ['clinical', 'health-admin'];
  agreement.groups['nested'] = ['everybody'];
  clauseOf(agreement, 'key-people').to = ['nested'];
  clauseOf(agreement, 'documents').level = 2;
  agreement.informationShared['council-to-health'] = agreement.informationShared['council-to-health'].filter(
    ({ item }) => item !== 'equipment',
  );
  agreement.training.graceDays = 0;
  agreement.training.without = [
    { states: ['lapsed'], levels: [1], purposes: ['front-door-triage'], means: 'refuse' },
    { states: ['lapsed'], levels: [1, 2], purposes: ['direct-care', 'adult-protection'], means: 'warn' },
    {
      states: ['none', 'lapsed'],
      levels: [2],
      purposes: ['direct-care', 'discharge-planning'],
      means: 'refuse',
    },
    { states: ['none'], levels: [1], means: 'emergency' },
  ];
  agreement.breakGlass = { ...agreement.breakGlass, opens: ['training'], minutes: 7 };
}, atLevel(3));

const unopened = changed((agreement) => {
  agreement.version = '8.0';
  agreement.breakGlass.opens = ['relationship'];
  agreement.training.without = [];
}, atLevel(4));

/** As text, because that is what both sides of the comparison start from. */
export const versionTexts: readonly string[] = [
  demonstrationText,
  ...[atLevel(1), atLevel(3), hard, unopened].map((agreement: Agreement) => stringify(agreement)),
];

export function parsed(text: string): Agreement {
  const result = parseAgreement(text);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.agreement;
}
