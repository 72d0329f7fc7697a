import { countScore, FIRST_MODEL, runMatch, scoreDrift } from '@solway/identity';
import { instantOf, type IsoDate } from '@solway/kernel';
import { recordLoadRejections } from '@solway/store';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../../packages/store/test/fresh-database.ts';
import { JEAN, JOAN, StewardScene } from './steward-scene.ts';

let fresh: FreshDatabase;
let scene: StewardScene;
beforeAll(async () => {
  fresh = await freshDatabase();
  scene = await StewardScene.create(fresh.db);
});
afterAll(() => fresh.drop());
beforeEach(async () => {
  await scene.begin();
  await scene.db.query('truncate match_run, load_rejection, mosaic_load cascade');
});

const quality = async (): Promise<string> => (await (await scene.open()).post('/steward/quality')).body;
const part = (page: string, id: string): string =>
  (new RegExp(`aria-labelledby="${id}"[^]*?</section>`).exec(page)?.[0] ?? '').replaceAll(/<[^>]*>/g, '|');

describe('the quality page', () => {
  it('shows nothing that is not there', async () => {
    const page = await quality();
    for (const words of [
      'have not been loaded',
      'No run has finished',
      'Nobody waits',
      'two runs that kept their scores',
      'None.',
      'Nobody has been judged by two stewards yet',
    ])
      expect(page).toContain(words);
    expect(page).not.toContain('NaN');
  });

  it('counts matched, in review and not matched by age, and names nobody', async () => {
    await scene.person('501');
    await scene.pair('501', JEAN, { state: 'in-force' });
    await scene.person('502', { birth_date: '2020-05-01' as IsoDate, context: 'child' });
    await scene.pair('502', JOAN);
    await scene.person('503', { birth_date: null });
    await scene.person('504', { surname: 'Hidden' });
    await scene.db.query(`update council_person set protected_identity = true where person_id = '504'`);
    const page = await quality();
    expect(part(page, 'ages')).toMatch(/65 to 84\|+1 \|100\.0%\|+0 /);
    expect(part(page, 'ages')).toMatch(/5 to 15\|+0 \|0\.0%\|+1 \|100\.0%\|/);
    expect(part(page, 'ages')).toMatch(/Not known\|+0 \|0\.0%\|+0 \|0\.0%\|+1 \|100\.0%/);
    expect(page).not.toMatch(/Smith|Hidden|140745|Mosaic 50/);
    expect(part(page, 'backlog')).toContain('Protection, children, restricted');
  });

  it('shows the trend of runs, and how their scores have drifted', async () => {
    await scene.person('501');
    await scene.person('502', { forenames: 'Joan' });
    await runMatch(scene.db, FIRST_MODEL, instantOf(1_000_000));
    await scene.person('501', { birth_date: '1945-07-15' as IsoDate });
    await scene.person('502', { forenames: 'Joan', birth_date: '1945-07-15' as IsoDate });
    await runMatch(scene.db, FIRST_MODEL, instantOf(2_000_000));
    const page = await quality();
    expect(part(page, 'trend').match(/first 2026/g)).toHaveLength(2);
    expect(part(page, 'drift')).toMatch(/Stability index \d+\.\d{3}: much/);
    expect(page).toContain('role="img" aria-label="Best scores from');
  });

  it('counts rows that failed and duplicates', async () => {
    await recordLoadRejections(
      scene.db,
      'chi',
      [
        { place: 'line 4', code: 'chi-invalid' },
        { place: 'line 9', code: 'chi-invalid' },
      ],
      instantOf(Date.now()),
    );
    for (const id of ['501', '502']) {
      await scene.person(id);
      await scene.pair(id, JEAN, { state: 'in-force' });
    }
    const page = await quality();
    expect(part(page, 'failures')).toMatch(/CHI extract\|+chi-invalid\|+2/);
    expect(part(page, 'duplicates')).toMatch(/\|1\|+CHI numbers on which more than one/);
    expect(part(page, 'duplicates')).toMatch(/\|1\|+groups in Mosaic/);
  });
});

describe('the drift of scores', () => {
  const histogram = fc
    .array(fc.double({ min: -30, max: 40, noNaN: true }), { minLength: 1, maxLength: 200 })
    .map((weights) => {
      const kept: Record<string, number> = {};
      for (const weight of weights) countScore(kept, weight);
      return kept;
    });

  it('is none between a run and itself, never below none, and the same both ways round', () => {
    fc.assert(
      fc.property(histogram, histogram, (before, after) => {
        expect(scoreDrift(before, before)).toBeCloseTo(0, 12);
        expect(scoreDrift(before, after)).toBeGreaterThanOrEqual(-1e-12);
        expect(scoreDrift(before, after)).toBeCloseTo(scoreDrift(after, before)!, 9);
      }),
    );
  });

  it('says nothing of a run that kept no scores', () => {
    expect(scoreDrift({}, { '4': 2 })).toBeUndefined();
  });
});
