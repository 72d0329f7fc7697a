import { instantOf } from '@solway/kernel';
import type { Restrictions } from '@solway/sources';
import { openIncidents, recentEntries } from '@solway/store';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { HEALTH, linkAs, PERSON, seedPeople } from '../../../packages/disclosure/test/walk-fixture.ts';
import { type FreshDatabase, freshDatabase } from '../../../packages/store/test/fresh-database.ts';
import { type RestrictionWatch, startRestrictionWatch } from '../src/restriction-watch.ts';

const COUNCIL = 'dumfries-and-galloway-council';
const NONE: Restrictions = { restricted: [], protectedIdentities: [], access: [] };
let fresh: FreshDatabase;
let watch: RestrictionWatch | undefined;
let nowMs = Date.UTC(2026, 10, 23, 10);
let says: Restrictions | Error = NONE;
beforeAll(async () => {
  fresh = await freshDatabase();
});
afterAll(() => fresh.drop());
beforeEach(async () => {
  await seedPeople(fresh.db);
  await fresh.db.query('truncate restriction_reading, incident');
  await linkAs(fresh.db, 'in-force');
  says = NONE;
  nowMs = Date.UTC(2026, 10, 23, 10);
});
afterEach(() => watch?.stop());

function begin(): RestrictionWatch {
  watch = startRestrictionWatch(fresh.db, {
    name: 'Mosaic',
    source: {
      read: () => (says instanceof Error ? Promise.reject(says) : Promise.resolve(says)),
      close: () => Promise.resolve(),
    },
    parties: () => ({ council: COUNCIL, health: HEALTH }),
    clock: () => instantOf(nowMs),
    intervalMs: 20,
    onError: () => undefined,
  });
  return watch;
}
const person = async (): Promise<unknown> =>
  (await fresh.db.query('select restricted, protected_identity from council_person')).rows[0];
const list = async (): Promise<unknown> =>
  (await fresh.db.query('select organisation, user_id from restricted_access order by 1')).rows;
const entries = async (): Promise<number> =>
  (await recentEntries(fresh.db, { limit: 100, kinds: ['configuration'] })).length;

describe('restrictions kept beside the links', () => {
  it('follow what Mosaic says, both ways, with one entry for each change', async () => {
    says = {
      restricted: [PERSON],
      protectedIdentities: [PERSON],
      access: [
        { personId: PERSON, userId: 'worker' },
        { personId: PERSON, userId: 'nurse', organisation: 'health' },
      ],
    };
    begin();
    await expect.poll(person).toEqual({ restricted: true, protected_identity: true });
    expect(await list()).toEqual([
      { organisation: COUNCIL, user_id: 'worker' },
      { organisation: HEALTH, user_id: 'nurse' },
    ]);
    says = NONE;
    await expect.poll(person).toEqual({ restricted: false, protected_identity: false });
    await expect.poll(list).toEqual([]);
    await expect.poll(entries).toBe(2);
  });

  it('stay as they are while Mosaic fails, count as not known after a while, and that is an incident', async () => {
    says = { ...NONE, restricted: [PERSON] };
    const started = begin();
    await expect.poll(() => started.isCurrent()).toBe(true);
    says = new Error('down');
    await expect.poll(person).toMatchObject({ restricted: true });
    nowMs += 10_000;
    expect(started.isCurrent()).toBe(false);
    await expect
      .poll(async () => (await openIncidents(fresh.db)).map(({ kind }) => kind))
      .toEqual(['restrictions-late']);
    says = { ...NONE, restricted: [PERSON] };
    await expect.poll(() => started.isCurrent()).toBe(true);
    await expect.poll(() => openIncidents(fresh.db)).toEqual([]);
    expect(await entries()).toBe(1);
  });

  it('are not known before Mosaic was heard at all', () => {
    says = new Error('down');
    expect(begin().isCurrent()).toBe(false);
  });
});
