import { appendFileSync, cpSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { sealEntry, signHead } from '@solway/ledger';
import { latestHead, sequencingLag, treeStateAt } from '@solway/store';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../../packages/store/test/fresh-database.ts';
import { LOG_ID, WitnessedLedger } from './witnessed-ledger.ts';

// Promise 6, against somebody who may do anything in the database and holds the log's key, but not the witness's.
// The table in docs/reference/ledger.md names these tests.

let fresh: FreshDatabase;
let ledger: WitnessedLedger;
beforeAll(async () => {
  fresh = await freshDatabase();
});
afterAll(() => fresh.drop());
beforeEach(async () => {
  ledger = await WitnessedLedger.start(fresh.db);
  await ledger.grow(4);
  await ledger.grow(5);
});
afterEach(() => ledger.close());

const forgedLeaf = (): { leaf: string; leafHash: string; opening: string | null } =>
  sealEntry(
    {
      id: '00000000-0000-4000-8000-000000000000',
      kind: 'launch-refused',
      at: ledger.clock(),
      organisation: 'nhs',
      reason: 'replayed',
      personal: null,
    },
    Buffer.from(Array.from({ length: 32 }, (_, n) => n)),
  );

/** The tree, its nodes and its head made anew over what the entries now are, signed by the log alone. */
async function rebuildTheTree(): Promise<void> {
  await ledger.db.query('truncate ledger_node, ledger_head, ledger_accumulator');
  await ledger.db.query('update ledger_entry set sequence = null');
  await ledger.sequence();
}

describe('before anybody touches it', () => {
  it('an export verifies whole, and every entry of it is countersigned', async () => {
    expect(await ledger.verify({ heads: ledger.witness.heads })).toMatchObject({
      verdict: 'verified',
      counts: { entries: 9, personal: 9 },
      countersigned: { treeSize: 9, logId: LOG_ID },
      notYetCountersigned: null,
    });
    expect(await ledger.incidents()).toEqual({});
  });
});

describe('an operator with every right in the database', () => {
  it('edits an entry: the export names it', async () => {
    await ledger.db.query(
      `update ledger_entry set leaf = replace(leaf, 'expired', 'replayed') where sequence = 6`,
    );
    expect((await ledger.verify()).first).toMatchObject({
      code: 'entry-changed',
      sequence: 6,
      certainty: 'exact',
    });
  });

  it('edits a personal part: the export names the entry', async () => {
    await ledger.db.query(
      `update ledger_entry set opening = replace(opening, 'Nurse 3', 'Nurse 9') where sequence = 2`,
    );
    expect((await ledger.verify()).first).toMatchObject({ code: 'personal-changed', sequence: 2 });
  });

  it('edits an entry and its hashes in both tables: the export names the stretch between two heads', async () => {
    const { leaf, leafHash, opening } = forgedLeaf();
    await ledger.db.query(
      `update ledger_entry set leaf = $1, leaf_hash = $2, opening = $3 where sequence = 6`,
      [leaf, leafHash, opening],
    );
    await ledger.db.query(`update ledger_node set hash = decode($1, 'hex') where level = 0 and index = 6`, [
      leafHash,
    ]);
    expect((await ledger.verify()).first).toMatchObject({ code: 'batch-altered', sequence: 4, through: 8 });
  });

  it('drops an entry: the export names the place where it was', async () => {
    await ledger.db.query('delete from ledger_entry where sequence = 5');
    expect((await ledger.verify()).first).toMatchObject({
      code: 'entry-dropped',
      sequence: 5,
      certainty: 'exact',
    });
  });

  it('drops every entry of a batch: the export names the first', async () => {
    await ledger.db.query('delete from ledger_entry where sequence >= 4');
    expect((await ledger.verify()).first).toMatchObject({ code: 'entry-dropped', sequence: 4 });
  });

  it('swaps two entries: the export names the first that moved', async () => {
    await ledger.db.query('update ledger_entry set sequence = -sequence where sequence in (5, 7)');
    await ledger.db.query('update ledger_entry set sequence = 12 + sequence where sequence < 0');
    expect((await ledger.verify()).first).toMatchObject({ code: 'entry-reordered', from: 5, to: 7 });
  });

  it('adds an entry with a place of its own: the sequencer can’t go on, and is late', async () => {
    await ledger.append(1);
    await ledger.db.query('update ledger_entry set sequence = 9 where sequence is null');
    await ledger.append(1);
    await expect(ledger.sequence()).rejects.toMatchObject({ code: '23505' });
    ledger.nowMs += 31_000;
    expect(await sequencingLag(ledger.db, ledger.clock())).toMatchObject({ waiting: 1, oldestMs: 31_000 });
    expect(await ledger.verify()).toMatchObject({ verdict: 'verified', counts: { entries: 9 } });
  });

  it('drops an entry, makes the tree anew and strips the countersignatures: the witness refuses, its heads prove it', async () => {
    await ledger.db.query('delete from ledger_entry where sequence = 5');
    await rebuildTheTree();
    await ledger.ask();
    expect(await ledger.incidents()).toMatchObject({ 'witness-refused': 'smaller' });
    await ledger.grow(6);
    expect(ledger.witness.refused).toEqual(['smaller', 'not-consistent']);
    expect(readFileSync(join(ledger.witness.folder, 'refused.ndjson'), 'utf8')).toContain('"not-consistent"');
    expect((await ledger.verify()).first).toMatchObject({ code: 'nothing-countersigned' });
    expect((await ledger.verify({ heads: ledger.witness.heads })).verdict).toBe('refused');
  });

  it('edits an entry, makes the tree anew and puts the old countersignature under it: the export says so', async () => {
    const { head: old } = (await latestHead(ledger.db))!;
    const { leaf, leafHash } = forgedLeaf();
    await ledger.db.query(
      'update ledger_entry set leaf = $1, leaf_hash = $2, opening = null where sequence = 6',
      [leaf, leafHash],
    );
    await rebuildTheTree();
    const { head: made } = (await latestHead(ledger.db))!;
    await ledger.db.query('update ledger_head set countersigned_at = now(), head = $1', [
      JSON.stringify({ ...made, countersignatures: old.countersignatures }),
    ]);
    expect((await ledger.verify()).first).toMatchObject({ code: 'head-signature-wrong' });
    await ledger.ask();
    expect(await ledger.incidents()).toMatchObject({ 'witness-refused': 'same-size-other-root' });
  });

  it('takes the nodes away, so that nothing can be proved: the witness refuses', async () => {
    await ledger.append(3);
    await ledger.sequence();
    await ledger.db.query('delete from ledger_node where level > 0');
    await ledger.ask();
    expect(await ledger.incidents()).toMatchObject({ 'witness-refused': 'not-consistent' });
  });

  it('restores an older state: found at the next check, with nothing new to sign and after it has grown again', async () => {
    await ledger.backUp('monday');
    await ledger.grow(3);
    await ledger.restore('monday');
    await ledger.ask();
    expect(await ledger.incidents()).toEqual({ 'witness-refused': 'smaller' });
    expect((await ledger.verify({ heads: ledger.witness.heads })).first).toMatchObject({
      code: 'rolled-back',
    });
    await ledger.grow(5);
    expect(ledger.witness.refused.at(-1)).toBe('not-consistent');
    expect(await ledger.incidents()).toHaveProperty('witness-refused');
  });

  it('shows two histories to two witnesses: neither can know, and the heads of one refuse the file of the other', async () => {
    const [first, second] = [ledger.witness, await ledger.anotherWitness('second')];
    await ledger.backUp('fork');
    await ledger.grow(3);
    const heads = { first: first.heads, second: second.heads };
    await ledger.restore('fork');
    await ledger.append(3);
    await ledger.sequence();
    const asked = ledger.countersigner({
      witness: { url: second.url, key: second.key, name: 'The second' },
    });
    await asked.round(new AbortController().signal);
    expect(second.size).toBe(12);
    const witnesses = [first.key, second.key];
    expect((await ledger.verify({ witnesses, heads: second.heads })).verdict).toBe('verified');
    expect((await ledger.verify({ witnesses, heads: heads.first })).first).toMatchObject({
      code: 'batch-altered',
      sequence: 9,
    });
    await ledger.ask();
    expect(await ledger.incidents()).toMatchObject({ 'witness-refused': 'same-size-other-root' });
    await second.stop();
  });

  it('drops an entry before it has a place: not findable, because no head ever knew of it', async () => {
    await ledger.append(2);
    await ledger.db.query(
      'delete from ledger_entry where id = (select id from ledger_entry where sequence is null order by at limit 1)',
    );
    await ledger.sequence();
    await ledger.ask();
    expect(await ledger.verify({ heads: ledger.witness.heads })).toMatchObject({
      verdict: 'verified',
      counts: { entries: 10 },
    });
    expect(await ledger.incidents()).toEqual({});
  });

  it('edits an entry after the last countersigned head: not findable, and the export says that it is not vouched for', async () => {
    await ledger.append(2);
    await ledger.sequence();
    await ledger.db.query(
      `update ledger_entry set leaf = replace(leaf, 'expired', 'replayed') where sequence = 10`,
    );
    const found = await ledger.verify();
    expect(found.notYetCountersigned).toEqual({ from: 9, to: 10 });
    expect(found.first).toMatchObject({ code: 'entry-changed', sequence: 10, certainty: 'as-listed' });
    await ledger.db.query('delete from ledger_node where index >= 9 or (level, index) in ((1, 4))');
    const { leaf, leafHash } = forgedLeaf();
    await ledger.db.query('delete from ledger_entry where sequence = 9');
    await ledger.db.query(
      'update ledger_entry set sequence = null, leaf = $1, leaf_hash = $2, opening = null where sequence = 10',
      [leaf, leafHash],
    );
    await ledger.db.query('delete from ledger_head where tree_size > 9');
    await ledger.db.query(`update ledger_accumulator set state = $1`, [
      JSON.stringify(await treeStateAt(ledger.db, 9)),
    ]);
    await ledger.sequence();
    await ledger.ask();
    expect(await ledger.verify({ heads: ledger.witness.heads })).toMatchObject({
      verdict: 'verified',
      counts: { entries: 11 },
    });
  });
});

describe('a clock that is wrong', () => {
  it('ahead, makes a head from the future: refused; put right, the same tree is signed again and countersigned', async () => {
    ledger.witnessNowMs = ledger.nowMs;
    ledger.nowMs += 3_600_000;
    await ledger.append(1);
    await ledger.sequence();
    await ledger.ask();
    expect(await ledger.incidents()).toMatchObject({ 'witness-refused': 'from-the-future' });
    ledger.nowMs = ledger.witnessNowMs;
    await ledger.ask();
    await ledger.ask();
    expect(await ledger.incidents()).toEqual({});
    expect(await ledger.verify()).toMatchObject({ verdict: 'verified', countersigned: { treeSize: 10 } });
  });

  it('put back, makes no head earlier than the last countersigned one', async () => {
    const before = (await latestHead(ledger.db))!.head.head.at;
    ledger.witnessNowMs = ledger.nowMs;
    ledger.nowMs -= 3_600_000;
    await ledger.grow(2);
    expect((await latestHead(ledger.db))!.head.head).toMatchObject({ treeSize: 11, at: before });
    ledger.nowMs += 3_600_000;
    expect(await ledger.verify()).toMatchObject({ verdict: 'verified', countersigned: { treeSize: 11 } });
  });

  it('turned back on purpose is refused: a head may not be earlier than one the witness signed', async () => {
    await ledger.append(1);
    await ledger.sequence();
    const { head: signed } = (await latestHead(ledger.db))!;
    const earlier = signHead({ ...signed.head, at: '2026-01-01T00:00:00.000Z' }, ledger.logKey);
    await ledger.db.query('update ledger_head set head = $1, at = $2 where tree_size = 10', [
      JSON.stringify(earlier),
      earlier.head.at,
    ]);
    await ledger.ask();
    expect(await ledger.incidents()).toMatchObject({ 'witness-refused': 'time-backwards' });
  });
});

describe('a witness restored from an old backup', () => {
  it.each(['an older folder', 'no heads at all'])(
    '(%s) is told by its own signature, and signs no more',
    async (state) => {
      const { folder } = ledger.witness;
      cpSync(folder, `${folder}-backup`, { recursive: true });
      await ledger.grow(3);
      await ledger.witness.stop();
      if (state === 'an older folder') cpSync(`${folder}-backup`, folder, { recursive: true });
      else rmSync(join(folder, 'heads.ndjson'));
      await ledger.witness.startAgain();
      await ledger.ask();
      expect(await ledger.incidents()).toEqual({ 'witness-refused': 'witness-behind' });
      await ledger.grow(2);
      expect(ledger.witness.refused).toEqual(['witness-behind', 'witness-behind']);
      expect(await ledger.verify()).toMatchObject({
        verdict: 'verified',
        countersigned: { treeSize: 12 },
        notYetCountersigned: { from: 12, to: 13 },
      });
    },
  );

  it('signs again when a person has looked, and has given it back the last head that it signed', async () => {
    const { folder } = ledger.witness;
    await ledger.witness.stop();
    const heads = join(folder, 'heads.ndjson');
    const lines = readFileSync(heads, 'utf8').split('\n');
    truncateSync(heads, Buffer.byteLength(`${lines[0]}\n`));
    await ledger.witness.startAgain();
    await ledger.grow(3);
    expect(await ledger.incidents()).toEqual({ 'witness-refused': 'witness-behind' });
    await ledger.verify();
    await ledger.witness.stop();
    // The line of the export that holds the newest head with this witness's signature.
    const last = readFileSync(join(ledger.folder, 'export-1.ndjson'), 'utf8')
      .split('\n')
      .findLast((line) => line.startsWith('{"signed"') && !line.includes('"countersignatures":[]'));
    appendFileSync(heads, `${last}\n`);
    await ledger.witness.startAgain();
    await ledger.ask();
    expect(await ledger.incidents()).toEqual({});
    expect(ledger.witness.size).toBe(12);
  });
});
