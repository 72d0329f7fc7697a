import { editText } from '@solway/agreement';
import { instantOf } from '@solway/kernel';
import { openEntry } from '@solway/ledger';
import { recentEntries } from '@solway/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../../packages/store/test/fresh-database.ts';
import { demonstrationAgreement } from '../src/agreement-in-force.ts';
import { signForDemonstration } from '../src/demo/sign-agreement.ts';
import { COUNCIL, GovernanceScene, PORTAL } from './governance-scene.ts';

// Another version comes into force while pages are being put together: no page is half of each.

let fresh: FreshDatabase;
let scene: GovernanceScene;
beforeAll(async () => {
  fresh = await freshDatabase();
  scene = await GovernanceScene.begin(fresh.db);
  scene.scene.mosaic.answers.set('documents', async () => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    return scene.scene.mosaic.answered([
      { id: 'd1', marks: [], content: { title: 'Support plan', date: '2026-10-01' as never } },
    ]);
  });
});
afterAll(async () => {
  await scene.end();
  await fresh.drop();
});

async function view(): Promise<{ status: number; body: string }> {
  const { handle } = (await scene.practitioner()).json<{ handle: string }>();
  const page = await scene.app.inject({
    method: 'POST',
    url: '/view',
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: PORTAL },
    payload: new URLSearchParams({ handle }).toString(),
  });
  return { status: page.statusCode, body: page.body };
}

describe('changing version under load', () => {
  it('leaves every page and every entry under one version, and none half of each', async () => {
    const levelThree = editText(demonstrationAgreement(), [
      { path: ['version'], value: '3.0' },
      { path: ['level'], value: 3 },
      {
        path: ['impactAssessments', 'assessments', 2],
        value: { title: 'Level 3', level: 3, owner: COUNCIL, outcome: 'Low.' },
      },
    ]);
    const pages: { status: number; body: string }[] = [];
    const stopping = new AbortController();
    const viewers = Array.from({ length: 6 }, async () => {
      while (!stopping.signal.aborted) pages.push(await view());
    });
    while (pages.length < 12) await new Promise((resolve) => setImmediate(resolve));
    const at = instantOf(Date.now());
    await signForDemonstration(scene.db, { text: levelThree, at, key: scene.key });
    await scene.watch.refresh();
    const before = pages.length;
    while (pages.length < before + 12) await new Promise((resolve) => setImmediate(resolve));
    stopping.abort();
    await Promise.all(viewers);

    const versions = new Set<string>();
    for (const { status, body } of pages) {
      if (status !== 200) {
        // A page that was overtaken says so, and shows nothing.
        expect([status, body.includes('Support plan')]).toEqual([410, false]);
        continue;
      }
      const version = /version (\d\.0), level (\d)/.exec(body);
      versions.add(`${version?.[1]} ${version?.[2]} ${body.includes('Support plan')}`);
    }
    expect([...versions].sort()).toEqual(['2.0 2 false', '3.0 3 true']);

    const rows = await recentEntries(scene.db, { limit: 10_000, kinds: ['disclosed'] });
    for (const row of rows) {
      const { entry } = openEntry(row.leaf, row.opening);
      if (entry.kind !== 'disclosed') continue;
      const documents = entry.items.find(({ item }) => item === 'documents');
      expect([entry.agreement.version, documents?.outcome]).toEqual(
        entry.agreement.version === '2.0' ? ['2.0', 'not-shared'] : ['3.0', 'shown'],
      );
      const { rows: found } = await scene.db.query<{ digest: string }>(
        'select digest from agreement where version = $1',
        [entry.agreement.version],
      );
      expect(entry.agreement.digest).toBe(found[0]?.digest);
    }
    expect(rows.length).toBeGreaterThan(20);
  });
});
