import { instantOf, type IsoDate } from '@solway/kernel';
import { DIRECTORY_CODES, readStaffDirectory } from '@solway/sources';
import { directoryReadings, openIncidents, recentEntries } from '@solway/store';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { HEALTH } from '../../../packages/disclosure/test/walk-fixture.ts';
import { type DirectoryFile, importDirectory, watchDirectories } from '../src/directory.ts';
import { LEAD, TwoHosts } from './two-hosts.ts';

let hosts: TwoHosts;
beforeAll(async () => {
  hosts = await TwoHosts.begin();
});
afterAll(() => hosts.end());
beforeEach(async () => {
  await hosts.reset();
  await hosts.fresh.db.query('truncate directory_reading, incident');
});

const HEADER = 'user_id,name,role,team,caseload,from,until,covers,training_completed';
const NURSE = 'nurse,A Nurse,community-nurse,Nithsdale,East,,,,2026-10-01';
const OFFICER = 'lead,A Lead,governance-lead,Governance,,,,,2026-10-01';
const file = (rows: readonly string[], over: Partial<DirectoryFile> = {}): DirectoryFile => ({
  organisation: HEALTH,
  text: [HEADER, ...rows].join('\n'),
  known: ['health'],
  today: new Date().toISOString().slice(0, 10) as IsoDate,
  at: instantOf(Date.now()),
  ...over,
});
const take = (rows: readonly string[], over: Partial<DirectoryFile> = {}) =>
  importDirectory(hosts.fresh.db, file(rows, over));
const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const opens = async (): Promise<string> => (await hosts.open()).page.body;

describe('a directory that comes', () => {
  it('is taken row by row, and its entry names the file by its digest and nobody by name', async () => {
    const reading = await take([NURSE, OFFICER]);
    expect(reading).toMatchObject({ accepted: 2, rejected: [], departed: 2 });
    const [entry] = await recentEntries(hosts.fresh.db, { limit: 1, kinds: ['configuration'] });
    expect(entry!.leaf).toContain('staff-directory');
    expect(entry!.leaf).toContain(reading.digest);
    expect(entry!.leaf + String(entry!.opening)).not.toContain('Nurse');
    expect(await directoryReadings(hosts.fresh.db, HEALTH, 5)).toMatchObject([{ id: reading.id }]);
  });

  it('that leaves somebody out ends their page, and they can open no other, at once', async () => {
    await take([NURSE, OFFICER]);
    const open = await hosts.open();
    expect(open.page.body).not.toContain('Nothing is open to you here');
    expect(await take([OFFICER])).toMatchObject({ departed: 1 });
    expect((await hosts.act('/view/again', open)).statusCode).toBe(410);
    expect(await opens()).toContain('Nothing is open to you here');
  });

  it('that moves somebody to another role ends the page of the old one', async () => {
    await take([NURSE, OFFICER]);
    const open = await hosts.open();
    expect(await take([NURSE.replace('community-nurse', 'health-visitor'), OFFICER])).toMatchObject({
      moved: 1,
    });
    expect((await hosts.act('/view/again', open)).statusCode).toBe(410);
    const mover = await hosts.open({ user: { id: 'nurse', name: 'A Nurse', role: 'health-visitor' } });
    expect(mover.page.body).not.toContain('Nothing is open to you here');
  });

  it('that takes an officer’s role away closes their governance page', async () => {
    await take([NURSE, OFFICER]);
    const lead = await hosts.open(LEAD);
    await take([NURSE]);
    expect((await hosts.act('/glass', lead)).statusCode).toBe(410);
  });

  it.each([
    ['has begun and has not ended', inDays(-1), inDays(1), true],
    ['begins and ends today', inDays(0), inDays(0), true],
    ['begins tomorrow', inDays(1), '', false],
    ['ended yesterday', inDays(-9), inDays(-1), false],
  ])('vouches for one who stands in, only while their time %s', async (_, from, until, vouched) => {
    const cover = `nurse,A Nurse,community-nurse,Nithsdale,East,${from},${until},lead,2026-10-01`;
    await take(until === '' ? [cover.replace(',lead,', ',,'), OFFICER] : [cover, OFFICER]);
    expect((await opens()).includes('Nothing is open to you here')).toBe(!vouched);
  });
});

