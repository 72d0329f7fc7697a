import { campaignOf, importCompletions, readCompletions } from '@solway/governance';
import type { IsoDate } from '@solway/kernel';
import { replaceStaff } from '@solway/store';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../store/test/fresh-database.ts';
import { BOARD, boardDpo, boardLead, councilLead, levelThree, Life } from './scene.ts';

const COURSE = 'Sharing information safely across health and social work';

let fresh: FreshDatabase;
let life: Life;
beforeAll(async () => {
  fresh = await freshDatabase();
  life = new Life(fresh.db);
});
afterAll(() => fresh.drop());
beforeEach(async () => {
  await life.empty();
  await life.db.query('truncate training_completion');
  const staff = (user_id: string, role: string, training_completed: string | null) => ({
    user_id,
    organisation: BOARD,
    role,
    name: user_id,
    team: null,
    training_completed: training_completed as IsoDate | null,
  });
  await replaceStaff(
    life.db,
    BOARD,
    [
      staff('gp', 'gp', '2026-10-01'),
      staff('clerk', 'health-admin', '2026-10-01'),
      staff('in-grace', 'ahp', '2025-11-10'),
      staff('lapsed', 'ahp', '2024-01-01'),
      staff('never', 'midwife', null),
      staff('lead', 'governance-lead', null),
    ],
    '2026-11-23' as IsoDate,
  );
});

const row = (over: Record<string, string> = {}) => ({
  user_id: 'never',
  course: COURSE,
  version: '2.0',
  completed_on: '2026-11-20',
  ...over,
});
const dues = async () => {
  const campaign = await campaignOf(life.db, BOARD, life.now());
  return Object.fromEntries((campaign?.lines ?? []).map(({ staff, due }) => [staff.user_id, due]));
};

describe('who is due', () => {
  it('is told by the rule of the version in force, the longest without first', async () => {
    expect(await campaignOf(life.db, BOARD, life.now())).toBeUndefined();
    await life.inForce();
    const campaign = await campaignOf(life.db, BOARD, life.now());
    expect(campaign!.lines.map(({ staff, due }) => [staff.user_id, due])).toEqual([
      ['never', 'never'],
      ['lapsed', 'lapsed'],
      ['in-grace', 'grace'],
      ['gp', undefined],
      ['clerk', undefined],
    ]);
  });

  it('is everybody whose view a new version changed, until they have done the course for it', async () => {
    const first = await life.inForce();
    await life.inForce(levelThree, first);
    // GPs newly see documents; a health administrator sees what they saw.
    expect(await dues()).toMatchObject({ gp: 'new-version', clerk: undefined });
    await importCompletions(life.db, boardLead, [row({ user_id: 'gp', version: '3.0' })], life.now());
    expect(await dues()).toMatchObject({ gp: undefined });
  });
});

describe('a file of completions', () => {
  it('is kept row by row, each once, and what can’t be taken is named with its line', async () => {
    await life.inForce();
    const rows = [
      row(),
      row(),
      row({ user_id: 'nobody' }),
      row({ completed_on: '2026-02-30' }),
      row({ completed_on: '2026-12-24' }),
      row({ course: 'First aid' }),
      row({ version: '9.9' }),
      row({ user_id: ' ' }),
    ];
    const first = await importCompletions(life.db, boardLead, rows, life.now());
    expect(first).toEqual({
      taken: 1,
      known: 0,
      rejected: [
        { line: 3, code: 'row-repeated' },
        { line: 4, code: 'user-unknown' },
        { line: 5, code: 'date-invalid' },
        { line: 6, code: 'date-to-come' },
        { line: 7, code: 'course-other' },
        { line: 8, code: 'version-unknown' },
        { line: 9, code: 'row-incomplete' },
      ],
    });
    expect(await importCompletions(life.db, boardLead, [row()], life.now())).toMatchObject({
      taken: 0,
      known: 1,
    });
    expect(await dues()).toMatchObject({ never: undefined });
    expect((await life.acts()).filter((act) => act === 'training-imported')).toHaveLength(2);
  });

  it('never moves anybody’s day back', async () => {
    await life.inForce();
    await importCompletions(
      life.db,
      boardLead,
      [row({ user_id: 'gp', completed_on: '2025-01-01' })],
      life.now(),
    );
    const { rows } = await life.db.query(`select training_completed from staff where user_id = 'gp'`);
    expect(rows).toEqual([{ training_completed: '2026-10-01' }]);
  });

  it('is of the officer’s own staff only, and of a lead only', async () => {
    await life.inForce();
    const other = await importCompletions(life.db, councilLead, [row()], life.now());
    expect(other.rejected).toEqual([{ line: 2, code: 'user-unknown' }]);
    await expect(importCompletions(life.db, boardDpo, [row()], life.now())).rejects.toMatchObject({
      code: 'agreement-not-allowed',
    });
  });

  it.each([
    ['no rows', []],
    ['other columns', [{ name: 'x' }]],
    ['far too many rows', Array.from({ length: 20_001 }, () => row())],
  ])('of %s is refused as a whole', async (_, rows) => {
    await expect(importCompletions(life.db, boardLead, rows, life.now())).rejects.toMatchObject({
      code: 'training-file-invalid',
    });
  });

  it('of a column called by a name that every object has is not read as there', () => {
    const known = {
      users: new Set<string>(),
      versions: new Set<string>(),
      course: undefined,
      today: '2026-11-23' as IsoDate,
    };
    expect(readCompletions([{}], known).rejected).toEqual([{ line: 2, code: 'row-incomplete' }]);
  });
});
