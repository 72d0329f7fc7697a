import { randomUUID } from 'node:crypto';
import { instantOf } from '@solway/kernel';
import { newFindings, noisyRules, sequenceLeaves, setRule, unjudgedSince } from '@solway/store';
import { signHead } from '@solway/ledger';
import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CHI, HEALTH } from '../../../packages/disclosure/test/walk-fixture.ts';
import { Watching } from '../src/watching/round.ts';
import { LEAD, type Page, TwoHosts } from './two-hosts.ts';

// Looks through the real server, placed in the tree, judged, and investigated on the pages.

let hosts: TwoHosts;
const key = generateKeyPairSync('ed25519').privateKey;
let nowMs = Date.now();
beforeAll(async () => {
  hosts = await TwoHosts.begin();
});
afterAll(() => hosts.end());
beforeEach(async () => {
  await hosts.fresh.db.query(
    `truncate finding, investigation, investigation_step, watch_suppression, watch_cursor, watch_rule, watch_user,
       watched_person, watch_overflow, watch_unjudged, watch_night, watch_peer_hour, watch_peer_day,
       release, release_step, ledger_head, ledger_node, ledger_accumulator cascade`,
  );
  await hosts.reset();
  nowMs = Date.now();
  await hosts.fresh.db.query(
    `update staff set chi = $1, surname = 'Nobody', hours = 'any', since = current_date - 10 where user_id = 'nurse'`,
    [CHI],
  );
});

function watching(): Watching {
  return new Watching(hosts.fresh.db, {
    clock: () => instantOf(nowMs),
    council: () => 'dumfries-and-galloway-council',
    onError: (error) => {
      throw error;
    },
  });
}

async function place(): Promise<void> {
  await sequenceLeaves(hosts.fresh.db, {
    logId: 'test',
    limit: 5000,
    at: instantOf(nowMs),
    sign: (head) => signHead(head, key),
  });
}

async function judge(watch = watching()): Promise<void> {
  await place();
  while ((await watch.round()) > 0);
}

const lead = { organisation: HEALTH, userId: 'lead' };
const findings = () => newFindings(hosts.fresh.db, lead, { limit: 100 });
const only = async (rule: string) => (await findings()).filter((one) => one.rule === rule);

describe('a look at one’s own record', () => {
  it('is a finding once it has its place, with its reason and its entries', async () => {
    await hosts.open();
    expect(await findings()).toEqual([]);
    await judge();
    const [found, ...more] = await only('own-record');
    expect(more).toEqual([]);
    expect(found).toMatchObject({ user_id: 'nurse', chi: CHI, organisation: HEALTH });
    expect(found?.sentence).toContain('own');
    expect(found?.evidence).toHaveLength(1);
  });

  it('is one finding however often it is judged, by however many servers', async () => {
    await hosts.open();
    await hosts.open();
    await judge();
    await hosts.fresh.db.query('delete from watch_cursor');
    await Promise.all([judge(watching()), judge(watching())]);
    const found = await only('own-record');
    expect(found).toHaveLength(1);
    expect(found[0]?.evidence).toHaveLength(2);
  });

  it('is judged by the night as well, and comes to nothing new', async () => {
    await hosts.open();
    const watch = watching();
    await judge(watch);
    const before = (await findings()).length;
    nowMs += 2 * 86_400_000;
    await hosts.fresh.db.query(
      `insert into watch_night (day, judged_at, looks) values (current_date - 1, now(), 0)`,
    );
    await watch.night();
    expect((await findings()).length).toBe(before);
    const nights = await hosts.fresh.db.query(`select looks from watch_night where day = current_date`);
    expect(nights.rows).toEqual([{ looks: 1 }]);
  });
});

it('says which rules could not judge, and for want of what', async () => {
  await hosts.fresh.db.query(`update staff set chi = null, since = null where user_id = 'nurse'`);
  await hosts.open();
  await judge();
  const lacking = await unjudgedSince(hosts.fresh.db, HEALTH, '2020-01-01' as never);
  expect(lacking).toContainEqual({ rule: 'own-record', missing: 'the user’s own CHI number', looks: 1 });
  expect(lacking).toContainEqual({ rule: 'unused-account', missing: 'when the user began', looks: 1 });
});

