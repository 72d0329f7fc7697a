import { randomUUID } from 'node:crypto';
import { openHandle, requestLaunch, requireView, summarise } from '@solway/disclosure';
import { COUNCIL_ITEMS, HEALTH_ITEMS, type ItemType, type Summary } from '@solway/record';
import { decideObjection, receiveObjection } from '@solway/store';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../store/test/fresh-database.ts';
import { CHI, HEALTH, linkAs, MOSAIC, PERSON, Scene, seedPeople } from './walk-fixture.ts';

const COUNCIL = 'dumfries-and-galloway-council';
let fresh: FreshDatabase;
let scene: Scene;
beforeAll(async () => {
  fresh = await freshDatabase();
});
afterAll(() => fresh.drop());
beforeEach(async () => {
  await seedPeople(fresh.db);
  await fresh.db.query('truncate objection');
  await linkAs(fresh.db, 'in-force');
  scene = new Scene(fresh.db, { council: COUNCIL_ITEMS, health: HEALTH_ITEMS });
});

async function objects(
  items: readonly string[] | null,
  outcome: 'upheld' | 'not-upheld' | 'waiting',
  holder = COUNCIL,
) {
  const id = randomUUID();
  const about = holder === COUNCIL ? { chi: null, person_id: PERSON } : { chi: CHI, person_id: null };
  const at = scene.walk.clock();
  await receiveObjection(fresh.db, { id, holder, ...about, items, received_at: at, received_by: 'one' });
  if (outcome !== 'waiting') await decideObjection(fresh.db, { id, holder, by: 'two', outcome, at });
}
const open = async (over: Record<string, unknown> = {}) =>
  openHandle(scene.walk, {
    handle: await scene.handle(over),
    origin: 'http://localhost:8081',
    browserSecret: 'b'.repeat(43),
  });
const page = async (over: Record<string, unknown> = {}) => summarise(scene.walk, (await open(over)).opened);
const stateOf = (summary: Summary, item: ItemType): string | undefined =>
  summary.body.state === 'matched'
    ? summary.body.items.find((one) => one.item === item)?.outcome.state
    : summary.body.state;
const asked = (): ReadonlySet<string> => new Set(scene.mosaic.asked.map(({ item }) => item));

describe('an objection that was upheld', () => {
  it('keeps back its items alone, which are never fetched, and the ledger says why', async () => {
    await objects(['care-packages', 'assessments'], 'upheld');
    const summary = await page();
    expect(stateOf(summary, 'care-packages')).toBe('not-shared');
    expect(stateOf(summary, 'worker-and-team')).toBe('none-recorded');
    expect(asked()).not.toContain('care-packages');
    const [entry] = await scene.ledger();
    const item =
      entry!.entry.kind === 'disclosed' && entry!.entry.items.find((one) => one.item === 'care-packages');
    expect(item).toMatchObject({ outcome: 'not-shared', gate: 'objection', reasons: ['objection:upheld'] });
  });

  it.each(['adult-protection', 'child-protection'])('never stops %s', async (purpose) => {
    await objects(null, 'upheld');
    const summary = await page({ purpose });
    expect(summary.body.state).toBe('matched');
    expect(asked().size).toBeGreaterThan(0);
  });

  it('to everything reads as no match, and nothing is asked', async () => {
    await objects(null, 'upheld');
    const objected = await page();
    expect(asked().size).toBe(0);
    await linkAs(fresh.db, 'undone');
    expect({ ...objected, assembledAt: 0 }).toEqual({ ...(await page()), assembledAt: 0 });
  });

  it('holds for one panel that is tried again, and for a page that was open as it was decided', async () => {
    const { opened, browserSecret } = await open();
    await objects(['care-packages'], 'upheld');
    const again = await requireView(scene.walk, { viewId: opened.view.view_id, browserSecret });
    expect(stateOf(await summarise(scene.walk, again, ['care-packages', 'equipment']), 'care-packages')).toBe(
      'not-shared',
    );
    expect(asked()).not.toContain('care-packages');
  });

  it('is to the holder’s own record: the other organisation’s is shared as before', async () => {
    await objects(null, 'upheld', HEALTH);
    expect((await page()).body.state).toBe('matched');
    const { handle } = await requestLaunch(scene.walk, MOSAIC, scene.mosaicClaims());
    const { opened } = await openHandle(scene.walk, {
      handle,
      origin: 'http://localhost:8082',
      browserSecret: undefined,
    });
    expect((await summarise(scene.walk, opened)).body.state).toBe('not-matched');
    expect(scene.orion.asked).toEqual([]);
  });

  it('that is decided while a page is put together lets that page show nothing', async () => {
    const { opened } = await open();
    scene.mosaic.answers.set('alerts-and-hazards', async () => {
      await objects(['alerts-and-hazards'], 'upheld');
      return scene.mosaic.answered([{ id: '1', content: { label: 'Dog in house' }, marks: [] }]);
    });
    await expect(summarise(scene.walk, opened)).rejects.toMatchObject({ code: 'view-overtaken' });
  });
});

describe('an objection', () => {
  it.each(['waiting', 'not-upheld'] as const)('that is %s changes nothing', async (outcome) => {
    await objects(null, outcome);
    expect((await page()).body.state).toBe('matched');
  });

  it('is decided once, by somebody else than who wrote it down, of the holder’s own', async () => {
    await objects(null, 'waiting');
    const id = (await fresh.db.query<{ id: string }>('select id from objection')).rows[0]!.id;
    const decide = (by: string, holder: string) =>
      decideObjection(fresh.db, { id, holder, by, outcome: 'upheld', at: scene.walk.clock() });
    expect(await decide('one', COUNCIL)).toBeUndefined();
    expect(await decide('two', HEALTH)).toBeUndefined();
    expect(await decide('two', COUNCIL)).toMatchObject({ outcome: 'upheld' });
    expect(await decide('three', COUNCIL)).toBeUndefined();
  });
});