describe('a directory that is wrong', () => {
  it.each([
    ['row-torn', 'nurse,A Nurse'],
    ['user-id-missing', ',A Nurse,community-nurse,,,,,,'],
    ['user-id-malformed', "' or true --,A Nurse,community-nurse,,,,,,"],
    ['name-missing', 'nurse,,community-nurse,,,,,,'],
    ['role-missing', 'nurse,A Nurse,,,,,,,'],
    ['role-malformed', 'nurse,A Nurse,Community Nurse,,,,,,'],
    ['date-impossible', 'nurse,A Nurse,community-nurse,,,2026-02-30,,,'],
    ['dates-reversed', 'nurse,A Nurse,community-nurse,,,2026-03-01,2026-02-01,,'],
    ['cover-without-end', 'nurse,A Nurse,community-nurse,,,,,lead,'],
    ['cover-of-nobody', `nurse,A Nurse,community-nurse,,,,${inDays(3)},nobody,`],
    ['duplicate-row', OFFICER],
  ])('has its row rejected as %s, by its line, and the good rows taken', async (code, row) => {
    expect(await take([OFFICER, row])).toMatchObject({ accepted: 1, rejected: [{ line: 3, code }] });
    const lead = await hosts.open(LEAD);
    const page = await hosts.act('/directory', lead);
    expect(page.body).toContain(code);
  });

  it('with a row of the other organisation does not take it', async () => {
    const text = `user_id,name,role,organisation\nlead,A Lead,governance-lead,health\nx,X,social-worker,council`;
    expect(await take([], { text })).toMatchObject({
      accepted: 1,
      rejected: [{ line: 3, code: 'other-organisation' }],
    });
  });

  it('changes nothing where it is empty, no CSV, or lacks a column', async () => {
    for (const text of ['', HEADER, 'user_id;role\na;b', 'a,b\n"', '{"not": "csv"}'])
      await expect(take([], { text }), text).rejects.toMatchObject({ name: 'DirectoryError' });
    expect(await opens()).not.toContain('Nothing is open to you here');
  });

  it('that would lock out most of the staff waits for somebody to confirm it', async () => {
    const many = Array.from({ length: 20 }, (_, n) => `u${n},N,community-nurse,,,,,,`);
    await take([...many, NURSE, OFFICER]);
    await expect(take([NURSE, OFFICER])).rejects.toMatchObject({ code: 'directory-many-leave' });
    expect(await take([NURSE, OFFICER], { manyLeave: true })).toMatchObject({ departed: 20 });
  });

  it('never breaks the reader, whatever bytes come: each row is taken or has a code', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.string(), { maxLength: 12 }), { maxLength: 8 }), (rows) => {
        const cells = rows.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(','));
        const { rows: taken, rejected } = readStaffDirectory([HEADER, ...cells].join('\n'), () => true);
        for (const { code } of rejected) expect(DIRECTORY_CODES).toContain(code);
        expect(taken.length + rejected.length).toBeLessThanOrEqual(rows.length + 1);
      }),
      { numRuns: 300 },
    );
  });
});

describe('a directory that does not come', () => {
  const incidents = async () => (await openIncidents(hosts.fresh.db)).map(({ kind }) => kind);

  it('is an incident after its days, and says so to its officers; the next one ends it', async () => {
    const now = Date.now();
    await take([NURSE, OFFICER]);
    await take(['worker,W,social-worker,,,,,,'], {
      organisation: 'dumfries-and-galloway-council',
      known: ['council'],
      manyLeave: true,
    });
    await watchDirectories(hosts.fresh.db, instantOf(now + 6 * 86_400_000), 7);
    expect(await incidents()).toEqual([]);
    await watchDirectories(hosts.fresh.db, instantOf(now + 8 * 86_400_000), 7);
    expect(await incidents()).toEqual(['directory-stale']);
    await hosts.fresh.db.query(`update directory_reading set read_at = read_at - interval '8 days'`);
    const lead = await hosts.open(LEAD);
    expect((await hosts.act('/directory', lead)).body).toContain('People who have left may still be let in');
    await hosts.fresh.db.query(`update directory_reading set read_at = now()`);
    await watchDirectories(hosts.fresh.db, instantOf(now + 60_000), 7);
    expect(await incidents()).toEqual([]);
  });
});
