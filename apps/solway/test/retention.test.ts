import { type ChiNumber, type Instant, instantOf } from '@solway/kernel';
import { openEntry } from '@solway/ledger';
import {
  appendEntry,
  countErasable,
  putHold,
  recentEntries,
  retentionRuns,
  endHold,
  transaction,
} from '@solway/store';
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../../packages/store/test/fresh-database.ts';
import { keptSince, retain } from '../src/retention.ts';
import { WitnessedLedger } from './witnessed-ledger.ts';

let fresh: FreshDatabase;
let ledger: WitnessedLedger;
beforeAll(async () => {
  fresh = await freshDatabase();
});
afterAll(() => fresh.drop());
beforeEach(async () => {
  ledger = await WitnessedLedger.start(fresh.db);
  await fresh.db.query('truncate legal_hold, retention_run');
});
afterEach(() => ledger.close());

const OLD = Date.UTC(2019, 5, 1);
const NOW = Date.UTC(2026, 10, 23);
const YEARS = 6;

async function look(chi: string, atMs: number): Promise<void> {
  const id = randomUUID();
  await appendEntry(
    fresh.db,
    {
      id,
      kind: 'launch-requested',
      at: instantOf(atMs),
      organisation: 'board',
      launchId: id,
      client: 'orion',
      purpose: 'direct-care',
      by: { organisation: 'board', role: 'gp' },
      personal: {
        user: { id: 'u', name: 'A User' },
        subject: { identifiers: [{ system: 's', value: chi }] },
      },
    },
    { chi: chi as ChiNumber },
  );
}
async function grown(): Promise<void> {
  await look('1000000001', OLD);
  await look('1000000002', OLD + 1000);
  await look('1000000002', NOW - 1000);
  ledger.nowMs = NOW;
  await ledger.grow(1);
}
const standing = async (): Promise<Record<string, number>> => {
  const rows = (await recentEntries(fresh.db, { limit: 100 })).filter((row) =>
    row.leaf.includes('launch-requested'),
  );
  const counts = { whole: 0, erased: 0 };
  for (const row of rows) counts[openEntry(row.leaf, row.opening).standing] += 1;
  return counts;
};
const now = (): Instant => instantOf(NOW);

describe('retention', () => {
  it('erases a person whose last entry is old enough, keeps everybody else, and the ledger still verifies', async () => {
    await grown();
    expect(await countErasable(fresh.db, keptSince(now(), YEARS))).toBe(1);
    expect(await retain(fresh.db, now(), YEARS)).toBe(1);
    expect(await standing()).toEqual({ whole: 2, erased: 1 });
    const left = await fresh.db.query(`select 1 from ledger_entry where subject_chi = '1000000001'`);
    expect(left.rowCount).toBe(0);
    await ledger.grow(1);
    const { findings } = await ledger.verify();
    expect(findings).toEqual([]);
  });

  it('is itself in the ledger, with the places that it touched, and happens once', async () => {
    await grown();
    await retain(fresh.db, now(), YEARS);
    expect(await retain(fresh.db, now(), YEARS)).toBe(0);
    const said = (await recentEntries(fresh.db, { limit: 100 })).filter((row) =>
      row.leaf.includes('"retention"'),
    );
    expect(said).toHaveLength(1);
    expect(said[0]?.leaf).toContain('"firstSequence":0');
    expect((await retentionRuns(fresh.db, 5)).map((run) => run.erased)).toEqual([0, 1]);
  });

  it('waits for a legal hold, and for an entry that has no place in the tree yet', async () => {
    await look('1000000003', OLD);
    expect(await retain(fresh.db, now(), YEARS)).toBe(0);
    await grown();
    const hold = {
      chi: '1000000001',
      person_id: null,
      name: 'N',
      why: 'A claim',
      by_name: 'A Lead',
      at: now(),
    };
    const id = await transaction(fresh.db, (tx) => putHold(tx, 'board', hold));
    expect(await retain(fresh.db, now(), YEARS)).toBe(1);
    expect(await standing()).toEqual({ whole: 3, erased: 1 });
    expect(await endHold(fresh.db, 'council', id, now())).toBe(false);
    expect(await endHold(fresh.db, 'board', id, now())).toBe(true);
    expect(await retain(fresh.db, now(), YEARS)).toBe(1);
  });
});
