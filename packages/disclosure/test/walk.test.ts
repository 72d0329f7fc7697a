import {
  closeOpenView,
  openHandle,
  reportNotMyPatient,
  requestLaunch,
  requireView,
  summarise,
} from '@solway/disclosure';
import { COUNCIL_ITEMS, HEALTH_ITEMS, type ItemType, type Summary } from '@solway/record';
import { linksOf, openTasks } from '@solway/store';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../store/test/fresh-database.ts';
import { CHI, demonstration, HEALTH, linkAs, MOSAIC, PERSON, Scene, seedPeople } from './walk-fixture.ts';

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

async function view(over: Record<string, unknown> = {}) {
  const { opened, browserSecret } = await openHandle(scene.walk, {
    handle: await scene.handle(over),
    origin: 'http://localhost:8081',
    browserSecret: undefined,
  });
  return { opened, browserSecret, summary: await summarise(scene.walk, opened) };
}

async function viewInMosaic() {
  const { handle } = await requestLaunch(scene.walk, MOSAIC, scene.mosaicClaims());
  const { opened } = await openHandle(scene.walk, {
    handle,
    origin: 'http://localhost:8082',
    browserSecret: undefined,
  });
  return summarise(scene.walk, opened);
}

function outcomeOf(summary: Summary, item: ItemType) {
  if (summary.body.state !== 'matched') throw new Error('not matched');
  return summary.body.items.find((one) => one.item === item)?.outcome;
}

/** What a page says, without the parts that differ from view to view. */
const visible = ({ assembledAt: _, ...rest }: Summary): unknown => rest;

describe('promise 1: nothing without an agreement in force that grants it', () => {
  it('fetches exactly what the agreement grants, and nothing else', async () => {
    const { summary } = await view();
    expect(outcomeOf(summary, 'care-packages')).toMatchObject({ state: 'none-recorded' });
    expect(outcomeOf(summary, 'documents')).toMatchObject({ state: 'not-shared', level: 3 });
    const asked = new Set(scene.mosaic.asked.map((one) => one.item));
    expect(asked).toContain('care-packages');
    for (const item of ['documents', 'case-notes', 'child-protection', 'mental-health-measures'] as const) {
      expect(asked, item).not.toContain(item);
    }
    expect(scene.mosaic.asked.every((one) => one.personId === PERSON)).toBe(true);
    expect(scene.orion.asked).toEqual([]);
  });

  it('shows an administrator level 1 only', async () => {
    await view({ user: { id: 'clerk', name: 'A Clerk', role: 'health-admin' } });
    expect(new Set(scene.mosaic.asked.map((one) => one.item))).toEqual(
      new Set(['known-to-social-work', 'worker-and-team']),
    );
  });

  it.each([
    ['no agreement is in force', () => (scene.agreement = undefined)],
    ['the agreement has ended', () => (scene.nowMs = Date.UTC(2090, 0, 1))],
    [
      'the directory does not vouch for the user',
      () => fresh.db.query(`update staff set left_on = '2026-11-01'`),
    ],
    [
      'the agreement in force is one that somebody made by hand',
      () => {
        scene.agreement = { ...demonstration(), compiled: { ...demonstration().compiled } };
      },
    ],
  ])('asks no source for anything when %s', async (_, arrange) => {
    await Promise.resolve(arrange());
    const { summary } = await view();
    expect(scene.mosaic.asked).toEqual([]);
    if (summary.body.state === 'matched') {
      expect(summary.body.items.every((one) => one.outcome.state === 'not-shared')).toBe(true);
    }
    const [latest] = await scene.ledger();
    expect(latest!.entry.kind).toBe('refused');
  });

  it('names the version of the agreement in a refusal as much as in a grant', async () => {
    await linkAs(fresh.db, 'suspended');
    await view();
    const [latest] = await scene.ledger();
    expect(latest!.entry).toMatchObject({
      kind: 'refused',
      agreement: { version: '2.0', digest: demonstration().digest },
    });
  });

  it('refuses a role that the user does not hold, and a purpose that the agreement does not know', async () => {
    await view({ user: { id: 'nurse', name: 'A Nurse', role: 'gp' } });
    await view({ purpose: 'curiosity' });
    await view({ relationship: undefined });
    expect(scene.mosaic.asked).toEqual([]);
    expect((await scene.ledger()).map(({ entry }) => entry.kind)).toEqual(['refused', 'refused', 'refused']);
  });

  it('shows no entry that carries a mark, and says nothing of there being one', async () => {
    scene.mosaic.answers.set('alerts-and-hazards', async () =>
      scene.mosaic.answered([
        { id: 'open', content: { label: 'Dog in house' }, marks: [] },
        { id: 'sealed', content: { label: 'SEALED ALERT' }, marks: ['sealed'] },
      ]),
    );
    const { summary } = await view();
    expect(JSON.stringify(summary)).not.toContain('SEALED ALERT');
    expect(outcomeOf(summary, 'alerts-and-hazards')).toMatchObject({
      state: 'shown',
      entries: [{ id: 'open' }],
    });
  });
});

