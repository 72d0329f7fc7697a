import { readFileSync } from 'node:fs';
import { FIRST_MODEL, liveMatching } from '@solway/identity';
import { instantOf } from '@solway/kernel';
import { watermarkOf } from '@solway/store';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../../packages/store/test/fresh-database.ts';
import { startMosaicWatch } from '../src/mosaic-watch.ts';
import { JEAN, StewardScene } from './steward-scene.ts';

let fresh: FreshDatabase;
let mosaic: FreshDatabase;
let scene: StewardScene;
let refreshes = 0;

beforeAll(async () => {
  [fresh, mosaic] = await Promise.all([freshDatabase(), freshDatabase('template0')]);
  scene = await StewardScene.create(fresh.db);
  await mosaic.db.query(readFileSync(new URL('../../simulators/sql/mosaic.sql', import.meta.url), 'utf8'));
});
afterAll(async () => {
  await scene.app.close();
  await Promise.all([fresh.drop(), mosaic.drop()]);
});

let watch: ReturnType<typeof startMosaicWatch>;
beforeEach(async () => {
  await scene.begin();
  await fresh.db.query('truncate source_watermark');
  await mosaic.db.query('truncate dm_persons, watermarks cascade');
  await mosaic.db.query(
    `insert into dm_persons (person_id, title, first_name, last_name, date_of_birth, gender, context_flag)
     values (501, 'Mrs', 'Jean', 'Smith', '1945-07-14', 'Female', 'A')`,
  );
  await mosaic.db.query(
    `insert into dm_addresses (person_id, address, post_code) values (501, '1 High Street', 'DG1 1AA')`,
  );
  const matchOne = await liveMatching(fresh.db, FIRST_MODEL);
  watch = startMosaicWatch(fresh.db, {
    mosaicUrl: mosaic.url,
    rescoring: () => Promise.resolve({ model: FIRST_MODEL, matchOne }),
    clock: () => instantOf(Date.now()),
    everyMs: 20,
    onError: (error) => console.error(error),
  });
  await refreshed();
  return () => watch.stop();
});

/** Mosaic's reporting copy is fresh from now; waits until it has been read. */
async function refreshed(): Promise<void> {
  const at = instantOf(Date.parse('2026-11-23T06:00:00Z') + (refreshes += 1) * 1000);
  await mosaic.db.query(`delete from watermarks`);
  await mosaic.db.query(`insert into watermarks values ('dm_persons', $1)`, [at]);
  while ((await watermarkOf(fresh.db, 'mosaic')) !== at)
    await new Promise((resolve) => setImmediate(resolve));
}
const links = async () =>
  (
    await fresh.db.query<{ s: string }>(
      `select concat_ws(' ', l.person_id, l.state, d.reason) as s from link l
       left join link_doubt d on d.link_id = l.id and d.settled_at is null order by 1`,
    )
  ).rows.map((row) => row.s);

describe('a change in Mosaic', () => {
  it('is taken when the copy is refreshed: somebody new is matched at once', async () => {
    expect(await links()).toEqual(['501 in-force']);
  });

  it('puts a link that no longer scores in doubt, once', async () => {
    await mosaic.db.query(
      `update dm_persons set first_name = 'Bertram', last_name = 'Ogilvie', date_of_birth = '1980-01-01', gender = 'Male'`,
    );
    await refreshed();
    expect(await links()).toEqual(['501 in-force scores-less']);
    await mosaic.db.query(`update dm_persons set title = 'Mr'`);
    await refreshed();
    expect(await links()).toEqual(['501 in-force scores-less']);
  });

  it('that brings somebody under a restriction has the model’s link looked at by a person', async () => {
    await mosaic.db.query(`update dm_persons set restricted = 'Y'`);
    await refreshed();
    expect(await links()).toEqual(['501 in-force protection-since']);
  });

  it('that takes the record away puts its link in doubt, and the record coming back is told', async () => {
    await mosaic.db.query('truncate dm_persons cascade');
    await refreshed();
    expect(await links()).toEqual(['501 in-force record-gone']);
    const gone = await fresh.db.query('select 1 from council_person where gone_at is not null');
    expect(gone.rowCount).toBe(1);
  });

  it('changes nothing where nothing has changed', async () => {
    const before = await fresh.db.query('select xmin, person_id from council_person');
    await refreshed();
    expect((await fresh.db.query('select xmin, person_id from council_person')).rows).toEqual(before.rows);
    expect(await links()).toEqual(['501 in-force']);
    expect(
      await scene.linkState((await fresh.db.query<{ id: string }>('select id from link')).rows[0]!.id),
    ).toBe('in-force');
    expect(JEAN).toHaveLength(10);
  });
});
