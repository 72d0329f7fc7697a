import { type ChildProcess, fork } from 'node:child_process';
import { leafHash, MemoryNodes } from '@solway/ledger';
import { latestHead, treeStateAt } from '@solway/store';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../../packages/store/test/fresh-database.ts';
import { LOG_ID, WitnessedLedger } from './witnessed-ledger.ts';

// Kill the sequencer at any instant: after a restart the tree is whole. SEQUENCER_KILLS=500 runs that many.
const KILLS = Number(process.env['SEQUENCER_KILLS'] ?? 6);

let fresh: FreshDatabase;
let ledger: WitnessedLedger;
beforeAll(async () => {
  fresh = await freshDatabase();
});
afterAll(() => fresh.drop());
beforeEach(async () => {
  ledger = await WitnessedLedger.start(fresh.db);
});
afterEach(() => ledger.close());

async function start(killAtSigning: number): Promise<{ child: ChildProcess; dead: Promise<void> }> {
  const settings = {
    databaseUrl: fresh.url,
    logId: LOG_ID,
    key: ledger.logKey.export({ type: 'pkcs8', format: 'pem' }),
    limit: 3,
    killAtSigning,
  };
  const child = fork(new URL('./killable-sequencer.mjs', import.meta.url), [JSON.stringify(settings)], {
    execArgv: [],
  });
  const dead = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await new Promise((resolve) => child.once('message', resolve));
  return { child, dead };
}

/** Every place once, from 0; every node of every level; and the last head over exactly that. */
async function expectWhole(): Promise<void> {
  // The killed one's transaction may still be ending in the database: it holds this lock until it has.
  await ledger.db.query('select pg_advisory_xact_lock(7365744)');
  const { rows } = await ledger.db.query<{ sequence: number; leaf: string }>(
    'select sequence, leaf from ledger_entry where sequence is not null order by sequence',
  );
  const tree = new MemoryNodes();
  for (const [place, { sequence, leaf }] of rows.entries()) {
    expect(sequence).toBe(place);
    tree.append(leafHash(Buffer.from(leaf)));
  }
  const head = (await latestHead(ledger.db))?.head.head;
  expect([head?.treeSize ?? 0, head?.rootHash]).toEqual([
    rows.length,
    rows.length === 0 ? undefined : tree.root(),
  ]);
  const nodes = await ledger.db.query<{ level: number; index: number; hash: string }>(
    `select level, index, encode(hash, 'hex') as hash from ledger_node`,
  );
  let complete = 0;
  for (let width = rows.length; width > 0; width = Math.floor(width / 2)) complete += width;
  expect(nodes.rows).toHaveLength(complete);
  for (const { level, index, hash } of nodes.rows) expect(hash).toBe(tree.read(level, index));
}

describe('a sequencer that is killed', () => {
  it.each([0, 1, 2])('inside its transaction, after %i heads, leaves nothing half done', async (heads) => {
    await ledger.append(8);
    const { dead } = await start(heads);
    await dead;
    await expectWhole();
    expect((await latestHead(ledger.db))?.head.head.treeSize ?? 0).toBe(heads * 3);
    await ledger.sequence();
    await expectWhole();
    expect((await treeStateAt(ledger.db, 8)).roots).toHaveLength(1);
  });

  it(
    `at random instants, ${KILLS} times over, while entries arrive and a witness looks on, leaves the tree whole`,
    { timeout: 60_000 + KILLS * 1000 },
    async () => {
      for (let i = 0; i < KILLS; i += 1) {
        const { child, dead } = await start(-1);
        await ledger.append(10);
        await ledger.ask();
        await ledger.append((i * 7) % 23);
        child.kill('SIGKILL');
        await dead;
        await expectWhole();
        await ledger.ask();
      }
      await ledger.sequence();
      await ledger.ask();
      await expectWhole();
      expect(await ledger.incidents()).toEqual({});
      expect(await ledger.verify({ heads: ledger.witness.heads })).toMatchObject({
        verdict: 'verified',
        notYetCountersigned: null,
      });
    },
  );
});
