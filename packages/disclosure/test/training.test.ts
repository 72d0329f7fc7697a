import { openHandle, summarise } from '@solway/disclosure';
import { COUNCIL_ITEMS, HEALTH_ITEMS, type Summary } from '@solway/record';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../store/test/fresh-database.ts';
import { linkAs, Scene, seedPeople } from './walk-fixture.ts';

let fresh: FreshDatabase;
let scene: Scene;
beforeAll(async () => {
  fresh = await freshDatabase();
});
afterAll(() => fresh.drop());
beforeEach(async () => {
  await seedPeople(fresh.db);
  await linkAs(fresh.db, 'in-force');
  scene = new Scene(fresh.db, { council: COUNCIL_ITEMS, health: HEALTH_ITEMS });
});

async function viewOfOneTrainedOn(day: string | null): Promise<Summary> {
  await fresh.db.query(`update staff set training_completed = $1 where user_id = 'nurse'`, [day]);
  const { opened } = await openHandle(scene.walk, {
    handle: await scene.handle(),
    origin: 'http://localhost:8081',
    browserSecret: undefined,
  });
  return summarise(scene.walk, opened);
}

describe('a viewer whose training', () => {
  it.each([
    ['is up to date is told nothing', '2026-10-01', undefined],
    ['is on its last day is told nothing', '2025-11-23', undefined],
    ['is in its days of grace is told that it is due', '2025-11-22', 'grace'],
    ['has lapsed is told that it is overdue, where something is shown all the same', '2025-10-25', 'overdue'],
  ])('%s', async (_, day, training) => {
    const summary = await viewOfOneTrainedOn(day);
    expect([summary.body.state, summary.training]).toEqual(['matched', training]);
  });

  it('was never done, and who sees nothing because of it, is told of the way in an emergency instead', async () => {
    const summary = await viewOfOneTrainedOn(null);
    expect([summary.body.state, summary.training, summary.emergency?.state]).toEqual([
      'not-open',
      undefined,
      'offered',
    ]);
  });

  it('is due is told nothing of it on a page that shows no match', async () => {
    await linkAs(fresh.db, 'suspended');
    const summary = await viewOfOneTrainedOn('2025-11-22');
    expect([summary.body.state, summary.training]).toEqual(['not-matched', undefined]);
  });
});
