import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../../packages/store/test/fresh-database.ts';
import { COUNCIL, JEAN, JOAN, StewardScene } from './steward-scene.ts';

// Who may reach the steward's pages, and who may know whom they are about.

let fresh: FreshDatabase;
let scene: StewardScene;
beforeAll(async () => {
  fresh = await freshDatabase();
  scene = await StewardScene.create(fresh.db);
});
afterAll(() => fresh.drop());
beforeEach(() => scene.begin());

const PATHS = [
  '/steward',
  '/steward/open',
  '/steward/find',
  '/steward/decide',
  '/steward/exposure',
  '/steward/exposure/file',
  '/steward/told',
  '/steward/report',
];

describe('the worklist opens for', () => {
  it('a data steward whom the council’s directory vouches for', async () => {
    const page = await scene.open();
    expect(page.title).toBe('Matching to CHI: 0 waiting');
  });

  it.each([
    ['a nurse', 'orion', { id: 'nurse', name: 'A Nurse', role: 'community-nurse' }],
    ['a nurse who says she is a steward', 'orion', { id: 'nurse', name: 'A Nurse', role: 'data-steward' }],
    ['a social worker', 'mosaic', { id: 'worker', name: 'A Worker', role: 'social-worker' }],
    ['a governance lead of the council', 'mosaic', { id: 'lead', name: 'Lead', role: 'governance-lead' }],
    [
      'a governance lead who says they are a steward',
      'mosaic',
      { id: 'lead', name: 'L', role: 'data-steward' },
    ],
    ['a governance lead of the board', 'orion', { id: 'lead', name: 'Lead', role: 'governance-lead' }],
    ['the board’s own steward', 'orion', { id: 'board-steward', name: 'B', role: 'data-steward' }],
    [
      'the council’s steward, vouched for by the board’s portal',
      'orion',
      { id: 'steward', name: 'F', role: 'data-steward' },
    ],
    [
      'the board’s steward, through Mosaic',
      'mosaic',
      { id: 'board-steward', name: 'B', role: 'data-steward' },
    ],
    ['somebody nobody knows', 'mosaic', { id: 'nobody', name: 'N', role: 'data-steward' }],
  ] as const)('not for %s', async (_, host, user) => {
    const answer = await scene.launch(scene[host], user);
    expect(answer.statusCode).toBe(403);
    expect(answer.json()).toMatchObject({ code: 'launch-kind-not-allowed' });
    expect(await scene.kinds()).toEqual(['launch-refused']);
  });

  it('nobody about one person: a subject is refused', async () => {
    const user = { id: 'steward', name: 'First Steward', role: 'data-steward' };
    const answer = await scene.launch(scene.mosaic, user, {
      subject: { mosaicId: '501', birthDate: '1945-07-14' },
    });
    expect(answer.statusCode).toBe(400);
  });

  it('a steward who has left neither at the opening nor on an open page', async () => {
    const page = await scene.open();
    const user = { id: 'steward', name: 'First Steward', role: 'data-steward' };
    const { handle } = (await scene.launch(scene.mosaic, user)).json<{ handle: string }>();
    await scene.db.query(`update staff set left_on = current_date where user_id = 'steward'`);
    for (const path of PATHS) {
      await page.post(path);
      expect(page.status).toBe(410);
    }
    const late = await scene.post('/view', { handle }, { origin: 'http://localhost:8082' });
    expect(late.statusCode).toBe(410);
    expect((await scene.launch(scene.mosaic, user)).statusCode).toBe(403);
  });
});

describe('the steward’s addresses refuse', () => {
  it('a page of another kind, whoever has it open', async () => {
    const user = { id: 'lead', name: 'Council Lead', role: 'governance-lead' };
    const launched = await scene.launch(scene.mosaic, user, { view: 'governance' });
    const { handle } = launched.json<{ handle: string }>();
    const page = await scene.post('/view', { handle }, { origin: 'http://localhost:8082' });
    const cookie = String(page.headers['set-cookie']).split(';')[0]!;
    const view = /name="view" value="([^"]+)"/.exec(page.body)![1]!;
    for (const path of PATHS) expect((await scene.post(path, { view }, { cookie })).statusCode).toBe(403);
  });

  it('another browser, another page’s origin, and no view at all', async () => {
    const page = await scene.open();
    for (const path of PATHS) {
      expect((await scene.post(path, { view: page.view })).statusCode).toBe(403);
      const elsewhere = { cookie: page.cookie, origin: 'http://localhost:8082' };
      expect((await scene.post(path, { view: page.view }, elsewhere)).statusCode).toBe(403);
      expect((await scene.post(path, {}, { cookie: page.cookie })).statusCode).toBe(403);
    }
  });

  it('a frame, and a worklist can do nothing that a summary can', async () => {
    const page = await scene.open();
    const answer = await scene.post('/steward', { view: page.view }, { cookie: page.cookie });
    expect(answer.headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(answer.headers['cache-control']).toBe('no-store');
    for (const path of ['/view/again', '/view/not-my-patient', '/glass']) {
      expect((await page.post(path)).status).toBe(403);
    }
    expect((await scene.db.query('select 1 from task')).rowCount).toBe(0);
  });
});

