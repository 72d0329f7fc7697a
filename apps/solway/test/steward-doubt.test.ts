import { FIRST_MODEL, raiseForReview, runMatch } from '@solway/identity';
import { instantOf } from '@solway/kernel';
import { countReviewCases, transaction } from '@solway/store';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../../packages/store/test/fresh-database.ts';
import { COUNCIL, JEAN, JOAN, StewardScene } from './steward-scene.ts';

// A link that stands, and that something has made doubtful: it is raised, never dropped in silence.

let fresh: FreshDatabase;
let scene: StewardScene;
beforeAll(async () => {
  fresh = await freshDatabase();
  scene = await StewardScene.create(fresh.db);
});
afterAll(() => fresh.drop());
beforeEach(() => scene.begin());

const raising = { by: 'feed:test', at: instantOf(5000) };
const raise = (id: string) =>
  transaction(scene.db, (tx) => raiseForReview(tx, { id }, 'scores-less', raising));

describe('a link that no longer scores', () => {
  it('stands, waits with its reason after what is stopped, and is in the ledger', async () => {
    await scene.person('501');
    await scene.person('502');
    const link = await scene.pair('501', JEAN, { state: 'in-force' });
    await scene.pair('502', JOAN, { state: 'suspended' });
    expect(await raise(link)).toBe(true);
    expect(await scene.linkState(link)).toBe('in-force');
    expect(await countReviewCases(scene.db)).toMatchObject([{ place: 'reported' }, { place: 'doubted' }]);
    const doubted = (await scene.entries()).find(({ entry }) => entry.kind === 'review');
    expect(doubted).toMatchObject({
      entry: { of: 'link', outcome: 'doubted', about: link },
      personal: { notes: 'scores-less' },
    });
    const steward = await scene.open();
    await steward.post('/steward/find', { number: '501' });
    expect(steward.body).toContain('no longer reaches the threshold');
  });

  it('is raised once, however often and by however many at once it is found', async () => {
    await scene.person('501');
    const link = await scene.pair('501', JEAN, { state: 'in-force' });
    const told = await Promise.all(Array.from({ length: 8 }, () => raise(link)));
    expect(told.filter(Boolean)).toHaveLength(1);
    expect(await scene.kinds()).toEqual(['review']);
  });

  it('is not raised where nothing is in force: what waits or is undone stays as it is', async () => {
    await scene.person('501');
    const waiting = await scene.pair('501', JEAN);
    expect(await raise(waiting)).toBe(false);
    await scene.db.query(`update link set state = 'undone'`);
    expect(await raise(waiting)).toBe(false);
    expect(await scene.kinds()).toEqual([]);
  });

  it('is kept by a steward: confirmed under their name, and no longer waiting', async () => {
    await scene.person('501');
    const link = await scene.pair('501', JEAN, { state: 'in-force' });
    await raise(link);
    const steward = await (await scene.open()).next();
    await steward.decide('link', { choice: link });
    expect(steward.body).toContain('is kept, and confirmed');
    const links = await scene.db.query('select state, made_by from link');
    expect(links.rows).toEqual([{ state: 'in-force', made_by: `${COUNCIL}:steward` }]);
    expect(await countReviewCases(scene.db)).toEqual([]);
    expect(await scene.kinds()).toContain('link-made');
  });

  it('or undone, or put off; and one that is not in doubt can not be kept', async () => {
    await scene.person('501');
    const link = await scene.pair('501', JEAN, { state: 'in-force' });
    await raise(link);
    const steward = await (await scene.open()).next();
    await steward.decide('need-more', { note: 'Ask the practice' });
    expect(await countReviewCases(scene.db)).toMatchObject([{ place: 'deferred' }]);
    await (await steward.next()).decide('undo', { choice: link, reason: 'details-wrong' });
    expect(await scene.linkState(link)).toBe('undone');
    expect(await countReviewCases(scene.db)).toEqual([]);
    const other = await scene.pair('501', JOAN, { state: 'in-force' });
    await steward.post('/steward/find', { number: '501' });
    await steward.decide('link', { choice: other });
    expect(steward.status).toBe(400);
  });

  it('makes a screen stale that was shown before it was raised', async () => {
    await scene.person('501');
    const link = await scene.pair('501', JEAN, { state: 'in-force' });
    const steward = await scene.open();
    await steward.post('/steward/find', { number: '501' });
    await raise(link);
    await steward.decide('undo', { choice: link, reason: 'details-wrong' });
    expect(steward.status).toBe(409);
    expect(await scene.linkState(link)).toBe('in-force');
  });
});

describe('a person who comes under protection', () => {
  it.each([[{ protection: true }], [{ restricted: true }]])(
    'after the model linked them waits for a human, once: %o',
    async (change) => {
      await scene.person('501');
      await runMatch(scene.db, FIRST_MODEL, instantOf(1000));
      expect(await countReviewCases(scene.db)).toEqual([]);
      await scene.person('501', change);
      await runMatch(scene.db, FIRST_MODEL, instantOf(2000));
      await runMatch(scene.db, FIRST_MODEL, instantOf(3000));
      expect(await countReviewCases(scene.db)).toMatchObject([{ place: 'protection', waiting: 1 }]);
      expect((await scene.db.query('select 1 from link_doubt')).rowCount).toBe(1);
      const links = await scene.db.query('select state from link');
      expect(links.rows).toEqual([{ state: 'in-force' }]);
    },
  );

  it('is not asked about again once a steward has confirmed the link', async () => {
    await scene.person('501');
    await runMatch(scene.db, FIRST_MODEL, instantOf(1000));
    await scene.person('501', { protection: true });
    await runMatch(scene.db, FIRST_MODEL, instantOf(2000));
    const steward = await (await scene.open()).next();
    expect(steward.body).toContain('has come under protection');
    await steward.decide('link', { choice: steward.field('choice') });
    await runMatch(scene.db, FIRST_MODEL, instantOf(3000));
    expect(await countReviewCases(scene.db)).toEqual([]);
  });
});
