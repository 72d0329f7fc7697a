import { describe, expect, test } from 'vitest';
import {
  type Agreement,
  compare,
  compile,
  digest,
  grantsOf,
  whatCouldSee,
  whoCouldSee,
} from '../src/index.ts';
import {
  atLevel,
  BOARD,
  changed,
  clauseOf,
  COUNCIL,
  demonstration,
  levelTwo,
  partyOf,
} from './demonstration.ts';

const from = (change: (agreement: Agreement) => void) => compare(demonstration, changed(change));

describe('comparing two versions says in words', () => {
  test('nothing, where nothing differs', () => {
    expect(compare(demonstration, structuredClone(demonstration))).toEqual({
      access: [],
      settings: [],
      sentences: [],
      material: false,
    });
  });
  test('who would newly see what', () => {
    const without = changed((a) => void (clauseOf(a, 'care-packages').to = ['gp']));
    const again = changed((a) => void (clauseOf(a, 'care-packages').to = ['gp', 'community-nurse']));
    const comparison = compare(without, again);
    expect(comparison.sentences).toEqual([
      'Community nurses would newly see care packages and their providers, for direct care, discharge planning and adult protection.',
    ]);
    expect(comparison.access).toEqual([
      {
        kind: 'newly-sees',
        item: 'care-packages',
        organisation: BOARD,
        role: 'community-nurse',
        purposes: ['direct-care', 'discharge-planning', 'adult-protection'],
        sentence: comparison.sentences[0],
      },
    ]);
    expect(comparison.material).toBe(true);
    expect(compare(again, without).sentences).toEqual([
      'Community nurses would no longer see care packages and their providers.',
    ]);
    expect(compare(again, without).material).toBe(false);
  });
  test('who would see it for more purposes, or fewer', () => {
    const wider = from(
      (a) =>
        void (clauseOf(a, 'medicines').purposes = ['direct-care', 'discharge-planning', 'adult-protection']),
    );
    expect(wider.sentences).toContain(
      'Social workers, mental health officers, child protection workers, occupational therapists, team managers, home-care organisers and Home Team members would also see medicines, for adult protection.',
    );
    expect(wider.access.every(({ kind }) => kind === 'also-for')).toBe(true);
    expect(wider.material).toBe(true);
    const narrower = from((a) => void (clauseOf(a, 'medicines').purposes = ['direct-care']));
    expect(narrower.sentences[0]).toMatch(/would no longer see medicines, for discharge planning\.$/);
    expect(narrower.material).toBe(false);
  });
  test('both at once, where some purposes come and others go', () => {
    const swapped = from((a) => void (clauseOf(a, 'incapacity-certificate').purposes = ['direct-care']));
    expect(swapped.access.map(({ kind }) => kind)).toEqual(Array(4).fill('no-longer-for'));
    const moved = from((a) => void (clauseOf(a, 'medicines').purposes = ['adult-protection', 'direct-care']));
    expect(new Set(moved.access.map(({ kind }) => kind))).toEqual(new Set(['also-for', 'no-longer-for']));
  });
  test('only what is in force: a clause above the level is not yet anybody’s', () => {
    expect(from((a) => void (clauseOf(a, 'case-notes').to = ['gp'])).access).toEqual([]);
  });
  test('what the next level would bring, by item, with purposes only where not all', () => {
    const { sentences, material } = compare(demonstration, atLevel(3));
    expect(sentences).toContain(
      'Mental health officers and Home Team members would newly see results, for direct care.',
    );
    expect(sentences).toContain('The level in force would change from 2 to 3.');
    expect(material).toBe(true);
    const down = compare(
      demonstration,
      changed((a) => void (a.level = 1)),
    ).sentences;
    expect(down.some((sentence) => sentence.endsWith('would no longer see key people.'))).toBe(true);
    const up = compare(
      changed((a) => void (a.level = 1)),
      demonstration,
    ).sentences;
    expect(up.some((sentence) => sentence.endsWith('would newly see key people.'))).toBe(true);
  });
  test('a change of a group by the roles that it lets in', () => {
    const wider = from((a) => void a.groups['doctors']!.push('midwife'));
    expect(wider.sentences).toEqual(['Midwives would newly see mental health measures.']);
  });
  test('at which organisation, where more than one could be meant', () => {
    const practices = changed((a) => {
      a.parties.push({
        ...structuredClone(partyOf(a, BOARD)),
        id: 'practices',
        name: 'The practices',
        level: 1,
        roles: ['gp'],
      });
    });
    const joined = compare(demonstration, practices);
    expect(joined.sentences).toContain('GPs at The practices would newly see the allocated worker and team.');
    expect(joined.sentences).toContain('The practices, as a party, would be added.');
    expect(joined.sentences.join()).not.toContain('key people');
    const left = compare(practices, demonstration);
    expect(left.sentences).toContain('GPs at The practices would no longer see staff safety alerts.');
    expect(left.sentences).toContain('The practices, as a party, would be removed.');
    const capped = changed((a) => void (partyOf(a, 'practices').level = 2), practices);
    expect(compare(practices, capped).sentences).toContain(
      'The level that The practices has agreed to would change from 1 to 2.',
    );
    expect(
      compare(
        demonstration,
        changed((a) => void (partyOf(a, COUNCIL).level = 1)),
      ).sentences,
    ).toContain(
      'The level that Dumfries and Galloway Council has agreed to would change from the agreement’s own level to 1.',
    );
  });
  test('a role that is no more, in the words that it had', () => {
    const renamed = from((a) => {
      const { 'homecare-organiser': words, ...council } = a.roles.council;
      a.roles.council = { ...council, 'care-at-home-organiser': `new ${words}` };
      const text = JSON.stringify([a.groups, a.informationShared]).replaceAll(
        '"homecare-organiser"',
        '"care-at-home-organiser"',
      );
      [a.groups, a.informationShared] = JSON.parse(text) as [
        Agreement['groups'],
        Agreement['informationShared'],
      ];
    });
    expect(renamed.sentences).toContain('Home-care organisers would no longer see allergies.');
    expect(renamed.sentences.join()).toContain('New home-care organisers would newly see allergies');
    expect(renamed.sentences).toContain('The words of the names of the roles would change.');
  });
  test('marks that a clause would lift, and that this is material', () => {
    const lifted = from((a) => {
      clauseOf(a, 'problems').lifts = [
        {
          mark: 'third-party',
          to: ['team-manager'],
          purposes: ['direct-care'],
          legalBasis: 'health-and-social-care',
          why: 'x',
        },
        {
          mark: 'third-party',
          to: ['team-manager'],
          purposes: ['discharge-planning'],
          legalBasis: 'health-and-social-care',
          why: 'x',
        },
      ];
    });
    expect(lifted.sentences).toEqual([
      'Team managers would newly see third-party entries among health problems, for direct care and discharge planning.',
    ]);
    expect(lifted.access[0]?.mark).toBe('third-party');
    expect(lifted.material).toBe(true);
  });
  test.each<[string, (agreement: Agreement) => void, string, boolean]>([
    [
      'start',
      (a) => void (a.implementation.start = '2026-02-01'),
      'The start date would change from 2026-01-05 to 2026-02-01.',
      false,
    ],
    [
      'end',
      (a) => void (a.implementation.end = '2028-01-04'),
      'The end date would change from 2029-01-04 to 2028-01-04.',
      false,
    ],
    [
      'review',
      (a) => void (a.implementation.review = '2027-02-05'),
      'The review date would change from 2027-01-05 to 2027-02-05.',
      false,
    ],
    [
      'review grace',
      (a) => void (a.implementation.reviewGraceDays = 30),
      'The days of grace after a missed review would change from 90 to 30.',
      false,
    ],
    [
      'renewal',
      (a) => void (a.training.renewEveryDays = 730),
      'The days before training is renewed would change from 365 to 730.',
      false,
    ],
    [
      'grace',
      (a) => void (a.training.graceDays = 0),
      'The days of grace after training lapses would change from 28 to 0.',
      false,
    ],
    [
      'minutes',
      (a) => void (a.breakGlass.minutes = 15),
      'The minutes of an emergency opening would change from 30 to 15.',
      false,
    ],
    [
      'opens',
      (a) => void (a.breakGlass.opens = []),
      'What an emergency opening opens would change from relationship and training to nothing.',
      true,
    ],
    [
      'proof',
      (a) => void (a.security.whenProofIsLate = 'stop'),
      'What happens when the proof of the ledger is late would change from “continue” to “stop”.',
      false,
    ],
    [
      'a clause’s level',
      (a) => void (clauseOf(a, 'letters').level = 4),
      'The level of letters would change from 3 to 4.',
      true,
    ],
    [
      'training rules',
      (a) => void (a.training.without[1]!.means = 'emergency'),
      'What lapsed training means at level 2 for adult protection would change from “shown with a warning” to “only by emergency access”.',
      false,
    ],
    [
      'words of a section',
      (a) => void (a.rights += ' And more.'),
      'The words of the section on individuals’ rights would change.',
      false,
    ],
    [
      'words of the security section',
      (a) => void (a.security.words += ' More.'),
      'The words of the section on security would change.',
      false,
    ],
    [
      'words of implementation',
      (a) => void (a.implementation.workInstructions += ' More.'),
      'The words of the section on implementation would change.',
      false,
    ],
    [
      'the course',
      (a) => void (a.training.course = 'Another'),
      'The words of the section on training would change.',
      false,
    ],
    [
      'what break-glass never opens',
      (a) => void a.breakGlass.never.push('link'),
      'The words of the section on emergency access would change.',
      false,
    ],
    [
      'legal basis',
      (a) => void (a.legalBasis.words += ' More.'),
      'The words of the section on legal basis would change.',
      true,
    ],
    [
      'words of a clause',
      (a) => void (clauseOf(a, 'letters').why = 'Another reason.'),
      'The words of the table of information shared would change.',
      false,
    ],
    [
      'a signing officer',
      (a) => void (partyOf(a, BOARD).signingOfficers[0]!.office = 'Medical Director'),
      'The words of what is said of the parties would change.',
      false,
    ],
    ['title', (a) => void (a.title = 'Another'), 'The words of the title would change.', false],
  ])('a change of %s', (_what, change, sentence, material) => {
    const comparison = from(change);
    expect(comparison.sentences).toContain(sentence);
    expect(comparison.settings.some((setting) => setting.material)).toBe(material);
  });
  test('a purpose that comes or goes', () => {
    const more = changed((a) => {
      a.purpose.purposes['respite-planning'] = { words: 'Planning a break for a carer.', protection: false };
      a.legalBasis.bases['health-and-social-care']!.covers.push('respite-planning');
    });
    const added = compare(demonstration, more);
    expect(added.sentences).toContain('The purpose “respite planning” would be added.');
    expect(added.material).toBe(true);
    expect(compare(more, demonstration).sentences).toContain(
      'The purpose “respite planning” would be removed.',
    );
  });
  test('training never done, at a level and for a purpose', () => {
    const comparison = from((a) => void (a.training.without[4]!.means = 'emergency'));
    expect(comparison.sentences).toContain(
      'What training never done means at level 4 for direct care would change from “refused” to “only by emergency access”.',
    );
  });
});

