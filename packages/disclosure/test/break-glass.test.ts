import {
  askForReason,
  breakGlass,
  openHandle,
  requestLaunch,
  requireView,
  summarise,
} from '@solway/disclosure';
import { COUNCIL_ITEMS, HEALTH_ITEMS, type Summary } from '@solway/record';
import { breakGlassOf, openTasks, reviewBreakGlass } from '@solway/store';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../store/test/fresh-database.ts';
import { demonstration, HEALTH, linkAs, MOSAIC, Scene, seedPeople } from './walk-fixture.ts';

let fresh: FreshDatabase;
let scene: Scene;
beforeAll(async () => {
  fresh = await freshDatabase();
});
afterAll(() => fresh.drop());
beforeEach(async () => {
  await seedPeople(fresh.db);
  await fresh.db.query('truncate break_glass');
  await linkAs(fresh.db, 'in-force');
  scene = new Scene(fresh.db, { council: COUNCIL_ITEMS, health: HEALTH_ITEMS });
});

/** A nurse with nothing recorded that connects her with this person, and no purpose stated. */
const stranger = { relationship: undefined };
const said = { reason: 'serious-harm', words: 'Found collapsed, and alone in the house' };

const open = async (over: Record<string, unknown> = stranger) =>
  (
    await openHandle(scene.walk, {
      handle: await scene.handle(over),
      origin: 'http://localhost:8081',
      browserSecret: 'b'.repeat(43),
    })
  ).opened;
const page = async (over?: Record<string, unknown>) => summarise(scene.walk, await open(over));
/** What a page says, without the parts that differ from view to view. */
const visible = ({ assembledAt: _, ...rest }: Summary): unknown => rest;
const untrained = (): Promise<unknown> =>
  fresh.db.query(`update staff set training_completed = '2020-01-01' where user_id = 'nurse'`);

describe('emergency access is offered', () => {
  it('where it would show something, and opens it, with the entry first and the privacy officer told', async () => {
    const opened = await open();
    const before = await summarise(scene.walk, opened);
    expect(before).toMatchObject({
      body: { state: 'not-open' },
      emergency: { state: 'offered', minutes: 30 },
    });
    expect(scene.mosaic.asked).toEqual([]);
    const after = await summarise(scene.walk, await breakGlass(scene.walk, opened, said));
    expect(after).toMatchObject({ body: { state: 'matched' }, emergency: { state: 'open' } });
    expect(scene.mosaic.asked.length).toBeGreaterThan(5);
    const [disclosed, broken] = await scene.ledger();
    expect(broken!.entry).toMatchObject({
      kind: 'break-glass',
      reason: 'serious-harm',
      viewId: opened.view.view_id,
    });
    expect(broken!.personal).toMatchObject({ explanation: said.words });
    expect(disclosed!.entry).toMatchObject({ kind: 'disclosed' });
    expect(JSON.stringify(disclosed!.entry)).toContain('opened-by-break-glass:relationship');
    expect(disclosed!.personal).toMatchObject({ basis: { kind: 'break-glass' } });
    expect(await openTasks(fresh.db, 5)).toMatchObject([{ kind: 'break-glass', chi: null, person_ids: [] }]);
    expect(await breakGlassOf(fresh.db, HEALTH, 5)).toMatchObject([{ user_id: 'nurse', reviewed_at: null }]);
  });

  it('on a page that shows a part, where training has lapsed and the agreement says so', async () => {
    await untrained();
    const opened = await open({});
    const before = await summarise(scene.walk, opened);
    expect(before).toMatchObject({ body: { state: 'matched' }, emergency: { state: 'offered' } });
    const shut = (summary: Summary): number =>
      summary.body.state === 'matched'
        ? summary.body.items.filter(({ outcome }) => outcome.state === 'not-shared').length
        : -1;
    const after = await summarise(scene.walk, await breakGlass(scene.walk, opened, said));
    expect(shut(after)).toBeLessThan(shut(before));
  });

  it.each([
    ['that opens nothing', (text: string) => text.replace('opens: [relationship, training]', 'opens: []')],
    [
      'that opens training alone',
      (text: string) => text.replace('opens: [relationship, training]', 'opens: [training]'),
    ],
  ])('by no agreement %s', async (_, change) => {
    scene.agreement = demonstration(change);
    const opened = await open();
    expect((await summarise(scene.walk, opened)).emergency).toBeUndefined();
    await expect(breakGlass(scene.walk, opened, said)).rejects.toMatchObject({
      code: 'break-glass-not-offered',
    });
  });

  it.each([
    ['has a relationship and is trained', {}],
    ['holds no such role', { ...stranger, user: { id: 'nurse', name: 'A Nurse', role: 'gp' } }],
    ['has no purpose that is known', { ...stranger, purpose: 'curiosity' }],
  ])('to nobody who %s', async (_, over) => {
    const opened = await open(over);
    expect((await summarise(scene.walk, opened)).emergency).toBeUndefined();
    await expect(breakGlass(scene.walk, opened, said)).rejects.toMatchObject({
      code: 'break-glass-not-offered',
    });
  });

  it('not where the agreement has ended, and then nothing tells of a match', async () => {
    scene.agreement = undefined;
    const matched = visible(await page({}));
    await linkAs(fresh.db, 'undone');
    expect(visible(await page({}))).toEqual(matched);
    expect(matched).toMatchObject({ body: { state: 'not-open' } });
  });
});

