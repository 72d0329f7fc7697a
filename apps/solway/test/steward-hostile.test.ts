import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../../packages/store/test/fresh-database.ts';
import { JEAN, StewardScene } from './steward-scene.ts';

let fresh: FreshDatabase;
let scene: StewardScene;
beforeAll(async () => {
  fresh = await freshDatabase();
  scene = await StewardScene.create(fresh.db);
});
afterAll(() => fresh.drop());
beforeEach(() => scene.begin());

const HOSTILE = `"><img src=x onerror=alert(1)><script>alert(2)</script>`;

describe('hostile input', () => {
  it('stays text on the worklist, on the person’s page and in the report', async () => {
    await scene.person('501', {
      surname: HOSTILE,
      forenames: HOSTILE,
      known_as: HOSTILE,
      title: HOSTILE,
      previous_surnames: [HOSTILE],
      addresses: [{ address: HOSTILE, postcode: HOSTILE, current: true }],
      chi_held: HOSTILE,
    });
    await scene.db.query(
      'update chi_person set surname = $1, forenames = array[$1], gp_practice = $1, address = $1',
      [HOSTILE],
    );
    const link = await scene.pair('501', JEAN);
    await scene.db.query('update link set explanation = $1', [
      JSON.stringify({ fields: [{ field: HOSTILE, level: HOSTILE, weight: 3 }] }),
    ]);
    const pages: string[] = [];
    const steward = await scene.open();
    pages.push(steward.body);
    pages.push((await steward.next()).body);
    await steward.decide('need-more', { note: HOSTILE });
    pages.push(steward.body, (await steward.next()).body);
    pages.push((await steward.post('/steward/exposure', { link })).body);
    for (const html of pages) {
      expect(html).toContain('onerror=alert(1)');
      expect(html).not.toContain('<img');
      expect(html).not.toMatch(/<script(?![^>]* src=)/);
      expect(html).not.toMatch(/="[^"]*"><img/);
      for (const [, address] of html.matchAll(/\s(?:href|src|action)="([^"]*)"/g)) {
        expect(address).not.toMatch(/501|1407451243|[0-9a-f]{8}-[0-9a-f]{4}/);
      }
    }
  });

  it.each([
    ['no case', { case: 'x' }, 404],
    ['a case that was made up', { case: '00000000-0000-4000-8000-000000000000' }, 404],
    ['a choice of another person', { choice: '00000000-0000-4000-8000-000000000000' }, 400],
    ['an act that is none', { act: 'delete' }, 400],
    ['a note of control characters', { note: '\u0000\u0007' }, 400],
    ['a note without an end', { note: 'x'.repeat(2001) }, 400],
    ['"none of them" as a link', { choice: 'all' }, 400],
  ])('is refused with a code and changes nothing: %s', async (_, over, status) => {
    await scene.person('501');
    const link = await scene.pair('501', JEAN);
    const steward = await (await scene.open()).next();
    await steward.decide('link', { choice: link, ...over });
    expect(steward.status).toBe(status);
    expect(await scene.linkState(link)).toBe('under-review');
  });
});
