import type { ProblemCode } from '../src/index.ts';
import { demonstrationText } from './demonstration.ts';

/** The demonstration's text with one passage replaced, once. */
export function edited(from: string, to: string): string {
  const at = demonstrationText.indexOf(from);
  if (at < 0) throw new Error(`the demonstration no longer says: ${from}`);
  return demonstrationText.slice(0, at) + to + demonstrationText.slice(at + from.length);
}

export function lineOf(text: string, what: string): number {
  const at = text.indexOf(what);
  if (at < 0) throw new Error(`not in the text: ${what}`);
  return text.slice(0, at).split('\n').length;
}

/** The clause of an item, as its text. */
function clauseText(item: string): string {
  const start = demonstrationText.lastIndexOf('    - clause:', demonstrationText.indexOf(`item: ${item}\n`));
  const next = demonstrationText.indexOf('    - clause:', start + 1);
  return demonstrationText.slice(start, next);
}

/** Each row: what is wrong, its text, its code, and words that stand on its line. */
export const wrong: readonly [string, string, ProblemCode, string][] = [
  [
    'an item that Solway does not know',
    edited('item: documents', 'item: shoe-size'),
    'item-unknown',
    'item: shoe-size',
  ],
  ['an item of the other party', edited('item: documents', 'item: letters'), 'item-unknown', 'item: letters'],
  [
    'an item named twice',
    edited('item: equipment', 'item: support-reason'),
    'item-duplicate',
    'item: support-reason\n      level: 2\n      to: [clinical]\n      purposes: [direct-care, discharge-planning]\n      why: So that equipment',
  ],
  [
    'a clause number used twice',
    edited('clause: C2\n', 'clause: C1\n'),
    'clause-duplicate',
    'clause: C1\n      item: worker',
  ],
  [
    'a role or group that does not exist',
    edited('to: [clinical, health-admin]', 'to: [clinical, wizard]'),
    'role-or-group-unknown',
    'to: [clinical, wizard]',
  ],
  [
    'a group member that does not exist',
    edited('  doctors: [gp, ', '  doctors: [gp, wizard, '),
    'role-or-group-unknown',
    '  doctors: [',
  ],
  [
    'a group that holds itself',
    edited('practitioner, access-point-handler', 'practitioner, council-all, access-point-handler'),
    'group-circular',
    '  council-all:',
  ],
  [
    'two groups that hold each other',
    edited(
      '  practitioner:\n    [\n      social-worker,',
      '  practitioner:\n    [\n      council-all,\n      social-worker,',
    ),
    'group-circular',
    '  practitioner:',
  ],
  [
    'a group with the name of a role',
    edited('  doctors: [', '  gp: [ahp]\n  doctors: ['),
    'role-duplicate',
    '  gp: [ahp]',
  ],
  [
    'a role on both sides',
    edited('    social-worker: ', '    gp: GPs\n    social-worker: '),
    'role-duplicate',
    '    gp: GPs\n    social-worker',
  ],
  [
    'a role of the side that does not receive',
    edited('to: [doctors, home-team-member]', 'to: [doctors, social-worker]'),
    'role-wrong-side',
    'to: [doctors, social-worker]',
  ],
  [
    'a role that nobody has',
    edited('    kind: health\n', '    kind: health\n    roles: [clinical]\n'),
    'role-nobody-has',
    '    health-admin: health administrators',
  ],
  [
    'a party’s role that does not exist',
    edited('    kind: health\n', '    kind: health\n    roles: [clinical, health-admin, wizard]\n'),
    'role-or-group-unknown',
    'roles: [clinical, health-admin, wizard]',
  ],
  [
    'a party named twice',
    edited('  - id: nhs-dumfries-and-galloway', '  - id: dumfries-and-galloway-council'),
    'party-duplicate',
    'id: dumfries-and-galloway-council\n    name: NHS',
  ],
  [
    'one officer who would sign twice for a party',
    edited('role: senior-information-risk-owner\n', 'role: chief-social-work-officer\n'),
    'office-duplicate',
    'role: chief-social-work-officer\n        signsFor: That the council accepts',
  ],
  [
    'no party that receives',
    edited('    kind: health\n', '    kind: joint-board\n'),
    'party-kind-missing',
    'parties:',
  ],
  [
    'a flow to somebody who is not a party',
    edited('      to: nhs-dumfries-and-galloway', '      to: nhs-elsewhere'),
    'party-unknown',
    'to: nhs-elsewhere',
  ],
  [
    'a purpose that does not exist',
    edited(
      'purposes: [direct-care, discharge-planning, adult-protection]',
      'purposes: [direct-care, curiosity]',
    ),
    'purpose-unknown',
    'purposes: [direct-care, curiosity]',
  ],
  [
    'a legal basis that does not exist',
    edited('legalBasis: [child-wellbeing]', 'legalBasis: [goodwill]'),
    'legal-basis-unknown',
    'legalBasis: [goodwill]',
  ],
  [
    'adult protection with no basis of its own',
    edited(
      'legalBasis: [health-and-social-care, adult-protection-inquiries]',
      'legalBasis: [health-and-social-care]',
    ),
    'purpose-without-basis',
    'legalBasis: [health-and-social-care]\n      frequency: each time a summary is opened\n      retention: not kept by the recipient; the disclosure is kept in the ledger\n    - clause: C5',
  ],
  [
    'an end before the start',
    edited('end: 2029-01-04', 'end: 2025-01-04'),
    'dates-contradict',
    'end: 2025-01-04',
  ],
  [
    'a review after the end',
    edited('review: 2027-01-05', 'review: 2030-01-05'),
    'dates-contradict',
    'review: 2030-01-05',
  ],
  [
    'a party’s periods that overlap',
    edited(
      '    kind: health\n',
      '    kind: health\n    periods:\n      - { from: 2026-01-05, until: 2026-03-01 }\n      - { from: 2026-03-01 }\n',
    ),
    'dates-overlap',
    '- { from: 2026-03-01 }',
  ],
  [
    'a party’s period outside the agreement',
    edited('    kind: health\n', '    kind: health\n    periods:\n      - { from: 2025-01-05 }\n'),
    'dates-contradict',
    '- { from: 2025-01-05 }',
  ],
  [
    'a clause at a level that no appendix describes',
    edited('  - level: 4\n    title: Level 4, full', '  - level: 3\n    title: Level 4, full'),
    'level-without-appendix',
    'level: 4\n      to: [home-team-member]',
  ],
  [
    'a level in force that no appendix describes',
    edited('  - level: 2\n    title: Level 2', '  - level: 3\n    title: Level 2'),
    'level-without-appendix',
    'level: 2\n\nparties',
  ],
  [
    'a level described twice',
    edited('  - level: 4\n    title: Level 4, full', '  - level: 3\n    title: Level 4, full'),
    'appendix-duplicate',
    'level: 3\n    title: Level 4, full',
  ],
  [
    'a level in force that nobody assessed',
    edited('\nlevel: 2\n', '\nlevel: 3\n'),
    'level-without-assessment',
    'level: 3\n',
  ],
  [
    'a lift for more people than the clause',
    edited(
      clauseText('letters'),
      `${clauseText('letters')}      lifts:\n        - mark: third-party\n          to: [homecare-organiser]\n          purposes: [direct-care]\n          legalBasis: health-and-social-care\n          why: For tests.\n`,
    ),
    'lift-wider-than-clause',
    'mark: third-party',
  ],
  [
    'break-glass that opens what it never opens',
    edited('never: [restriction,', 'never: [training, restriction,'),
    'break-glass-contradicts',
    'opens: [relationship, training]',
  ],
  [
    'break-glass that leaves out what it must never open',
    edited(
      'never: [restriction, seal, protected-identity, agreement]',
      'never: [restriction, seal, agreement]',
    ),
    'break-glass-contradicts',
    'never: [restriction, seal, agreement]',
  ],
  [
    'training that walls off protection',
    edited('      levels: [1, 2]\n      means: emergency', '      levels: [1, 2]\n      means: refuse'),
    'training-walls-protection',
    'means: refuse',
  ],
  [
    'a training rule for a purpose that does not exist',
    edited(
      '      purposes: [adult-protection, child-protection]\n      means: warn',
      '      purposes: [curiosity]\n      means: warn',
    ),
    'purpose-unknown',
    'purposes: [curiosity]',
  ],
  [
    'a basis that covers a purpose that does not exist',
    edited('covers: [child-protection]', 'covers: [child-protection, curiosity]'),
    'purpose-unknown',
    'covers: [child-protection, curiosity]',
  ],
  [
    'a section left blank',
    edited(
      demonstrationText.slice(
        demonstrationText.indexOf('transparency: >-'),
        demonstrationText.indexOf('accuracy: >-'),
      ),
      'transparency:\n',
    ),
    'section-blank',
    'transparency:',
  ],
  [
    'a section of spaces',
    edited(
      demonstrationText.slice(
        demonstrationText.indexOf('signOff: >-'),
        demonstrationText.indexOf('appendices:'),
      ),
      "signOff: '   '\n",
    ),
    'section-blank',
    'signOff:',
  ],
  ['an empty list', edited('to: [clinical, health-admin]', 'to: []'), 'section-blank', 'to: []'],
  [
    'a section left out',
    edited(
      demonstrationText.slice(
        demonstrationText.indexOf('rights: >-'),
        demonstrationText.indexOf('security:'),
      ),
      '',
    ),
    'section-missing',
    '# The demonstration agreement.',
  ],
  [
    'a field left out of a clause',
    edited('      frequency: each time a summary is opened\n', ''),
    'section-missing',
    '- clause: C1',
  ],
  [
    'a key that means nothing',
    edited('transparency: >-', 'colour: blue\ntransparency: >-'),
    'key-unknown',
    'colour: blue',
  ],
  [
    'a level out of range',
    edited('item: documents\n      level: 3', 'item: documents\n      level: 5'),
    'value-invalid',
    'level: 5',
  ],
  [
    'a date that is not in the calendar',
    edited('start: 2026-01-05', 'start: 2026-02-31'),
    'value-invalid',
    'start: 2026-02-31',
  ],
  [
    'an emergency opening of a restriction',
    edited('opens: [relationship, training]', 'opens: [restriction]'),
    'value-invalid',
    'opens: [restriction]',
  ],
  [
    'a lift of the mark on a restricted person',
    edited(
      clauseText('letters'),
      `${clauseText('letters')}      lifts:\n        - mark: restricted-person\n          to: [practitioner]\n          purposes: [direct-care]\n          legalBasis: health-and-social-care\n          why: For tests.\n`,
    ),
    'value-invalid',
    'mark: restricted-person',
  ],
  [
    'a key given twice',
    edited('accuracy: >-', 'title: Another\naccuracy: >-'),
    'yaml-malformed',
    'title: Another',
  ],
  ['a broken line', edited('level: 2\n\nparties:', 'level: [2\n\nparties:'), 'yaml-malformed', 'parties:'],
  ['an alias', edited('scope: >-', 'accuracy2: &a x\nscope2: *a\nscope: >-'), 'yaml-malformed', 'scope2: *a'],
];