describe('a person whom the viewer may not know of', () => {
  it('looks exactly like a person who is not matched', async () => {
    await linkAs(fresh.db, 'undone');
    const unmatched = visible((await view()).summary);
    for (const arrange of [
      () => linkAs(fresh.db, 'suspended'),
      () => linkAs(fresh.db, 'under-review'),
      async () => {
        await linkAs(fresh.db, 'in-force');
        await fresh.db.query('update council_person set restricted = true');
      },
    ]) {
      await arrange();
      expect(visible((await view()).summary)).toEqual(unmatched);
      expect(scene.mosaic.asked).toEqual([]);
    }
  });

  it('looks the same when only the source, asked just now, knows of the restriction', async () => {
    await linkAs(fresh.db, 'undone');
    const unmatched = visible((await view()).summary);
    await linkAs(fresh.db, 'in-force');
    scene.mosaic.personMarks = ['restricted-person'];
    scene.mosaic.answers.set('key-people', async () =>
      scene.mosaic.answered([
        { id: '1', content: { name: 'SECRET', relationship: 'son', roles: [] }, marks: [] },
      ]),
    );
    expect(visible((await view()).summary)).toEqual(unmatched);
    const [latest] = await scene.ledger();
    expect(latest!.entry).toMatchObject({
      kind: 'refused',
      reasons: ['restriction:restricted-person-at-source'],
    });
  });

  it('is shown to a user on the allow-list', async () => {
    await fresh.db.query('update council_person set restricted = true');
    await fresh.db.query('insert into restricted_access values ($1, $2, $3)', [PERSON, 'nurse', HEALTH]);
    scene.mosaic.personMarks = ['restricted-person'];
    expect((await view()).summary.body.state).toBe('matched');
  });
});

describe('promises 2 and 3: recorded before release, and explained', () => {
  it('the ledger holds who, whom, why, each item, its clause and version, and a digest of what was shown', async () => {
    scene.mosaic.answers.set('key-people', async () =>
      scene.mosaic.answered([
        { id: '1', content: { name: 'Iain', relationship: 'son', roles: [] }, marks: [] },
      ]),
    );
    await view();
    const [latest] = await scene.ledger();
    expect(latest!.entry).toMatchObject({
      kind: 'disclosed',
      purpose: 'direct-care',
      agreement: { version: demonstration().compiled.version, digest: demonstration().digest },
    });
    if (latest!.entry.kind !== 'disclosed') return;
    expect(latest!.entry.items).toHaveLength(COUNCIL_ITEMS.length);
    expect(latest!.entry.items.find((one) => one.item === 'key-people')).toMatchObject({
      outcome: 'shown',
      count: 1,
      clause: expect.any(String) as string,
    });
    expect(latest!.entry.items.find((one) => one.item === 'case-notes')).toMatchObject({
      outcome: 'not-shared',
      reasons: expect.arrayContaining(['level:item-above-level']) as string[],
    });
    expect(latest!.personal).toMatchObject({
      user: { id: 'nurse' },
      subject: { identifiers: [{ value: CHI }, { value: PERSON }] },
      shown: [{ item: 'key-people', digest: expect.stringMatching(/^[0-9a-f]{64}$/) as string }],
    });
    expect(JSON.stringify(latest!.entry)).not.toContain(CHI);
  });

  it('releases nothing when the entry can not be written', async () => {
    const { opened } = await openHandle(scene.walk, {
      handle: await scene.handle(),
      origin: 'http://localhost:8081',
      browserSecret: undefined,
    });
    await fresh.db.query('alter table ledger_entry add constraint full_disk check (false) not valid');
    await expect(summarise(scene.walk, opened)).rejects.toThrow(/full_disk/);
    await fresh.db.query('alter table ledger_entry drop constraint full_disk');
  });

  it('asking again for one panel is a decision and an entry of its own', async () => {
    const { opened, browserSecret } = await view();
    scene.mosaic.asked.length = 0;
    const again = await requireView(scene.walk, { viewId: opened.view.view_id, browserSecret });
    const summary = await summarise(scene.walk, again, ['key-people', 'case-notes']);
    expect(scene.mosaic.asked.map((one) => one.item)).toEqual(['key-people']);
    expect(summary.body.state === 'matched' && summary.body.items.map((one) => one.item)).toEqual([
      'key-people',
      'case-notes',
    ]);
    expect((await scene.ledger()).filter(({ entry }) => entry.kind === 'disclosed')).toHaveLength(2);
  });
});

