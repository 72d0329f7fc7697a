import { describe, expect, test } from 'vitest';
import type { Mark } from '@solway/record';
import { barMarks, compile } from '../src/index.ts';
import { BOARD, changed, clauseOf, COUNCIL, levelTwo } from './demonstration.ts';

const EVERY: readonly Mark[] = [
  'sealed',
  'third-party',
  'sexual-health',
  'fertility',
  'protected-identity',
  'restricted-person',
];
const worker = { organisation: COUNCIL, role: 'social-worker', purpose: 'direct-care', allowListed: false };

const lifting = compile(
  changed((agreement) => {
    clauseOf(agreement, 'problems').lifts = [
      {
        mark: 'third-party',
        to: ['social-worker', 'home-team-member'],
        purposes: ['direct-care'],
        legalBasis: 'health-and-social-care',
        why: 'For tests.',
      },
    ];
  }),
);

describe('a mark on an entry', () => {
  test.each(EVERY)('%s bars it by default', (mark) => {
    expect(barMarks(levelTwo, 'problems', [mark], worker)).toEqual([mark]);
  });
  test('that is not known bars it', () => {
    expect(barMarks(lifting, 'problems', ['secret' as Mark], worker)).toEqual(['secret']);
  });
  test('bars nothing where there is none', () => {
    expect(barMarks(levelTwo, 'problems', [], worker)).toEqual([]);
  });
  test('is lifted only where the clause says so, for that mark', () => {
    expect(barMarks(lifting, 'problems', EVERY, worker)).toEqual(
      EVERY.filter((mark) => mark !== 'third-party'),
    );
    expect(barMarks(lifting, 'medicines', ['third-party'], worker)).toEqual(['third-party']);
  });
  test.each([
    ['another role', { ...worker, role: 'team-manager' }],
    ['another purpose', { ...worker, purpose: 'discharge-planning' }],
    [
      'an organisation that does not receive the item',
      { ...worker, role: 'home-team-member', organisation: BOARD },
    ],
    ['an organisation that is not a party', { ...worker, organisation: 'elsewhere' }],
  ])('is not lifted for %s', (_what, viewer) => {
    expect(barMarks(lifting, 'problems', ['third-party'], viewer)).toEqual(['third-party']);
  });
  test('is not lifted for a role that the organisation does not vouch for', () => {
    const narrow = compile(
      changed((agreement) => {
        agreement.parties.push({
          ...structuredClone(agreement.parties[0]!),
          id: 'second-council',
          name: 'Second',
          roles: ['team-manager'],
        });
      }, lifting.agreement),
    );
    expect(
      barMarks(narrow, 'problems', ['third-party'], { ...worker, organisation: 'second-council' }),
    ).toEqual(['third-party']);
    expect(barMarks(narrow, 'problems', ['third-party'], worker)).toEqual([]);
  });
  test('of a restricted person does not bar a viewer on the allow-list, and nothing else is opened to them', () => {
    expect(barMarks(levelTwo, 'problems', EVERY, { ...worker, allowListed: true })).toEqual(
      EVERY.filter((mark) => mark !== 'restricted-person'),
    );
    expect(
      barMarks(levelTwo, 'problems', ['restricted-person'], { ...worker, allowListed: 'yes' as never }),
    ).toEqual(['restricted-person']);
  });
  test('bars without an agreement, without a clause, and when nothing can be judged', () => {
    expect(barMarks(undefined, 'problems', ['sealed', 'third-party'], worker)).toEqual([
      'sealed',
      'third-party',
    ]);
    expect(barMarks(lifting, '__proto__' as never, ['third-party'], worker)).toEqual(['third-party']);
    expect(barMarks(lifting, 'problems', ['third-party'], undefined as never)).toEqual(EVERY);
    expect(barMarks(lifting, 'problems', undefined as never, worker)).toEqual(EVERY);
  });
});
