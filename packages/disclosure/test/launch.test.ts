import { openHandle, requestLaunch, requireView } from '@solway/disclosure';
import { COUNCIL_ITEMS, HEALTH_ITEMS } from '@solway/record';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../store/test/fresh-database.ts';
import { CHI, linkAs, MOSAIC, ORION, Scene, seedPeople } from './walk-fixture.ts';

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

const open = (handle: string, origin = 'http://localhost:8081', browserSecret?: string) =>
  openHandle(scene.walk, { handle, origin, browserSecret });
const refusals = async (): Promise<readonly unknown[]> =>
  (await scene.ledger()).flatMap(({ entry }) => (entry.kind === 'launch-refused' ? [entry.reason] : []));

describe('asking for a page', () => {
  it('gives a handle that says nothing of the person', async () => {
    const { handle, expiresInSeconds } = await requestLaunch(scene.walk, ORION, scene.claims());
    expect(handle).toMatch(/^[\w-]{43}$/);
    expect(handle).not.toContain(CHI);
    expect(expiresInSeconds).toBe(60);
  });

  it.each([
    [
      "a date of birth that is not this person's",
      { subject: { chi: CHI, birthDate: '1945-07-15' } },
      'launch-person-mismatch',
      'person-mismatch',
    ],
    [
      'no date of birth where one is held',
      { subject: { chi: CHI, birthDate: null } },
      'launch-person-mismatch',
      'person-mismatch',
    ],
    [
      'a page of an origin that is not registered',
      { origin: 'http://localhost:9999' },
      'launch-origin-unknown',
      'wrong-origin',
    ],
    [
      'a CHI number that is none',
      { subject: { chi: '1407451244', birthDate: '1945-07-14' } },
      'launch-malformed',
      'malformed',
    ],
    [
      "the other side's identifier",
      { subject: { mosaicId: '501', birthDate: '1945-07-14' } },
      'launch-malformed',
      'malformed',
    ],
    ['no person', { subject: undefined }, 'launch-malformed', 'malformed'],
    ['no user', { user: undefined }, 'launch-malformed', 'malformed'],
    ['an assertion that lives too long', { exp: 9_999_999_999 }, 'launch-too-long', 'malformed'],
    [
      'a governance page about a person',
      { view: 'governance', user: { id: 'lead', name: 'L', role: 'governance-lead' } },
      'launch-malformed',
      'malformed',
    ],
    ['a governance page for a nurse', { view: 'governance' }, 'launch-kind-not-allowed', 'not-authenticated'],
    [
      'a governance page for somebody the directory does not hold',
      { view: 'governance', user: { id: 'x', name: 'X', role: 'governance-lead' } },
      'launch-kind-not-allowed',
      'not-authenticated',
    ],
  ])('is refused with %s, and the ledger says so', async (_, over, code, reason) => {
    await expect(requestLaunch(scene.walk, ORION, scene.claims(over))).rejects.toMatchObject({ code });
    expect(await refusals()).toEqual([reason]);
  });

  it('is refused when the assertion has been used', async () => {
    const claims = scene.claims();
    await requestLaunch(scene.walk, ORION, claims);
    await expect(requestLaunch(scene.walk, ORION, claims)).rejects.toMatchObject({ code: 'launch-replayed' });
  });

  it('takes whatever is thrown at it without falling over', async () => {
    for (const junk of [
      undefined,
      null,
      7,
      'x',
      [],
      {},
      { user: { id: '\u0000' } },
      { __proto__: { user: 1 } },
    ]) {
      await expect(requestLaunch(scene.walk, MOSAIC, junk)).rejects.toMatchObject({
        code: 'launch-malformed',
      });
    }
  });
});

const person = { id: 'nurse', name: 'A Nurse', role: 'community-nurse' };