describe('asking', () => {
  test('who could see an item gives every role at every party, with the purposes and whether it is in force', () => {
    const grants = whoCouldSee(levelTwo, 'mental-health-measures');
    expect(grants.map(({ role }) => role)).toEqual([
      'gp',
      'hospital-doctor',
      'paediatrician',
      'ed-clinician',
      'home-team-member',
    ]);
    expect(grants[0]).toEqual({
      item: 'mental-health-measures',
      direction: 'council-to-health',
      clause: 'C15',
      level: 2,
      organisation: BOARD,
      role: 'gp',
      purposes: Object.keys(demonstration.purpose.purposes),
      lifts: [],
      inForce: true,
    });
    expect(whoCouldSee(levelTwo, 'letters').every(({ inForce }) => !inForce)).toBe(true);
  });
  test('what a role could see for a purpose gives its items', () => {
    expect(whatCouldSee(levelTwo, 'homecare-organiser', 'front-door-triage').map(({ item }) => item)).toEqual(
      ['demographics', 'gp-practice', 'deceased', 'in-hospital-now'],
    );
    expect(whatCouldSee(levelTwo, 'wizard', 'direct-care')).toEqual([]);
  });
  test('what a joint role could see depends on its employer', () => {
    const both = whatCouldSee(levelTwo, 'home-team-member', 'direct-care');
    const atBoard = whatCouldSee(levelTwo, 'home-team-member', 'direct-care', BOARD);
    const atCouncil = whatCouldSee(levelTwo, 'home-team-member', 'direct-care', COUNCIL);
    expect(both).toHaveLength(atBoard.length + atCouncil.length);
    expect(atBoard.every(({ direction }) => direction === 'council-to-health')).toBe(true);
    expect(atCouncil.every(({ direction }) => direction === 'health-to-council')).toBe(true);
  });
  test('is out of force where the only holder has agreed to less', () => {
    const capped = compile(changed((a) => void (partyOf(a, COUNCIL).level = 1)));
    expect(whoCouldSee(capped, 'key-people').some(({ inForce }) => inForce)).toBe(false);
    expect(whoCouldSee(capped, 'worker-and-team').every(({ inForce }) => inForce)).toBe(true);
    expect(
      grantsOf(capped.agreement)
        .filter(({ direction, inForce }) => inForce && direction === 'health-to-council')
        .every(({ level }) => level === 1),
    ).toBe(true);
  });
});

describe('the digest', () => {
  test('is SHA-256 in hexadecimal, and the same for the same agreement whatever the order of its keys', () => {
    const shuffled = Object.fromEntries(Object.entries(demonstration).toReversed()) as Agreement;
    expect(digest(demonstration)).toMatch(/^[0-9a-f]{64}$/);
    expect(digest(shuffled)).toBe(digest(demonstration));
  });
  test('changes with any word', () => {
    expect(digest(changed((a) => void (a.rights += ' ')))).not.toBe(digest(demonstration));
  });
});
