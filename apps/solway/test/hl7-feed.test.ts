import { frame } from '@solway/hl7v2';
import type { ChiNumber } from '@solway/kernel';
import { openEntry } from '@solway/ledger';
import { recentEntries, registeredPerson } from '@solway/store';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../../packages/store/test/fresh-database.ts';
import { adt, startTestFeed, Wire } from './hl7-scene.ts';
import { JEAN, StewardScene } from './steward-scene.ts';

const OTHER = '0101011237' as ChiNumber;
let fresh: FreshDatabase;
let scene: StewardScene;
let feed: Awaited<ReturnType<typeof startTestFeed>>;
let wire: Wire;

beforeAll(async () => {
  fresh = await freshDatabase();
  scene = await StewardScene.create(fresh.db);
  feed = await startTestFeed(fresh.db);
});
afterAll(async () => {
  await feed.stop();
  await scene.app.close();
  await fresh.drop();
});
beforeEach(async () => {
  await scene.begin();
  await fresh.db.query('truncate chi_person, feed_message, superseded_chi, linked_chi');
  wire = await Wire.open(feed.port);
  return () => wire.close();
});

const person = (chi: string) => registeredPerson(fresh.db, chi as ChiNumber);
async function states(): Promise<readonly string[]> {
  const { rows } = await fresh.db.query<{ s: string }>(
    `select concat_ws(' ', state, reason) as s from feed_message order by received_at, id`,
  );
  return rows.map((row) => row.s);
}
const linkStates = async (): Promise<Readonly<Record<string, string>>> => {
  const { rows } = await fresh.db.query<{ k: string; state: string }>(
    `select person_id || ' ' || chi as k, state from link`,
  );
  return Object.fromEntries(rows.map((row) => [row.k, row.state]));
};
const doubts = async () =>
  (
    await fresh.db.query<{ reason: string }>('select reason from link_doubt where settled_at is null')
  ).rows.map((row) => row.reason);
const PROTECTED = { rest: 'PD1||||||||||||Y\r' };

describe('a message', () => {
  it('puts a person on the register and changes them, and is acknowledged once that is stored', async () => {
    expect(await wire.ask(adt('A28'))).toEqual(['AA']);
    expect(await person(JEAN)).toMatchObject({ surname: 'Smith', postcode: 'DG1 1AA', sex: 'female' });
    await wire.ask(adt('A31', { 5: 'Brown^Jean^^^^^L', 11: '2 New Rd^^Annan^^DG12 1AA^^H' }));
    expect(await person(JEAN)).toMatchObject({
      surname: 'Brown',
      previous_surnames: ['Smith'],
      address: '2 New Rd, Annan',
      postcode: 'DG12 1AA',
      previous_postcodes: ['DG1 1AA'],
    });
    expect(await states()).toEqual(['applied', 'applied']);
  });

  it('that comes again changes nothing, and gets the same answer', async () => {
    const message = adt('A31');
    expect([...(await wire.ask(message)), ...(await wire.ask(message))]).toEqual(['AA', 'AA']);
    expect(await states()).toEqual(['applied']);
  });

  it('with the id of another and other content is one of its own', async () => {
    await wire.ask(adt('A31', {}, { id: 'same' }));
    await wire.ask(adt('A31', { 5: 'Brown^Jean' }, { id: 'same', at: '20261123091600+0000' }));
    expect(await person(JEAN)).toMatchObject({ surname: 'Brown' });
    expect(await states()).toHaveLength(2);
  });

  it('that is older than what is held is kept, and not carried out', async () => {
    await wire.ask(adt('A31', { 5: 'New^Jean' }, { at: '20261123100000+0000' }));
    expect(await wire.ask(adt('A31', { 5: 'Old^Jean' }, { at: '20261123095959+0000' }))).toEqual(['AA']);
    expect(await person(JEAN)).toMatchObject({ surname: 'New' });
    expect(await states()).toEqual(['applied', 'older']);
  });

  it.each([
    [adt('A31', { 3: '99^^^LOCAL^MR' }), 'AE chi-missing'],
    [adt('A31', { 3: '1407451244^^^CHI^NH' }), 'AE chi-invalid'],
    [adt('A08'), 'AE event-unsupported'],
    [adt('A31', { 5: '' }), 'AE surname-missing'],
    [adt('A31', {}, { charset: 'EBCDIC' }), 'AE charset-unknown'],
    ['not a message at all', 'AE header-missing'],
  ])('that can’t be carried out is kept with its reason, and the sender told', async (message, answer) => {
    expect(await wire.ask(message)).toEqual([answer]);
    expect(await states()).toEqual([answer.replace('AE', 'rejected')]);
  });

  it('tells a death, and takes a false one back', async () => {
    await wire.ask(adt('A31', { 29: '20261101', 30: 'Y' }, { at: '20261123090000+0000' }));
    expect(await person(JEAN)).toMatchObject({ death_date: '2026-11-01' });
    await wire.ask(adt('A31', { 30: 'N' }, { at: '20261123090100+0000' }));
    expect(await person(JEAN)).toMatchObject({ death_date: null });
  });

  it.each([
    [
      '8859/1',
      Buffer.from(adt('A31', { 5: 'Se\u00f1or^Jos\u00e9' }, { charset: '8859/1' }), 'latin1'),
      'Señor',
    ],
    ['UNICODE UTF-8', Buffer.from(adt('A31', { 5: 'Łukasz^Zoë' })), 'Łukasz'],
    ['escapes', Buffer.from(adt('A31', { 5: 'O\\T\\Neill^Jean' })), 'O&Neill'],
  ])('in %s is read as it was meant', async (_what, bytes, surname) => {
    expect(await wire.ask(bytes)).toEqual(['AA']);
    expect(await person(JEAN)).toMatchObject({ surname });
  });
});

