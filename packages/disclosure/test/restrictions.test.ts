import { openHandle, requestLaunch, requireView, summarise } from '@solway/disclosure';
import { COUNCIL_ITEMS, HEALTH_ITEMS, type Summary } from '@solway/record';
import { applyRestrictions, readChiPeople, readCouncilPeople } from '@solway/store';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../store/test/fresh-database.ts';
import { HEALTH, linkAs, MOSAIC, PERSON, Scene, seedPeople } from './walk-fixture.ts';

const COUNCIL = 'dumfries-and-galloway-council';
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

const inPortal = async (over: Record<string, unknown> = {}) => {
  const handle = await scene.handle(over);
  return openHandle(scene.walk, { handle, origin: 'http://localhost:8081', browserSecret: 'b'.repeat(43) });
};
const inMosaic = async () => {
  const { handle } = await requestLaunch(scene.walk, MOSAIC, scene.mosaicClaims());
  return openHandle(scene.walk, { handle, origin: 'http://localhost:8082', browserSecret: 'b'.repeat(43) });
};
const visible = ({ assembledAt: _, ...rest }: Summary): unknown => rest;
/** Every way to a page: from either side, and again from a page that stood open as the mark was set. */
const PATHS = ['from the portal', 'from Mosaic', 'by trying again'] as const;

async function pageBy(path: (typeof PATHS)[number], meanwhile: () => Promise<unknown>): Promise<Summary> {
  if (path !== 'by trying again') {
    await meanwhile();
    return summarise(scene.walk, (await (path === 'from Mosaic' ? inMosaic() : inPortal())).opened);
  }
  const { opened, browserSecret } = await inPortal();
  await meanwhile();
  const again = await requireView(scene.walk, { viewId: opened.view.view_id, browserSecret });
  return summarise(scene.walk, again, ['alerts-and-hazards']);
}

const MARKS = {
  restricted: () => fresh.db.query('update council_person set restricted = true'),
  'of a protected identity, by the council’s word': () =>
    fresh.db.query('update council_person set protected_identity = true'),
  'of a protected identity, by the register': () =>
    fresh.db.query('update chi_person set protected_identity = true'),
};

describe.each(Object.entries(MARKS))('a person %s', (_, mark) => {
  it.each(PATHS)('%s is the page of one who is not matched, and no source is asked', async (path) => {
    const marked = visible(await pageBy(path, mark));
    await seedPeople(fresh.db);
    expect(marked).toEqual(visible(await pageBy(path, () => linkAs(fresh.db, 'undone'))));
    expect([...scene.mosaic.asked, ...scene.orion.asked]).toEqual([]);
  });
});

describe('the allow-list', () => {
  beforeEach(() => fresh.db.query('update council_person set restricted = true'));
  const listed = (organisation: string) =>
    applyRestrictions(
      fresh.db,
      'Mosaic',
      {
        restricted: [PERSON],
        protectedIdentities: [],
        access: [{ person_id: PERSON, organisation, user_id: 'nurse' }],
      },
      scene.walk.clock(),
    );

  it('opens for its user', async () => {
    await listed(HEALTH);
    expect((await summarise(scene.walk, (await inPortal()).opened)).body.state).toBe('matched');
  });

  it('does not open for a user of the other organisation who has the same id', async () => {
    await listed(COUNCIL);
    expect((await summarise(scene.walk, (await inPortal()).opened)).body.state).toBe('not-matched');
    expect(scene.mosaic.asked).toEqual([]);
  });

  it('never opens a protected identity', async () => {
    await listed(HEALTH);
    await fresh.db.query('update council_person set protected_identity = true');
    expect((await summarise(scene.walk, (await inPortal()).opened)).body.state).toBe('not-matched');
    expect(scene.mosaic.asked).toEqual([]);
  });
});

describe('a protected identity', () => {
  it('is not among those who are matched, on either side', async () => {
    await fresh.db.query('update council_person set protected_identity = true');
    await fresh.db.query('update chi_person set protected_identity = true');
    expect([await readCouncilPeople(fresh.db), await readChiPeople(fresh.db)]).toEqual([[], []]);
  });
});

describe('a restriction that only the source knows of', () => {
  it.each(['restricted-person', 'protected-identity'] as const)(
    '(%s) is kept, so that the next page asks nobody and takes no longer',
    async (mark) => {
      scene.mosaic.personMarks = [mark];
      const first = visible(await summarise(scene.walk, (await inPortal()).opened));
      const asked = scene.mosaic.asked.length;
      expect(asked).toBeGreaterThan(0);
      await expect
        .poll(
          async () =>
            (await fresh.db.query('select 1 from council_person where restricted or protected_identity'))
              .rowCount,
        )
        .toBe(1);
      expect(visible(await summarise(scene.walk, (await inPortal()).opened))).toEqual(first);
      expect(scene.mosaic.asked).toHaveLength(asked);
    },
  );

  it('of the board is kept for a day, for the council alone', async () => {
    scene.orion.personMarks = ['restricted-person'];
    await summarise(scene.walk, (await inMosaic()).opened);
    const asked = scene.orion.asked.length;
    await expect
      .poll(
        async () =>
          (await fresh.db.query('select 1 from chi_person where withheld_seen_at is not null')).rowCount,
      )
      .toBe(1);
    await fresh.db.query('update chi_person set withheld_seen_at = now()');
    await summarise(scene.walk, (await inMosaic()).opened);
    expect(scene.orion.asked).toHaveLength(asked);
    expect((await summarise(scene.walk, (await inPortal()).opened)).body.state).toBe('matched');
    await fresh.db.query(`update chi_person set withheld_seen_at = now() - interval '25 hours'`);
    await summarise(scene.walk, (await inMosaic()).opened);
    expect(scene.orion.asked.length).toBeGreaterThan(asked);
  });

  const silent = () => {
    for (const item of COUNCIL_ITEMS)
      scene.mosaic.answers.set(item, () =>
        Promise.resolve({ state: 'unavailable', because: 'source-down', detail: 'down' } as const),
      );
  };

  it('is not told apart while the source is down and has not been heard for long: no page says that there is a match', async () => {
    silent();
    const walk = { ...scene.walk, restrictionsCurrent: () => false };
    const down = visible(await summarise(walk, (await inPortal()).opened));
    const [latest] = await scene.ledger();
    expect(latest!.entry).toMatchObject({ kind: 'refused', reasons: ['restriction:unknown'] });
    await linkAs(fresh.db, 'undone');
    expect(down).toEqual(visible(await summarise(walk, (await inPortal()).opened)));
  });

  it('leaves "unavailable" as it is where the source was heard a moment ago', async () => {
    silent();
    const walk = { ...scene.walk, restrictionsCurrent: () => true };
    const { body } = await summarise(walk, (await inPortal()).opened);
    expect(
      body.state === 'matched' && body.items.some(({ outcome }) => outcome.state === 'unavailable'),
    ).toBe(true);
  });

  it('bars nothing where the source answers, however old what is kept: its answer says so itself', async () => {
    const walk = { ...scene.walk, restrictionsCurrent: () => false };
    expect((await summarise(walk, (await inPortal()).opened)).body.state).toBe('matched');
  });
});