describe('what it never does', () => {
  const secrets: readonly (readonly [string, () => Promise<unknown>])[] = [
    ['unmatched', () => linkAs(fresh.db, 'undone')],
    ['suspended', () => linkAs(fresh.db, 'suspended')],
    ['restricted', () => fresh.db.query('update council_person set restricted = true')],
  ];

  it('tells one person from another: before, while it asks, and after', async () => {
    const seen = { before: new Set<string>(), asking: new Set<string>(), after: new Set<string>() };
    for (const [, arrange] of secrets) {
      await seedPeople(fresh.db);
      await linkAs(fresh.db, 'in-force');
      await arrange();
      const opened = await open();
      seen.before.add(JSON.stringify(visible(await summarise(scene.walk, opened))));
      seen.asking.add(JSON.stringify(visible(askForReason(scene.walk, opened).summary)));
      const after = visible(
        await summarise(scene.walk, await breakGlass(scene.walk, opened, said)),
      ) as Summary;
      expect(after.body).toEqual({ state: 'not-matched' });
      seen.after.add(JSON.stringify({ ...after, emergency: after.emergency?.state }));
    }
    // A matched person, before anything is opened, is the same page again.
    await seedPeople(fresh.db);
    await linkAs(fresh.db, 'in-force');
    const matched = await open();
    seen.before.add(JSON.stringify(visible(await summarise(scene.walk, matched))));
    seen.asking.add(JSON.stringify(visible(askForReason(scene.walk, matched).summary)));
    expect([seen.before.size, seen.asking.size, seen.after.size]).toEqual([1, 1, 1]);
    expect(scene.mosaic.asked).toEqual([]);
  });

  it('tells of a match in Mosaic, where the link’s CHI number would', async () => {
    const launch = async (): Promise<unknown> => {
      const { handle } = await requestLaunch(scene.walk, MOSAIC, scene.mosaicClaims(stranger));
      const { opened } = await openHandle(scene.walk, {
        handle,
        origin: 'http://localhost:8082',
        browserSecret: undefined,
      });
      return visible(await summarise(scene.walk, opened));
    };
    const matched = await launch();
    await linkAs(fresh.db, 'undone');
    expect(await launch()).toEqual(matched);
  });

  it('opens what is sealed, or above what the role sees', async () => {
    scene.mosaic.answers.set('alerts-and-hazards', async () =>
      scene.mosaic.answered([{ id: 's', content: { label: 'SEALED ALERT' }, marks: ['sealed'] }]),
    );
    const summary = await summarise(scene.walk, await breakGlass(scene.walk, await open(), said));
    expect(JSON.stringify(summary)).not.toContain('SEALED ALERT');
    const asked = new Set(scene.mosaic.asked.map(({ item }) => item));
    for (const item of ['documents', 'case-notes', 'child-protection'] as const)
      expect(asked).not.toContain(item);
  });

  it('outlasts its minutes, or its view', async () => {
    const wide = await breakGlass(scene.walk, await open(), said);
    expect((await page()).body.state).toBe('not-open');
    await fresh.db.query(`update view set expires_at = expires_at + interval '1 day'`);
    scene.nowMs += 31 * 60_000;
    const later = {
      ...wide,
      view: { ...wide.view, expires_at: new Date(scene.nowMs + 60_000).toISOString() as never },
    };
    expect((await summarise(scene.walk, later)).body.state).toBe('not-open');
  });

  it('opens a view that another has overtaken or that is closed', async () => {
    const first = await open({ ...stranger, hostSession: 'one' });
    await open({ ...stranger, hostSession: 'one' });
    await expect(breakGlass(scene.walk, first, said)).rejects.toMatchObject({ code: 'view-closed' });
    expect((await scene.ledger()).filter(({ entry }) => entry.kind === 'break-glass')).toEqual([]);
    expect(await openTasks(fresh.db, 5)).toEqual([]);
  });

  it.each([
    ['no reason', { ...said, reason: '' }, 'break-glass-reason-missing'],
    ['a reason of its own', { ...said, reason: 'curiosity' }, 'break-glass-reason-missing'],
    ['no words', { ...said, words: '   ' }, 'break-glass-words-missing'],
    ['too few words', { ...said, words: 'urgent' }, 'break-glass-words-missing'],
    ['too many', { ...said, words: 'x'.repeat(501) }, 'break-glass-words-missing'],
    ['a NUL', { ...said, words: 'found collapsed\u0000' }, 'break-glass-words-missing'],
    ['words that read backwards', { ...said, words: 'found \u202ecollapsed' }, 'break-glass-words-missing'],
  ])('opens for %s', async (_, stated, code) => {
    const opened = await open();
    await expect(breakGlass(scene.walk, opened, stated)).rejects.toMatchObject({ code });
    expect(await breakGlassOf(fresh.db, HEALTH, 5)).toEqual([]);
    expect((await summarise(scene.walk, opened)).body.state).toBe('not-open');
  });

  it('opens for a reason that this agreement leaves out', async () => {
    scene.agreement = demonstration((text) =>
      text.replace('  minutes: 30\n', '  minutes: 30\n  reasons: [serious-harm]\n'),
    );
    const opened = await open();
    expect(askForReason(scene.walk, opened).reasons).toEqual(['serious-harm']);
    await expect(breakGlass(scene.walk, opened, { ...said, reason: 'consent' })).rejects.toMatchObject({
      code: 'break-glass-reason-missing',
    });
  });

  it('shows anything where its entry can not be written', async () => {
    const opened = await open();
    await fresh.db.query('alter table ledger_entry rename to ledger_entry_away');
    try {
      await expect(breakGlass(scene.walk, opened, said)).rejects.toThrow('ledger_entry');
    } finally {
      await fresh.db.query('alter table ledger_entry_away rename to ledger_entry');
    }
    expect(await breakGlassOf(fresh.db, HEALTH, 5)).toEqual([]);
    const again = await requireView(scene.walk, {
      viewId: opened.view.view_id,
      browserSecret: 'b'.repeat(43),
    });
    expect((await summarise(scene.walk, again)).body.state).toBe('not-open');
  });
});