describe('a sender', () => {
  it('may cut a message anywhere, send several at once, and go before its answer', async () => {
    const bytes = Buffer.concat([frame(adt('A31')), frame(adt('A28', { 3: `${OTHER}^^^CHI^NH` }))]);
    for (const [from, to] of [
      [0, 1],
      [1, 40],
      [40, 41],
      [41, bytes.length],
    ] as const) {
      wire.write(bytes.subarray(from, to));
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(await wire.answers(2)).toEqual(['AA', 'AA']);
    expect(await person(OTHER)).toBeDefined();
  });

  it('gets one answer for each message of a frame, and a batch for a batch', async () => {
    const two = adt('A31') + adt('A28', { 3: `${OTHER}^^^CHI^NH` });
    expect(await wire.ask(two, 2)).toEqual(['AA', 'AA']);
    expect(await wire.ask(`BHS|^~\\&|CHI\r${two}${adt('A08')}BTS|3\r`, 3)).toEqual([
      'AA',
      'AA',
      'AE event-unsupported',
    ]);
    expect(wire.text).toMatch(/^\p{Cc}BHS[^]*BTS\|3\r\p{Cc}\r$/u);
    expect(await wire.ask(`BHS|^~\\&|CHI\r${two}BTS|3\r`, 3)).toContain('AR batch-incomplete');
  });

  it('that leaves in the middle of a message has not sent one', async () => {
    wire.write(`\u000b${adt('A31')}`);
    wire.socket.end();
    await wire.ended;
    expect(wire.text).toContain('frame-unfinished');
    expect(await states()).toEqual([]);
  });

  it('that sends more than ten megabytes in one frame is refused, and nothing is kept', async () => {
    const chunk = Buffer.alloc(1024 * 1024, 'x');
    wire.write('\u000bMSH|');
    for (let i = 0; i < 11; i += 1) wire.write(chunk);
    await wire.ended;
    expect(wire.text).toContain('AR');
    expect(wire.text).toContain('frame-too-large');
    expect(await states()).toEqual([]);
  });

  it('that drips a frame for ever is closed, and one that is silent between frames is not', async () => {
    const short = await startTestFeed(fresh.db, { frameTimeoutMs: 50 });
    const [slow, idle] = [await Wire.open(short.port), await Wire.open(short.port)];
    slow.write('\u000bMSH');
    const drip = setInterval(() => slow.write('x'), 5);
    await slow.ended;
    clearInterval(drip);
    expect(slow.text).toContain('frame-unfinished');
    expect(await idle.ask(adt('A31'))).toEqual(['AA']);
    idle.close();
    await short.stop();
  });

  it('is told that a message was not stored where the database fails, and the listener goes on', async () => {
    await fresh.db.query('alter table feed_message rename to feed_message_away');
    expect(await wire.ask(adt('A31'))).toEqual(['AR not-stored']);
    await fresh.db.query('alter table feed_message_away rename to feed_message');
    expect(await wire.ask(adt('A31'))).toEqual(['AA']);
  });

  it('has a message carried out later that could be stored and not carried out', async () => {
    await fresh.db.query('alter table superseded_chi rename to superseded_away');
    expect(await wire.ask(adt('A31'))).toEqual(['AA']);
    expect(await states()).toEqual(['stored']);
    await fresh.db.query('alter table superseded_away rename to superseded_chi');
    const again = await startTestFeed(fresh.db);
    while ((await states())[0] === 'stored') await new Promise((resolve) => setImmediate(resolve));
    await again.stop();
    expect(await person(JEAN)).toBeDefined();
  });
});

describe('a link', () => {
  const linked = async () => {
    await wire.ask(adt('A28', {}, { at: '20261101000000+0000' }));
    await scene.person('501');
    return scene.pair('501', JEAN, { state: 'in-force', weight: 40, because: 'model' });
  };

  it('that no longer scores is put in doubt, stays in force, and the ledger holds it', async () => {
    await linked();
    await wire.ask(
      adt('A31', { 5: 'Ogilvie^Bertram', 7: '19800101', 8: 'M', 11: '9 Far Rd^^Wick^^KW1 1AA^^H' }),
    );
    expect(await linkStates()).toEqual({ [`501 ${JEAN}`]: 'in-force' });
    expect(await doubts()).toEqual(['scores-less']);
    expect(await scene.kinds()).toContain('review');
  });

  it('that still scores is left alone', async () => {
    await linked();
    await wire.ask(adt('A31', { 11: '2 New Rd^^Annan^^DG12 1AA^^H' }));
    expect(await doubts()).toEqual([]);
  });

  it('is made at once for somebody who was not on the register before', async () => {
    await scene.person('501');
    expect(await wire.ask(adt('A28'))).toEqual(['AA']);
    expect(await linkStates()).toEqual({ [`501 ${JEAN}`]: 'in-force' });
    expect(await scene.kinds()).toContain('link-made');
  });

  it('is not made where a person has judged that it is none', async () => {
    await scene.person('501');
    await scene.pair('501', JEAN, { state: 'undone' });
    await wire.ask(adt('A28'));
    expect(await linkStates()).toEqual({ [`501 ${JEAN}`]: 'undone' });
  });

  it.each([{ restricted: true }, { protection: true }])('of %o is for a person to make', async (over) => {
    await scene.person('501', over);
    await wire.ask(adt('A28'));
    expect(await linkStates()).toEqual({ [`501 ${JEAN}`]: 'under-review' });
  });
});

describe('a merge', () => {
  const merge = (over = {}) =>
    adt('A40', { 3: `${OTHER}^^^CHI^NH` }, { rest: `MRG|${JEAN}^^^CHI^NH\r`, ...over });
  beforeEach(async () => {
    await wire.ask(adt('A28', {}, { at: '20261101000000+0000' }));
    await scene.person('501');
    await scene.pair('501', JEAN, { state: 'in-force', weight: 40, because: 'model' });
  });

  it('takes the link to the number that goes on, in one transaction, with its entries', async () => {
    expect(await wire.ask(merge())).toEqual(['AA']);
    expect(await linkStates()).toEqual({ [`501 ${JEAN}`]: 'undone', [`501 ${OTHER}`]: 'in-force' });
    expect(await person(JEAN)).toBeUndefined();
    const kinds = await scene.kinds();
    expect(kinds.filter((kind) => kind.startsWith('link-')).sort()).toEqual(['link-made', 'link-undone']);
    expect(await wire.ask(adt('A31'))).toEqual(['AE number-superseded']);
  });

  it('leaves what needs a human to one: the old link stands in doubt beside the new candidate', async () => {
    await scene.person('501', { protection: true });
    await wire.ask(merge());
    expect(await linkStates()).toEqual({ [`501 ${JEAN}`]: 'in-force', [`501 ${OTHER}`]: 'under-review' });
    expect(await doubts()).toEqual(['number-superseded']);
  });

  it('does not overrule a person who has judged the other pair', async () => {
    await scene.pair('501', OTHER, { state: 'undone' });
    await wire.ask(merge());
    expect(await linkStates()).toEqual({ [`501 ${JEAN}`]: 'in-force', [`501 ${OTHER}`]: 'undone' });
    expect(await doubts()).toEqual(['number-superseded']);
  });

  it('does not bring a stopped link back', async () => {
    await fresh.db.query(`update link set state = 'suspended'`);
    await wire.ask(merge());
    expect(await linkStates()).toEqual({ [`501 ${JEAN}`]: 'undone', [`501 ${OTHER}`]: 'suspended' });
  });

  it('of a protected earlier identity is followed nowhere, and nothing is kept that joins the two', async () => {
    await wire.ask(adt('A28', { 3: `${OTHER}^^^CHI^NH`, 5: 'Newname^Robin' }, { at: '20261101000000+0000' }));
    const rest = `PD1||||||||||||Y\rMRG|${JEAN}^^^CHI^NH\r`;
    expect(await wire.ask(adt('A40', { 3: `${OTHER}^^^CHI^NH`, 5: 'Newname^Robin' }, { rest }))).toEqual([
      'AA',
    ]);
    // The old link is stopped for both sides; the new number has no pair.
    expect(await linkStates()).toEqual({ [`501 ${JEAN}`]: 'suspended' });
    const tables = await fresh.db.query<{ name: string }>(
      `select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
    );
    const joined: string[] = [];
    for (const { name } of tables.rows) {
      const { rows } = await fresh.db.query<{ row: string }>(`select t::text as row from ${name} t`);
      for (const { row } of rows) {
        const bytes = row.replaceAll(/\\\\x([0-9a-f]+)/g, (_, hex: string) =>
          Buffer.from(hex, 'hex').toString(),
        );
        if (bytes.includes(OTHER) && bytes.includes(JEAN)) joined.push(name);
      }
    }
    expect(joined).toEqual([]);
    const entries = (await recentEntries(fresh.db, { limit: 100 })).map((row) =>
      openEntry(row.leaf, row.opening),
    );
    expect(JSON.stringify(entries)).not.toContain(OTHER);
    // The new number on the register has nothing of the old.
    expect(await person(OTHER)).toMatchObject({
      surname: 'Newname',
      previous_surnames: [],
      previous_postcodes: [],
    });
  });

  it('of a protected identity that can’t be carried out is kept without what it says', async () => {
    const rest = `PD1||||||||||||Y\rMRG|1407451244^^^CHI^NH\r`;
    expect(await wire.ask(adt('A40', {}, { rest }))).toEqual(['AE chi-invalid']);
    const { rows } = await fresh.db.query(`select raw from feed_message where state = 'rejected'`);
    expect(rows).toEqual([{ raw: null }]);
  });

  it('forgets earlier names where a change says that they are protected', async () => {
    await wire.ask(adt('A31', { 5: 'Newname^Robin' }, PROTECTED));
    expect(await person(JEAN)).toMatchObject({ previous_surnames: [], previous_postcodes: [] });
  });
});

describe('numbers that the register links', () => {
  it('are a task for a steward, and move nothing', async () => {
    await wire.ask(adt('A28'));
    await scene.person('501');
    await scene.pair('501', JEAN, { state: 'in-force' });
    const rest = `PID|2||${OTHER}^^^CHI^NH||Smith^Jean\r`;
    expect(await wire.ask(adt('A24', {}, { rest }))).toEqual(['AA']);
    expect(await wire.ask(adt('A24', {}, { rest }))).toEqual(['AA']);
    const tasks = async () =>
      (await fresh.db.query<{ kind: string }>('select kind from task')).rows.map((row) => row.kind);
    expect(await tasks()).toEqual(['chi-numbers-linked']);
    await wire.ask(adt('A37', {}, { rest }));
    expect(await tasks()).toContain('chi-numbers-unlinked');
    expect(await linkStates()).toEqual({ [`501 ${JEAN}`]: 'in-force' });
  });
});

describe('what could not be carried out', () => {
  it('is on a steward’s page, with why and what to do, and nothing of the person', async () => {
    await wire.ask(adt('A31', { 3: '1407451244^^^CHI^NH', 5: 'Secretname^Jean' }));
    const page = await scene.open();
    await page.post('/steward/feed');
    expect(page.body).toContain('The CHI number is wrong');
    expect(page.body).not.toContain('Secretname');
    expect(page.body).not.toContain('1407451244');
    await page.post('/steward/feed/seen', { message: page.field('message') });
    expect(page.body).toContain('Every message was carried out');
  });
});
