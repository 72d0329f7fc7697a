import { createPublicKey, type KeyObject } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { verifyCommand } from '@solway/ledger';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../../packages/store/test/fresh-database.ts';
import { exportLedger } from '../src/ledger-export.ts';
import { WitnessedLedger } from './witnessed-ledger.ts';

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

const pem = (name: string, key: KeyObject): string => {
  const file = join(ledger.folder, name);
  writeFileSync(file, key.export({ type: 'spki', format: 'pem' }));
  return file;
};

/** Three months, each with a head in the middle and its last entries countersigned only in the next. */
async function threeMonths(): Promise<void> {
  for (const month of [8, 9, 10]) {
    ledger.nowMs = Date.UTC(2026, month, 15);
    await ledger.grow(3);
    ledger.nowMs = Date.UTC(2026, month + 1, 1) - 60_000;
    await ledger.append(2);
  }
  ledger.nowMs = Date.UTC(2026, 11, 1, 9);
  await ledger.grow(1);
}

describe('an export', () => {
  it('is verified offline, from the file and the two public keys, by the command', async () => {
    await ledger.grow(5);
    const out = join(ledger.folder, 'whole.ndjson');
    await exportLedger(ledger.db, { out, at: ledger.clock() });
    const said: string[] = [];
    const io = { out: (line: string) => said.push(line), err: (line: string) => said.push(line) };
    const keys = [
      '--log-key',
      pem('log.pem', createPublicKey(ledger.logKey)),
      '--witness-key',
      pem('witness.pem', ledger.witness.key),
    ];
    const heads = ['--heads', join(ledger.witness.folder, 'heads.ndjson')];
    const code = await verifyCommand([out, ...keys, ...heads], { ...io, nowMs: () => ledger.nowMs });
    expect([code, said[0]]).toEqual([0, 'VERIFIED']);
  });

  it('is itself an entry, and never takes the place of a file that is there', async () => {
    await ledger.grow(2);
    const out = join(ledger.folder, 'once.ndjson');
    const asked = { out, at: ledger.clock() };
    await exportLedger(ledger.db, asked);
    const before = readFileSync(out);
    await expect(exportLedger(ledger.db, asked)).rejects.toMatchObject({ code: 'export-file-exists' });
    expect(readFileSync(out)).toEqual(before);
    expect(existsSync(`${out}.partial`)).toBe(false);
    const { rows } = await ledger.db.query(`select kind from ledger_entry where kind = 'export'`);
    expect(rows).toHaveLength(1);
  });

  it('of an empty ledger is refused', async () => {
    const out = join(ledger.folder, 'empty.ndjson');
    await expect(exportLedger(ledger.db, { out, at: ledger.clock() })).rejects.toMatchObject({
      code: 'ledger-empty',
    });
  });
});

describe('the archive of a month', () => {
  it('verifies by itself, holds every entry of the month, and leaves no gap to the next', async () => {
    await threeMonths();
    const held = [];
    for (const month of ['2026-09', '2026-10', '2026-11']) {
      const out = join(ledger.folder, `${month}.ndjson`);
      const { first, next } = await exportLedger(ledger.db, { out, month, at: ledger.clock() });
      held.push([first, next]);
      const found = await ledger.verify({ month });
      expect(found).toMatchObject({ verdict: 'verified', notYetCountersigned: null });
      expect(found.counts.entries).toBe(next - first);
    }
    expect(held).toEqual([
      [0, 8],
      [3, 13],
      [8, 16],
    ]);
  });

  it('that begins at a tree that was altered is not vouched for', async () => {
    await threeMonths();
    await ledger.db.query(`update ledger_node set hash = sha256('x') where level = 1 and index = 0`);
    expect((await ledger.verify({ month: '2026-10' })).first).toMatchObject({ code: 'start-unproved' });
  });

  it('is found wrong where an entry of it was dropped', async () => {
    await threeMonths();
    await ledger.db.query('delete from ledger_entry where sequence = 6');
    expect((await ledger.verify({ month: '2026-10' })).first).toMatchObject({
      code: 'entry-dropped',
      sequence: 6,
      certainty: 'exact',
    });
  });
});