describe('said twice at once', () => {
  it('is one opening, one entry and one task', async () => {
    const opened = await open();
    const wide = await Promise.all(Array.from({ length: 5 }, () => breakGlass(scene.walk, opened, said)));
    expect(new Set(wide.map(({ view }) => view.break_glass_until)).size).toBe(1);
    expect((await scene.ledger()).filter(({ entry }) => entry.kind === 'break-glass')).toHaveLength(1);
    expect(await openTasks(fresh.db, 5)).toHaveLength(1);
  });
});

describe('its review', () => {
  const review = (over: Partial<Parameters<typeof reviewBreakGlass>[1]> = {}) =>
    breakGlassOf(fresh.db, HEALTH, 1).then(([row]) =>
      reviewBreakGlass(fresh.db, {
        id: row!.id,
        organisation: HEALTH,
        by: 'lead',
        outcome: 'justified',
        at: scene.walk.clock(),
        ...over,
      }),
    );

  it('is recorded once, and ends the task', async () => {
    await breakGlass(scene.walk, await open(), said);
    expect(await review()).toMatchObject({ outcome: 'justified', reviewed_by: 'lead' });
    expect(await review({ outcome: 'not-justified' })).toBeUndefined();
    expect(await openTasks(fresh.db, 5)).toEqual([]);
  });

  it('is never by the one whose access it was, nor by the other organisation', async () => {
    await breakGlass(scene.walk, await open(), said);
    expect(await review({ by: 'nurse' })).toBeUndefined();
    expect(await review({ organisation: 'dumfries-and-galloway-council' })).toBeUndefined();
    expect(await openTasks(fresh.db, 5)).toHaveLength(1);
  });
});
