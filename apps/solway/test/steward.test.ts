import { FIRST_MODEL, runMatch } from '@solway/identity';
import { instantOf } from '@solway/kernel';
import { countReviewCases, reviewWorklist } from '@solway/store';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../../packages/store/test/fresh-database.ts';
import { COUNCIL, JEAN, JOAN, StewardScene } from './steward-scene.ts';

let fresh: FreshDatabase;
let scene: StewardScene;
beforeAll(async () => {
  fresh = await freshDatabase();
  scene = await StewardScene.create(fresh.db);
});
afterAll(() => fresh.drop());
beforeEach(() => scene.begin());

describe('the worklist', () => {
  it('puts protection and children first, then stopped links, then close runners-up, then the rest; oldest first', async () => {
    const rows: [string, object, object][] = [
      ['1', {}, { because: 'below-link-threshold', at: 1000 }],
      ['2', {}, { because: 'runner-up-too-close', at: 2000 }],
      ['3', {}, { state: 'suspended', at: 3000 }],
      ['4', { context: 'child' }, { because: 'below-link-threshold', at: 4000 }],
      ['5', { protection: true }, { at: 3500 }],
      ['6', {}, { because: 'below-link-threshold', at: 500 }],
    ];
    for (const [id, person, pair] of rows) {
      await scene.person(id, person);
      await scene.pair(id, JEAN, pair);
    }
    const list = await reviewWorklist(scene.db, { userId: 'steward', organisation: COUNCIL }, { limit: 10 });
    expect(list.map((row) => row.person_id)).toEqual(['5', '4', '3', '2', '6', '1']);
    expect(await countReviewCases(scene.db)).toMatchObject([
      { place: 'protection', waiting: 2 },
      { place: 'reported', waiting: 1 },
      { place: 'close', waiting: 1 },
      { place: 'below', waiting: 2 },
    ]);
    const steward = await scene.open();
    expect(steward.title).toBe('Matching to CHI: 6 waiting');
    await steward.post('/steward', { place: 'below' });
    expect([...steward.body.matchAll(/Mosaic (\d)/g)].map((match) => match[1])).toEqual(['6', '1']);
  });

  it('goes on page by page without leaving anybody out', async () => {
    for (let i = 0; i < 60; i += 1) {
      await scene.person(String(1000 + i));
      await scene.pair(String(1000 + i), JEAN, { because: 'below-link-threshold', at: i });
    }
    const steward = await scene.open();
    const seen: string[] = [];
    for (;;) {
      seen.push(...[...steward.body.matchAll(/Mosaic (\d{4})/g)].map((match) => match[1]!));
      const after = steward.field('after');
      if (after === '') break;
      await steward.post('/steward', { after });
    }
    expect(seen).toEqual(Array.from({ length: 60 }, (_, i) => String(1000 + i)));
  });
});

describe('a decision', () => {
  it('links: in force, every other candidate undone, and the ledger says who confirmed it', async () => {
    await scene.person('501');
    const jean = await scene.pair('501', JEAN);
    const joan = await scene.pair('501', JOAN, { weight: 4 });
    const steward = await (await scene.open()).next();
    expect(steward.body).toContain('SMITH, Jean');
    await steward.decide('link', { choice: jean });
    expect(steward.body).toContain(`Jean Smith is linked to CHI 140745 1243.`);
    expect(await scene.linkState(jean)).toBe('in-force');
    expect(await scene.linkState(joan)).toBe('undone');
    const entries = await scene.entries();
    expect(entries.map(({ entry }) => [entry.kind, 'outcome' in entry ? entry.outcome : ''])).toEqual(
      expect.arrayContaining([
        ['review', 'opened'],
        ['review', 'linked'],
        ['link-made', ''],
        ['link-undone', ''],
      ]),
    );
    expect(entries.find(({ entry }) => entry.kind === 'link-made')).toMatchObject({
      entry: { method: 'confirmed', linkId: jean, by: { organisation: COUNCIL, role: 'data-steward' } },
      personal: { user: { id: 'steward', name: 'First Steward' } },
    });
    expect(await countReviewCases(scene.db)).toEqual([]);
  });

  it('says "not a link": the pair can not come back by itself, and stands above the model', async () => {
    await scene.person('501', { protection: true });
    await runMatch(scene.db, FIRST_MODEL, instantOf(1000));
    const steward = await (await scene.open()).next();
    await steward.decide('not-a-link', { choice: 'all', note: 'A twin' });
    await scene.person('501', { protection: false });
    await runMatch(scene.db, FIRST_MODEL, instantOf(2000));
    const links = await scene.db.query<{ state: string }>('select state from link where person_id = $1', [
      '501',
    ]);
    expect(new Set(links.rows.map((row) => row.state))).toEqual(new Set(['undone']));
    expect(await countReviewCases(scene.db)).toEqual([]);
  });

  it('a link that a steward confirmed is left as it is by every later run', async () => {
    await scene.person('501');
    const joan = await scene.pair('501', JOAN, { weight: 4 });
    const steward = await (await scene.open()).next();
    await steward.decide('link', { choice: joan });
    await runMatch(scene.db, FIRST_MODEL, instantOf(2000));
    const links = await scene.db.query('select chi, state, made_by from link');
    expect(links.rows).toEqual([{ chi: JOAN, state: 'in-force', made_by: `${COUNCIL}:steward` }]);
  });

  it('asks for more: the note is kept, and the case waits after all others until something happens', async () => {
    await scene.person('501', { context: 'child' });
    await scene.person('502');
    await scene.pair('501', JEAN, { at: 1000 });
    await scene.pair('502', JEAN, { because: 'below-link-threshold', at: 2000 });
    const steward = await (await scene.open()).next();
    await steward.decide('need-more', { note: '' });
    expect(steward.status).toBe(400);
    await (await steward.next()).decide('need-more', { note: 'Ask the school\r\nabout her address' });
    expect(steward.body).toContain('waits for more');
    expect(await countReviewCases(scene.db)).toMatchObject([{ place: 'below' }, { place: 'deferred' }]);
    await scene.pair('501', JOAN, { at: Date.now() + 60_000 });
    expect(await countReviewCases(scene.db)).toMatchObject([{ place: 'protection' }, { place: 'below' }]);
    const again = await (await scene.open()).next();
    expect(again.body).toContain('Ask the school');
  });

  it('links a second record to a number that is linked already, with a warning before and a task after', async () => {
    await scene.person('501');
    await scene.person('502', { forenames: 'Jeannie' });
    await scene.pair('501', JEAN, { state: 'in-force' });
    const second = await scene.pair('502', JEAN);
    const steward = await (await scene.open()).next();
    expect(steward.body).toContain('Already linked to SMITH, Jean, Mosaic 501');
    await steward.decide('link', { choice: second });
    const tasks = await scene.db.query('select kind, person_ids from task where done_at is null');
    expect(tasks.rows).toEqual([{ kind: 'duplicate-council-records', person_ids: ['502', '501'] }]);
  });
});