describe('a restricted person', () => {
  const SECRETS = ['Hidden', 'Cottage', '777', '1407451243', '140745 1243', 'Jean', '14-Jul-1945'];

  async function restricted(): Promise<string> {
    await scene.person('777', {
      surname: 'Hidden',
      restricted: true,
      addresses: [{ address: '9 Cottage Row', postcode: 'DG9 9ZZ', current: true }],
    });
    const link = await scene.pair('777', JEAN);
    await scene.db.query(`insert into restricted_access values ('777', 'other-steward', '${COUNCIL}')`);
    return link;
  }

  it('stands in the worklist without identity, and says who may decide', async () => {
    await restricted();
    const page = await scene.open();
    expect(page.body).toContain('May be decided by Second Steward.');
    for (const secret of SECRETS) expect(page.body).not.toContain(secret);
    await page.next();
    expect(page.body).toContain('That was the last that you can decide');
    for (const secret of SECRETS) expect(page.body).not.toContain(secret);
  });

  it('says so where no steward is on the list', async () => {
    await restricted();
    await scene.db.query('delete from restricted_access');
    expect((await scene.open()).body).toContain('No data steward is on the allow-list');
  });

  it('is not opened, found, decided or reported on by a steward off the list, whatever they know', async () => {
    const link = await restricted();
    const other = await (await scene.open('other-steward', 'Second Steward')).next();
    const form = { case: other.field('case'), screen: other.field('screen'), choice: link };
    const page = await scene.open();
    const tries: [string, Record<string, string>][] = [
      ['/steward/open', { case: form.case }],
      ['/steward/find', { number: '777' }],
      ['/steward/find', { number: JEAN }],
      ['/steward/decide', { ...form, act: 'link' }],
      ['/steward/decide', { ...form, act: 'not-a-link' }],
      ['/steward/decide', { ...form, act: 'need-more', note: 'x' }],
      ['/steward/exposure', { link }],
    ];
    for (const [path, fields] of tries) {
      await page.post(path, fields);
      for (const secret of SECRETS) expect(page.body, path).not.toContain(secret);
    }
    expect(await scene.linkState(link)).toBe('under-review');
    // Nothing that was refused counts as an opening.
    const opened = (await scene.entries()).filter(
      ({ entry, personal }) =>
        entry.kind === 'review' && personal !== null && 'user' in personal && personal.user?.id === 'steward',
    );
    expect(opened).toEqual([]);
  });

  it('is opened and decided by a steward on the list', async () => {
    const link = await restricted();
    const page = await (await scene.open('other-steward', 'Second Steward')).next();
    expect(page.title).toContain('HIDDEN, Jean');
    await page.decide('link', { choice: link });
    expect(await scene.linkState(link)).toBe('in-force');
  });

  it('is not told of through somebody who shares a candidate with them', async () => {
    await restricted();
    await scene.db.query(`update link set state = 'in-force'`);
    await scene.person('501');
    await scene.pair('501', JEAN, { because: 'below-link-threshold' });
    await scene.pair('501', JOAN, { because: 'below-link-threshold' });
    const page = await scene.open();
    expect(page.body).toContain('May be decided by Second Steward.');
    for (const secret of SECRETS) expect(page.body).not.toContain(secret);
    await page.post('/steward/find', { number: '501' });
    for (const secret of SECRETS.filter((one) => one !== 'Jean')) expect(page.body).not.toContain(secret);
    const other = await (await scene.open('other-steward', 'Second Steward')).next();
    expect(other.body).toContain('Already linked to HIDDEN, Jean');
  });

  it('stays unknown when the restriction begins while their page is open', async () => {
    await scene.person('777', { surname: 'Hidden' });
    const link = await scene.pair('777', JEAN);
    const page = await (await scene.open()).next();
    await scene.db.query('update council_person set restricted = true');
    await page.decide('link', { choice: link });
    expect(page.status).toBe(403);
    expect(page.body).not.toContain('Hidden');
    expect(await scene.linkState(link)).toBe('under-review');
  });
});

it('what a steward was shown is in the ledger under every candidate’s number, before the page', async () => {
  await scene.person('501');
  await scene.pair('501', JEAN);
  await scene.pair('501', JOAN);
  await (await scene.open()).next();
  const rows = await scene.db.query<{ subject_chi: string }>(
    `select subject_chi from ledger_entry where kind = 'review' order by 1`,
  );
  expect(rows.rows.map((row) => row.subject_chi)).toEqual([JEAN, JOAN]);
  expect((await scene.entries()).find(({ entry }) => entry.kind === 'review')).toMatchObject({
    entry: { organisation: COUNCIL, outcome: 'opened', by: { role: 'data-steward' } },
    personal: { user: { name: 'First Steward' } },
  });
});