describe('promises 7 and 8: absence is never faked, and one source never stops the page', () => {
  it('a source that hangs, throws, or answers late costs one panel', async () => {
    scene.mosaic.answers.set('key-people', () => new Promise(() => undefined));
    scene.mosaic.answers.set('care-packages', () => Promise.reject(new Error('adapter bug')));
    scene.mosaic.answers.set('assessments', () =>
      Promise.resolve({ state: 'unavailable', because: 'source-down', detail: 'refused' }),
    );
    const { summary } = await view();
    expect(outcomeOf(summary, 'key-people')).toMatchObject({ state: 'unavailable', because: 'timeout' });
    expect(outcomeOf(summary, 'care-packages')).toMatchObject({
      state: 'unavailable',
      because: 'source-error',
    });
    expect(outcomeOf(summary, 'assessments')).toMatchObject({ state: 'unavailable', because: 'source-down' });
    expect(outcomeOf(summary, 'worker-and-team')).toMatchObject({ state: 'none-recorded' });
  });

  it('tells records that could not be read from nothing recorded', async () => {
    const broken = { code: 'malformed-record', recordId: '9', detail: 'x', entryShown: false } as const;
    scene.mosaic.answers.set('key-people', async () => scene.mosaic.answered([], { setAside: [broken] }));
    expect(outcomeOf((await view()).summary, 'key-people')).toMatchObject({
      state: 'unreadable',
      setAside: 1,
    });
  });

  it('says "none recorded" only where all of it was read', async () => {
    scene.mosaic.answers.set('alerts-and-hazards', async () =>
      scene.mosaic.answered([{ id: '1', content: { label: 'SEALED' }, marks: ['sealed'] }], {
        truncated: true,
      }),
    );
    expect(outcomeOf((await view()).summary, 'alerts-and-hazards')).toMatchObject({
      state: 'unreadable',
      setAside: 0,
    });
  });

  it('counts nothing that would tell of an entry which may not be shown', async () => {
    const problem = { recordId: 'sealed', detail: 'x' };
    scene.mosaic.answers.set('alerts-and-hazards', async () =>
      scene.mosaic.answered(
        [
          { id: 'open', content: { label: 'Dog in house' }, marks: [] },
          { id: 'sealed', content: { label: 'SEALED' }, marks: ['sealed'] },
        ],
        {
          setAside: [
            { ...problem, code: 'date-impossible', entryShown: true },
            { ...problem, code: 'duplicate-record', entryShown: false },
          ],
        },
      ),
    );
    expect(outcomeOf((await view()).summary, 'alerts-and-hazards')).toMatchObject({ setAside: 0 });
    scene.mosaic.answers.set('alerts-and-hazards', async () =>
      scene.mosaic.answered([{ id: 'sealed', content: { label: 'SEALED' }, marks: ['sealed'] }], {
        setAside: [{ ...problem, code: 'duplicate-record', entryShown: false }],
      }),
    );
    expect(outcomeOf((await view()).summary, 'alerts-and-hazards')).toMatchObject({
      state: 'none-recorded',
    });
  });

  it('a person whom Mosaic holds twice is answered from both records, or not at all', async () => {
    await fresh.db
      .query(`insert into council_person select '502', title, forenames, surname, known_as, previous_surnames,
      birth_date, sex, addresses, telephones, context, restricted, protection, chi_held, loaded_at from council_person`);
    await linkAs(fresh.db, 'in-force', '502');
    scene.mosaic.answers.set('key-people', async ({ personId }) =>
      scene.mosaic.answered([
        { id: personId, content: { name: personId, relationship: 'son', roles: [] }, marks: [] },
      ]),
    );
    scene.mosaic.answers.set('care-packages', async ({ personId }) =>
      personId === '502'
        ? { state: 'unavailable', because: 'timeout', detail: '' }
        : scene.mosaic.answered([]),
    );
    const { summary } = await view();
    expect(outcomeOf(summary, 'key-people')).toMatchObject({ entries: [{ id: PERSON }, { id: '502' }] });
    expect(outcomeOf(summary, 'care-packages')).toMatchObject({ state: 'unavailable' });
  });
});