describe('a claim that holds what nobody writes', () => {
  it.each([
    ['a NUL in a name', { user: { ...person, name: 'A\u0000Nurse' } }],
    ['a control character in a role', { user: { ...person, role: 'community\u0007nurse' } }],
    ['a name that turns the writing round', { user: { ...person, name: 'esruN \u202eA' } }],
    ['half a character', { user: { ...person, name: 'A\ud800Nurse' } }],
    ['a NUL in a purpose', { purpose: 'direct\u0000care' }],
    ['a NUL in a stated purpose', { relationship: undefined, statedPurpose: 'because\u0000' }],
    ['a NUL in the one-time id', { jti: 'one\u0000' }],
    ['a NUL in the correlation id', { correlationId: 'one\u0000' }],
    ['a NUL in the host session', { hostSession: 'one\u0000' }],
    ['a NUL in a CHI number', { subject: { chi: '14074\u000051243', birthDate: '1945-07-14' } }],
    ['a name of a megabyte', { user: { ...person, name: 'x'.repeat(1_000_000) } }],
  ])('%s is a refusal that the ledger holds, not a failure', async (_, over) => {
    await expect(requestLaunch(scene.walk, ORION, scene.claims(over))).rejects.toMatchObject({
      code: 'launch-malformed',
    });
    expect((await scene.ledger())[0]!.entry).toMatchObject({ kind: 'launch-refused', reason: 'malformed' });
  });

  it('a stated purpose may be typed in several lines', async () => {
    const over = { relationship: undefined, statedPurpose: 'Brought in by\r\n\tthe police' };
    await expect(requestLaunch(scene.walk, ORION, scene.claims(over))).resolves.toMatchObject({
      expiresInSeconds: 60,
    });
  });
});

describe('a handle', () => {
  it('opens once; a replay is refused and recorded, in the same browser or another', async () => {
    const handle = await scene.handle();
    const { browserSecret } = await open(handle);
    await expect(open(handle, undefined, browserSecret)).rejects.toMatchObject({ code: 'handle-used' });
    await expect(open(handle)).rejects.toMatchObject({ code: 'handle-used' });
    expect(await refusals()).toEqual(['replayed', 'replayed']);
  });

  it('opens for one of two openers at once', async () => {
    const handle = await scene.handle();
    const results = await Promise.allSettled([open(handle), open(handle), open(handle)]);
    expect(results.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
  });

  it('is past its time after sixty seconds', async () => {
    const handle = await scene.handle();
    scene.nowMs += 60_001;
    await expect(open(handle)).rejects.toMatchObject({ code: 'handle-expired' });
    expect(await refusals()).toEqual(['expired']);
  });

  it("opens for the page it was made for, and a thief's page spends it without seeing anything", async () => {
    const handle = await scene.handle();
    await expect(open(handle, 'http://localhost:8082')).rejects.toMatchObject({
      code: 'handle-wrong-origin',
    });
    await expect(open(handle)).rejects.toMatchObject({ code: 'handle-used' });
    expect(await refusals()).toEqual(['replayed', 'wrong-origin']);
  });

  it('does not open without an origin, or when it is made up', async () => {
    const handle = await scene.handle();
    await expect(
      openHandle(scene.walk, { handle, origin: undefined, browserSecret: undefined }),
    ).rejects.toMatchObject({
      code: 'handle-wrong-origin',
    });
    await expect(open('x'.repeat(43))).rejects.toMatchObject({ code: 'handle-unknown' });
  });
});

describe('an opened view', () => {
  it('answers only the browser that opened it', async () => {
    const { opened, browserSecret } = await open(await scene.handle());
    const viewId = opened.view.view_id;
    await expect(requireView(scene.walk, { viewId, browserSecret })).resolves.toMatchObject({
      view: { view_id: viewId },
    });
    await expect(requireView(scene.walk, { viewId, browserSecret: 'another' })).rejects.toMatchObject({
      code: 'view-other-browser',
    });
    await expect(requireView(scene.walk, { viewId, browserSecret: undefined })).rejects.toMatchObject({
      code: 'view-other-browser',
    });
    expect(await refusals()).toEqual(['second-browser', 'second-browser']);
  });

  it('is closed when the host session opens another person, so that no form of the old page works', async () => {
    const hostSession = 'one-desk';
    const first = await open(await scene.handle({ hostSession }));
    await open(await scene.handle({ hostSession }));
    await expect(
      requireView(scene.walk, { viewId: first.opened.view.view_id, browserSecret: first.browserSecret }),
    ).rejects.toMatchObject({ code: 'view-closed' });
  });

  it('ends with its time', async () => {
    const { opened, browserSecret } = await open(await scene.handle());
    scene.nowMs += 31 * 60_000;
    await expect(
      requireView(scene.walk, { viewId: opened.view.view_id, browserSecret }),
    ).rejects.toMatchObject({
      code: 'view-expired',
    });
  });

  it.each(['', 'not-a-uuid', "' or 1=1 --"])('is not found by the id %j', async (viewId) => {
    await expect(requireView(scene.walk, { viewId, browserSecret: 'x' })).rejects.toMatchObject({
      code: 'view-unknown',
    });
  });
});