describe('a bad rule', () => {
  async function manyLooks(count: number): Promise<void> {
    // Copies of one real look, each by another user: every one is a finding of its own.
    await hosts.open();
    await hosts.fresh.db.query(
      `insert into ledger_entry (id, kind, at, leaf, leaf_hash, opening, subject_chi)
       select gen_random_uuid(), kind, at, leaf, encode(sha256(convert_to(n::text, 'utf8')), 'hex'),
         replace(opening, '"nurse"', '"unknown-' || n || '"'), subject_chi
       from ledger_entry, generate_series(1, $1::int) as n where kind = 'disclosed'`,
      [count],
    );
  }

  it('keeps its first findings, counts the rest, is marked noisy, and finds again when it is mended', async () => {
    await manyLooks(1200);
    const watch = watching();
    await judge(watch);
    const leavers = await hosts.fresh.db.query<{ n: number }>(
      `select count(*) as n from finding where rule = 'leaver'`,
    );
    expect(leavers.rows[0]?.n).toBe(500);
    const noisy = await noisyRules(hosts.fresh.db);
    expect(noisy.filter((one) => one.rule === 'leaver')).toMatchObject([{ beyond: 700 }]);
    const open = await hosts.fresh.db.query(
      `select 1 from incident where kind = 'watch-rule-noisy' and ended_at is null`,
    );
    expect(open.rowCount).toBe(1);

    for (const { rule } of noisy)
      await setRule(hosts.fresh.db, rule, { on: false, thresholds: {} }, 'test', instantOf(nowMs));
    await watch.night();
    expect(await noisyRules(hosts.fresh.db)).toEqual([]);
    expect(await only('leaver')).toEqual([]);
  });
});

describe('an investigation', () => {
  let opened: Page;
  const act = async (path: string, form: Record<string, string> = {}) => hosts.act(path, opened, form);
  const investigationId = async (): Promise<string> =>
    (await hosts.fresh.db.query<{ id: string }>('select id from investigation')).rows[0]?.id ?? '';

  beforeEach(async () => {
    await hosts.open();
    await judge();
    opened = await hosts.open(LEAD);
  });

  it('goes from a finding to an outcome, each step in the ledger', async () => {
    const page = await act('/watch');
    expect(page.statusCode).toBe(200);
    expect(page.body).toContain('Own record');
    const [found] = await only('own-record');
    expect((await act('/watch/investigate', { finding: found!.id })).statusCode).toBe(200);
    const investigation = await investigationId();
    expect(await findings()).toEqual([]);
    expect((await act('/watch/note', { investigation, note: 'Rang the ward.' })).statusCode).toBe(200);
    expect((await act('/watch/close', { investigation, outcome: 'misuse' })).statusCode).toBe(400);
    const closed = await act('/watch/close', { investigation, outcome: 'misuse', note: 'Admitted.' });
    expect(closed.body).toContain('Closed: misuse');
    expect((await act('/watch/note', { investigation, note: 'More.' })).statusCode).toBe(409);
    const written = await hosts.fresh.db.query<{ outcome: string }>(
      `select leaf::jsonb -> 'entry' ->> 'outcome' as outcome from ledger_entry
       where kind = 'review' and leaf::jsonb -> 'entry' ->> 'of' = 'finding' order by at, id`,
    );
    expect(written.rows.map((row) => row.outcome)).toEqual(['opened', 'note', 'misuse']);
  });

  it('teaches a rule to be quiet about one user, for a time and on record', async () => {
    const [found] = await only('own-record');
    await act('/watch/investigate', { finding: found!.id });
    const investigation = await investigationId();
    const until = instantOf(nowMs + 30 * 86_400_000).slice(0, 10);
    const closing = { investigation, outcome: 'false-alarm', note: 'A test patient.', quiet: 'own-record' };
    expect((await act('/watch/close', { ...closing, until: '2099-01-01' })).statusCode).toBe(400);
    expect((await act('/watch/close', { ...closing, until })).statusCode).toBe(200);
    await hosts.fresh.db.query(`update finding set key_hash = sha256(key_hash)`);
    await hosts.open();
    await judge();
    expect(await only('own-record')).toEqual([]);
    const rules = await act('/watch/rules');
    expect(rules.body).toContain('1 finding held back');
    const id = (await hosts.fresh.db.query<{ id: string }>('select id from watch_suppression')).rows[0]!.id;
    expect((await act('/watch/speak', { suppression: id })).statusCode).toBe(200);
    expect(await only('own-record')).toHaveLength(1);
  });

  it('is not for whom it concerns, nor for the other organisation', async () => {
    const [found] = await only('own-record');
    // The lead is the very person who looked, and then the very person who was looked at.
    await hosts.fresh.db.query(`update finding set user_id = 'lead' where id = $1`, [found!.id]);
    expect(await only('own-record')).toEqual([]);
    expect((await act('/watch/investigate', { finding: found!.id })).statusCode).toBe(409);
    await hosts.fresh.db.query(`update finding set user_id = 'nurse' where id = $1`, [found!.id]);
    await hosts.fresh.db.query(`update staff set chi = $1 where user_id = 'lead'`, [CHI]);
    expect((await act('/watch/investigate', { finding: found!.id })).statusCode).toBe(409);
    expect((await act('/watch')).body).not.toContain(found!.id);
    const council = await hosts.openInMosaic({
      ...LEAD,
      user: { id: 'council-lead', name: 'N', role: 'governance-lead' },
    });
    expect((await hosts.act('/watch', council)).body).not.toContain(found!.id);
    expect((await hosts.act('/watch/investigate', council, { finding: found!.id })).statusCode).toBe(409);
  });

  it('of no name, or of a made-up one, changes nothing', async () => {
    for (const form of [{}, { finding: 'x' }, { finding: randomUUID() }] as Record<string, string>[])
      expect([404, 409]).toContain((await act('/watch/investigate', form)).statusCode);
    for (const path of ['/watch/case', '/watch/note', '/watch/close', '/watch/hand-over'])
      expect(
        (await act(path, { investigation: randomUUID(), note: 'n', outcome: 'misuse', to: 'x' })).statusCode,
      ).toBe(404);
  });
});