describe('promise 5, first step: "this is not my patient"', () => {
  it('suspends the link for both sides at once, closes the view, and leaves a task', async () => {
    const { opened, browserSecret } = await view();
    await reportNotMyPatient(scene.walk, opened, 'somebody-else');
    expect(await linksOf(fresh.db, { chi: CHI })).toMatchObject([{ state: 'suspended' }]);
    expect((await view()).summary.body.state).toBe('not-matched');
    expect((await viewInMosaic()).body.state).toBe('not-matched');
    expect(await openTasks(fresh.db, 10)).toMatchObject([
      { kind: 'not-my-patient', chi: CHI, person_ids: [PERSON] },
    ]);
    await expect(
      requireView(scene.walk, { viewId: opened.view.view_id, browserSecret }),
    ).rejects.toMatchObject({
      code: 'view-closed',
    });
    expect((await scene.ledger()).map(({ entry }) => entry.kind)).toContain('link-suspended');
  });

  it('works on a page that showed nothing', async () => {
    await linkAs(fresh.db, 'undone');
    const { opened } = await view();
    await reportNotMyPatient(scene.walk, opened, 'somebody-else');
    expect(await openTasks(fresh.db, 10)).toHaveLength(1);
  });

  it('stops nothing from a page that showed no link, whatever there is', async () => {
    await fresh.db.query('update council_person set restricted = true');
    const { opened } = await view();
    expect(await reportNotMyPatient(scene.walk, opened, 'somebody-else')).toMatchObject({ stopped: false });
    expect(await linksOf(fresh.db, { chi: CHI })).toMatchObject([{ state: 'in-force' }]);
    expect(await openTasks(fresh.db, 10)).toMatchObject([
      { kind: 'not-my-patient-unlinked', person_ids: [] },
    ]);
  });

  it('stops no link that was made after the page was shown none', async () => {
    await linkAs(fresh.db, 'under-review');
    const { opened } = await view();
    await linkAs(fresh.db, 'in-force');
    await reportNotMyPatient(scene.walk, opened, 'somebody-else');
    expect(await linksOf(fresh.db, { chi: CHI })).toMatchObject([{ state: 'in-force' }]);
  });

  it('stops nothing from a page on which nothing is open to this viewer, since it told of no match', async () => {
    const { opened, summary } = await view({ relationship: undefined });
    expect(summary.body.state).toBe('not-open');
    await reportNotMyPatient(scene.walk, opened, 'somebody-else');
    expect(await linksOf(fresh.db, { chi: CHI })).toMatchObject([{ state: 'in-force' }]);
  });
});

describe('the other direction', () => {
  it('asks Orion by the CHI number of the link, and puts the number in the banner only when linked', async () => {
    const summary = await viewInMosaic();
    expect(summary.person.chi).toBe(CHI);
    expect(scene.orion.asked.every((one) => one.personId === CHI)).toBe(true);
    expect(scene.mosaic.asked).toEqual([]);
    await linkAs(fresh.db, 'under-review');
    expect((await viewInMosaic()).person.chi).toBeUndefined();
  });
});

describe('closing', () => {
  it('is recorded once', async () => {
    const { opened } = await view();
    await closeOpenView(scene.walk, opened, 'idle');
    await closeOpenView(scene.walk, opened, 'idle');
    expect((await scene.ledger()).filter(({ entry }) => entry.kind === 'view-closed')).toHaveLength(1);
  });
});
