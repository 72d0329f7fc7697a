import { appendEntry, openDatabase, transaction } from '@solway/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FreshDatabase, freshDatabase } from './fresh-database.ts';

let fresh: FreshDatabase;
beforeAll(async () => {
  fresh = await freshDatabase();
});
afterAll(() => fresh.drop());

describe('a database that does not answer', () => {
  it('fails the statement after its time, and the next one is answered', async () => {
    const db = openDatabase(fresh.url, { connections: 1, statementTimeoutMs: 150 });
    const entry = {
      id: '8d6f0a52-6a55-4d3b-9a3c-111111111111',
      kind: 'launch-refused',
      at: '2026-11-23T10:00:00.000Z',
      organisation: 'solway',
      reason: 'unknown-handle',
      personal: null,
    } as const;
    await transaction(fresh.db, async (tx) => {
      await tx.query('lock table ledger_entry');
      await expect(appendEntry(db, entry)).rejects.toMatchObject({ code: '57014' });
      await expect(transaction(db, (held) => appendEntry(held, entry))).rejects.toMatchObject({
        code: '57014',
      });
    });
    await appendEntry(db, entry);
    await db.end();
  });
});