describe('the rules', () => {
  it('are set within their bounds, and each change is in the ledger', async () => {
    const opened = await hosts.open(LEAD);
    const set = (form: Record<string, string>) => hosts.act('/watch/rule', opened, form);
    expect((await set({ rule: 'deceased', on: 'yes', days: '400' })).statusCode).toBe(200);
    for (const days of ['-1', '99999', 'many', '', '1e3'])
      expect((await set({ rule: 'deceased', on: 'yes', days })).statusCode).toBe(400);
    expect((await set({ rule: 'no-such', on: 'yes' })).statusCode).toBe(404);
    const written = await hosts.fresh.db.query(`select 1 from ledger_entry where kind = 'configuration'`);
    expect(written.rowCount).toBe(1);
    const { rows } = await hosts.fresh.db.query(`select thresholds from watch_rule where rule = 'deceased'`);
    expect(rows).toEqual([{ thresholds: { days: 400 } }]);
  });

  it('watch over whom the organisation has listed', async () => {
    const opened = await hosts.open(LEAD);
    const listed = await hosts.act('/watch/list', opened, { number: CHI, why: 'In the news', until: '' });
    expect(listed.body).toContain('In the news');
    expect((await hosts.act('/watch/list', opened, { number: '123', why: 'x' })).statusCode).toBe(400);
    await hosts.open();
    await judge();
    expect((await only('watched-person'))[0]?.sentence).toContain('In the news');
  });
});

describe('an accidental release', () => {
  it('is contained, assessed, told of and learnt from, in that order, with the clock shown', async () => {
    const opened = await hosts.open(LEAD);
    const act = (path: string, form: Record<string, string>) => hosts.act(path, opened, form);
    const raised = await act('/watch/release/raise', {
      what: 'A list went to the wrong ward.',
      people: '3',
      hours: '60',
    });
    expect(raised.body).toContain('left of 72');
    const id = (await hosts.fresh.db.query<{ id: string }>('select id from release')).rows[0]!.id;
    const step = (from: string, more: Record<string, string> = {}) =>
      act('/watch/release/step', { release: id, from, note: 'Done.', ...more });
    expect((await step('assessed')).statusCode).toBe(409);
    expect((await step('raised')).statusCode).toBe(200);
    expect((await step('contained')).statusCode).toBe(400);
    expect((await step('contained', { risk: 'high' })).statusCode).toBe(200);
    expect((await step('assessed', { note: ' ' })).statusCode).toBe(400);
    expect((await step('assessed')).statusCode).toBe(200);
    expect((await step('notified')).statusCode).toBe(200);
    expect((await step('closed')).statusCode).toBe(409);
    const { rows } = await hosts.fresh.db.query<{ state: string }>(
      `select leaf::jsonb -> 'entry' ->> 'state' as state from ledger_entry where kind = 'incident' order by at, id`,
    );
    expect(rows.map((row) => row.state)).toEqual(['raised', 'contained', 'assessed', 'notified', 'closed']);
  });
});
