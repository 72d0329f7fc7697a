import { openHandle, requireView, summarise } from '@solway/disclosure';
import { COUNCIL_ITEMS, HEALTH_ITEMS } from '@solway/record';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../store/test/fresh-database.ts';
import { demonstration, linkAs, Scene, seedPeople } from './walk-fixture.ts';

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

const open = async (over: Record<string, unknown> = {}) =>
  openHandle(scene.walk, {
    handle: await scene.handle(over),
    origin: 'http://localhost:8081',
    browserSecret: undefined,
  });

/** Something happens elsewhere while the source is answering. */
function meanwhile(happens: () => unknown): void {
  scene.mosaic.answers.set('alerts-and-hazards', async () => {
    await happens();
    return scene.mosaic.answered([{ id: '1', content: { label: 'Dog in house' }, marks: [] }]);
  });
}

describe('promises 1, 2 and 4: what was decided still stands when it is recorded', () => {
  it.each([
    ['the link is suspended', () => fresh.db.query(`update link set state = 'suspended'`)],
    ['the view is closed', () => fresh.db.query('update view set closed_at = now()')],
    ['the host opens another person', () => open({ hostSession: 'one-session' })],
    ['the user leaves', () => fresh.db.query('update staff set left_on = current_date')],
    ['the person is restricted', () => fresh.db.query('update council_person set restricted = true')],
    ['the agreement is ended in the database', () => fresh.db.query('update agreement set ended_at = now()')],
    ['the agreement is ended', () => (scene.agreement = undefined)],
    [
      'another version comes into force',
      () => (scene.agreement = demonstration((text) => text.replace(/^version: .*$/m, 'version: "9.9"'))),
    ],
  ])('shows nothing, and says so, when %s while the page is put together', async (_, happens) => {
    const { opened } = await open({ hostSession: 'one-session' });
    meanwhile(happens);
    await expect(summarise(scene.walk, opened)).rejects.toMatchObject({ code: 'view-overtaken' });
    const kinds = (await scene.ledger()).map(({ entry }) => entry.kind);
    expect(kinds).toEqual(['refused']);
    const [latest] = await scene.ledger();
    expect(latest!.entry).toMatchObject({ reasons: ['view:changed-while-assembled'] });
  });

  it('shows the page where nothing that it rests on has changed', async () => {
    const { opened } = await open();
    meanwhile(() => fresh.db.query(`update view set close_reason = null`));
    expect((await summarise(scene.walk, opened)).body.state).toBe('matched');
  });

  it('of two people opened at the very same moment in one host session, one page stands', async () => {
    const [one, other] = await Promise.all([open({ hostSession: 'both' }), open({ hostSession: 'both' })]);
    // As two openings at once leave it: neither saw the other.
    await fresh.db.query('update view set closed_at = null');
    const outcomes = await Promise.allSettled(
      [one, other].map(({ opened, browserSecret }) =>
        requireView(scene.walk, { viewId: opened.view.view_id, browserSecret }),
      ),
    );
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });
});

describe('promise 3: a refusal names the agreement that it was decided under', () => {
  it('with its version and digest, as a disclosure does', async () => {
    await linkAs(fresh.db, 'suspended');
    await summarise(scene.walk, (await open()).opened);
    const [latest] = await scene.ledger();
    const { compiled, digest } = demonstration();
    expect(latest!.entry).toMatchObject({
      kind: 'refused',
      agreement: { id: compiled.id, version: compiled.version, digest },
    });
  });
});
