import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../../packages/store/test/fresh-database.ts';
import { COUNCIL, JEAN, StewardScene } from './steward-scene.ts';

// A link that a practitioner stopped, or that a steward comes back to.

let fresh: FreshDatabase;
let scene: StewardScene;
beforeAll(async () => {
  fresh = await freshDatabase();
  scene = await StewardScene.create(fresh.db);
});
afterAll(() => fresh.drop());
beforeEach(() => scene.begin());

describe('a link that a practitioner stopped', () => {
  it('waits with who stopped it and why, and is reinstated in one step', async () => {
    await scene.person('501');
    const link = await scene.pair('501', JEAN, { state: 'in-force' });
    await scene.nurseReports();
    expect(await scene.linkState(link)).toBe('suspended');
    const steward = await (await scene.open()).next();
    expect(steward.body).toContain('A Nurse (community nurse');
    expect(steward.body).toContain('This record is about somebody else');
    await steward.decide('link', { choice: link });
    expect(steward.body).toContain('is in force again');
    expect(await scene.linkState(link)).toBe('in-force');
    const tasks = await scene.db.query('select done_by from task');
    expect(tasks.rows).toEqual([{ done_by: `${COUNCIL}:steward` }]);
  });

  it('is undone with a reason, and the report lists who saw what through it, and nothing else', async () => {
    await scene.person('501');
    await scene.person('777');
    const link = await scene.pair('501', JEAN, { state: 'in-force' });
    await scene.nurseLooks();
    await scene.nurseReports();
    const steward = await (await scene.open()).next();
    await steward.decide('undo', { choice: link, reason: '' });
    expect(steward.status).toBe(400);
    expect(await scene.linkState(link)).toBe('suspended');
    await (
      await steward.next()
    ).decide('undo', { choice: link, reason: 'different-people', note: 'Two Jeans' });
    expect(steward.title).toBe('Exposure report');
    expect(steward.body).toContain('2 pages shown to 1 person');
    expect(steward.body).toContain('A Nurse');
    expect(steward.body).toContain('Two Jeans');
    expect(await scene.linkState(link)).toBe('undone');
    const entries = await scene.entries();
    expect(entries.find(({ entry }) => entry.kind === 'link-undone')).toMatchObject({
      entry: { linkId: link, reason: 'different-people', disclosures: 2 },
    });
    expect(entries.at(-1)).toMatchObject({ entry: { kind: 'export', what: 'report' } });
    expect((await scene.db.query('select 1 from task where done_at is null')).rowCount).toBe(0);
    // Looks through another link of the same number are not in it.
    const other = await scene.pair('777', JEAN, { state: 'in-force' });
    await scene.nurseLooks();
    await steward.post('/steward/exposure', { link });
    expect(steward.body).toContain('2 pages shown');
    await steward.post('/steward/find', { number: '777' });
    await steward.post('/steward/exposure', { link: other });
    expect(steward.body).toContain('1 page shown');
  });

  it('a report about two records stays open until both are settled', async () => {
    for (const id of ['501', '502']) {
      await scene.person(id);
      await scene.pair(id, JEAN, { state: 'in-force' });
    }
    await scene.nurseReports();
    const open = () => scene.db.query('select 1 from task where done_at is null');
    const steward = await (await scene.open()).next();
    await steward.decide('undo', { choice: steward.field('choice'), reason: 'mixed-record' });
    expect((await open()).rowCount).toBe(1);
    await steward.next();
    await steward.decide('link', { choice: steward.field('choice') });
    expect((await open()).rowCount).toBe(0);
  });

  it('a link that stands is found by either number, and undone', async () => {
    await scene.person('501');
    const link = await scene.pair('501', JEAN, { state: 'in-force' });
    const steward = await scene.open();
    await steward.post('/steward/find', { number: '140745 1243' });
    expect(steward.title).toContain('SMITH, Jean');
    await steward.decide('undo', { choice: link, reason: 'details-wrong' });
    expect(await scene.linkState(link)).toBe('undone');
    await steward.post('/steward/find', { number: `501'; drop table link` });
    expect(steward.body).toContain('No link was found');
  });
});
