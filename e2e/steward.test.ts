import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import axe from 'axe-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { chiRow, JEAN, JOAN, StewardScene } from '../apps/solway/test/steward-scene.ts';
import { loadChiPeople } from '@solway/store';
import { type FreshDatabase, freshDatabase } from '../packages/store/test/fresh-database.ts';
import { launchBrowser } from './browser.ts';
import { servePages, type PageServer } from './page-server.ts';

// The whole server on a real database, opened from a host's page as in life, and driven by keys alone.

const AXE_OPTIONS: axe.RunOptions = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  rules: { 'target-size': { enabled: true } },
  resultTypes: ['violations'],
};
const SIZES = [
  { width: 390, height: 844 },
  { width: 1280, height: 900 },
];
const NARROWEST_PX = 320;

let browser: Browser;
let fresh: FreshDatabase;
let scene: StewardScene;
let host: PageServer;
let context: BrowserContext;
let page: Page;
let handle = '';

beforeAll(async () => {
  fresh = await freshDatabase();
  const us = `http://127.0.0.1:${await freePort()}`;
  host = await servePages(() => ({
    csp: `default-src 'none'; form-action ${us}`,
    html: `<!doctype html><title>Mosaic</title><form method="post" action="${us}/view"><input type="hidden" name="handle" value="${handle}"><button>Open the worklist</button></form>`,
  }));
  scene = await StewardScene.create(fresh.db, { us, mosaic: `http://localhost:${host.port}` });
  await scene.app.listen({ port: Number(new URL(us).port), host: '127.0.0.1' });
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  await scene.app.close();
  await host.close();
  await fresh.drop();
});

let pairs: Record<'child' | 'stopped' | 'close' | 'closer' | 'below', string>;
beforeEach(async () => {
  await scene.begin();
  const people = [
    chiRow({ chi: '0101011237' as never, forenames: ['Euan'], sex: 'male', previous_postcodes: ['DG2 8AB'] }),
  ];
  await loadChiPeople(scene.db, people, '2026-01-01T00:00:00.000Z' as never);
  await scene.person('11', {
    context: 'child',
    protection: true,
    forenames: 'Euan',
    surname: 'Smyth',
    sex: 'male',
  });
  await scene.person('12');
  await scene.person('13', {
    known_as: 'Jeannie',
    addresses: [{ address: '4 Mill Brae, Dumfries', postcode: 'DG2 8AB', current: true }],
  });
  await scene.person('14', { birth_date: '1945-07-15' as never });
  await scene.person('15', { restricted: true, surname: 'Hidden' });
  pairs = {
    child: await scene.pair('11', '0101011237'),
    stopped: await scene.pair('12', JEAN, { state: 'suspended' }),
    close: await scene.pair('13', JEAN, { because: 'runner-up-too-close', weight: 14 }),
    closer: await scene.pair('13', JOAN, { because: 'runner-up-too-close', weight: 11 }),
    below: await scene.pair('14', JOAN, { because: 'below-link-threshold', weight: 3 }),
  };
  await scene.pair('15', '0402070763');
  context = await browser.newContext({ viewport: SIZES[1]! });
  context.setDefaultTimeout(5000);
  page = await context.newPage();
});
afterEach(() => context.close());

async function opened(): Promise<void> {
  const user = { id: 'steward', name: 'First Steward', role: 'data-steward' };
  ({ handle } = (await scene.launch(scene.mosaic, user)).json<{ handle: string }>());
  await page.goto(`http://localhost:${host.port}/`);
  await page.getByRole('button', { name: 'Open the worklist' }).click();
  await page.waitForSelector('body.review');
}

/** Presses a key once the page listens: a letter that was typed for the page before is not taken. */
async function press(key: string): Promise<void> {
  await page.waitForSelector('body[data-keys=ready]');
  await page.keyboard.press(key);
}

async function pressAndGoOn(key: string): Promise<void> {
  await page.waitForSelector('body[data-keys=ready]');
  await Promise.all([page.waitForEvent('load'), page.keyboard.press(key)]);
}

const heading = () => page.locator('h1').first().innerText();
const said = () => page.locator('.said').innerText();

async function faults(): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const found = await page.evaluate<axe.Result[]>(
    `axe.run(document, ${JSON.stringify(AXE_OPTIONS)}).then((results) => results.violations)`,
  );
  const sideways = await page.evaluate(
    () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
  );
  return [
    ...found.flatMap((one) =>
      one.nodes.map((node) => `${one.id}: ${node.html.slice(0, 160)} ${node.any[0]?.message ?? ''}`),
    ),
    ...(sideways ? ['scrolls sideways'] : []),
  ];
}

async function expectFaultless(name: string): Promise<void> {
  for (const size of [...SIZES, { width: NARROWEST_PX, height: 640 }]) {
    await page.setViewportSize(size);
    expect(await faults(), `${name} at ${size.width}`).toEqual([]);
    const folder = process.env['STEWARD_SCREENSHOTS'];
    if (folder !== undefined)
      await page.screenshot({ path: `${folder}/${name}-${size.width}.png`, fullPage: true });
  }
  await page.setViewportSize(SIZES[1]!);
}

describe('the steward’s pages', () => {
  test('have no accessibility violation and no sideways scroll, from the list to the report', async () => {
    await opened();
    await expectFaultless('worklist');
    await pressAndGoOn('j');
    await expectFaultless('child');
    await pressAndGoOn('j');
    await expectFaultless('stopped');
    await pressAndGoOn('j');
    await expectFaultless('close');
    await page.locator('input[name=number]').count();
    await scene.db.query(`update link set changed_at = now() where id = $1`, [pairs.close]);
    await press('1');
    await pressAndGoOn('l');
    expect(await heading()).toContain('Something has changed');
    await expectFaultless('stale');
    await opened();
    await page.getByRole('button', { name: 'Quality' }).click();
    await page.waitForSelector('text=Quality of the matching');
    await expectFaultless('quality');
  });

  test('and with two who disagree, somebody late, and a report from a page with no match', async () => {
    await scene.db.query(
      `insert into second_opinion (case_id, why, state, screen, first_by, first_name, first_at, first_verdict, first_category,
         first_note, second_by, second_name, second_at, second_verdict, second_category, second_note)
       select id, 'asked', 'disagreed', 'x', 'a:b', 'Second Steward', now(), 'none', 'none', 'Twins at one address', 'a:c',
         'Third Steward', now(), 'link:' || $1, 'leader', '' from review_case where person_id = '11'`,
      [pairs.child],
    );
    await scene.db.query(
      `insert into exposure_notice (link_id, organisation, user_id, role, items, pages, first_at, last_at, raised_at, escalated_at)
       values ($1, 'nhs-dumfries-and-galloway', 'nurse', 'community-nurse', '{}', 2, now(), now(), now() - interval '4 days', now())`,
      [pairs.stopped],
    );
    await scene.db.query(
      `insert into task (id, kind, chi, detail, raised_by, raised_at)
       values (gen_random_uuid(), 'not-my-patient-unlinked', '1407451243', '{"reason":"unsure"}', 'nhs-dumfries-and-galloway:nurse', now())`,
    );
    await opened();
    expect(await page.locator('.tag', { hasText: 'Two stewards disagree' }).count()).toBe(1);
    await expectFaultless('worklist-full');
    await pressAndGoOn('j');
    await expectFaultless('disagreed');
    await opened();
    await page.getByRole('button', { name: 'Exposure report' }).click();
    await page.waitForSelector('text=0 of 1 have acknowledged');
    await expectFaultless('exposure-told');
  });
});

describe('by keys alone', () => {
  test('a steward decides four people: link, reinstate, one of two, and not a link', async () => {
    await opened();
    await pressAndGoOn('j');
    expect(await heading()).toContain('SMYTH, Euan');
    await pressAndGoOn('l');
    expect(await said()).toContain('Euan Smyth is linked');
    await pressAndGoOn('l');
    expect(await said()).toContain('is in force again');
    await press('2');
    await pressAndGoOn('l');
    expect(await said()).toContain('CHI 140745 1999');
    await pressAndGoOn('n');
    expect(await said()).toContain('can’t come back by itself');
    expect([
      await scene.linkState(pairs.child),
      await scene.linkState(pairs.stopped),
      await scene.linkState(pairs.close),
      await scene.linkState(pairs.closer),
      await scene.linkState(pairs.below),
    ]).toEqual(['in-force', 'in-force', 'undone', 'in-force', 'undone']);
  });

  test('nothing is decided without a choice, or undone without a reason', async () => {
    await opened();
    await pressAndGoOn('j');
    await pressAndGoOn('j');
    await press('n');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('reason');
    await expect.poll(() => page.locator('#said').innerText()).toBe('Choose a reason first');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Tab');
    await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')]);
    expect(await page.title()).not.toBe('');
    await opened();
    await page.getByRole('button', { name: 'Open SMITH, Jean' }).first().click();
    await press('l');
    await expect.poll(() => page.locator('#said').innerText()).toBe('Choose a candidate first');
    expect(await scene.linkState(pairs.close)).toBe('under-review');
  });

  test('M asks what is missing, letters in a field are letters, and Enter sends it', async () => {
    await opened();
    await pressAndGoOn('j');
    await press('m');
    await page.keyboard.type('ask the school, jkln');
    await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')]);
    expect(await said()).toContain('waits for more');
    const notes = await scene.db.query('select note from review_note');
    expect(notes.rows).toEqual([{ note: 'ask the school, jkln' }]);
  });

  test('a letter typed before the page has settled, held down, or with the keys off decides nothing', async () => {
    await opened();
    await pressAndGoOn('j');
    // At once after the page has come: meant for the page before.
    await page.keyboard.press('l');
    await page.waitForSelector('body[data-keys=ready]');
    await page.evaluate(() =>
      document.dispatchEvent(new KeyboardEvent('keydown', { key: 'l', repeat: true, bubbles: true })),
    );
    await page.getByRole('button', { name: 'Switch the keys off' }).click();
    await page.locator('h1').first().click();
    await page.keyboard.press('l');
    expect(await heading()).toContain('SMYTH, Euan');
    expect(await scene.linkState(pairs.child)).toBe('under-review');
    await page.getByRole('button', { name: 'Next' }).click();
    await page.waitForSelector('body[data-keys=off]');
    await page.getByRole('button', { name: 'Switch the keys on' }).click();
    await pressAndGoOn('k');
    expect(await heading()).toContain('SMYTH, Euan');
  });
});

test('everything works without a script', async () => {
  await context.close();
  context = await browser.newContext({ javaScriptEnabled: false });
  page = await context.newPage();
  await opened();
  await page.getByRole('button', { name: /Start with the first/ }).click();
  await page.getByRole('button', { name: /^Link/ }).click();
  await page.waitForSelector('.said');
  expect(await said()).toContain('Euan Smyth is linked');
  await page.getByLabel('Why undo it').selectOption('different-people');
  await page.getByRole('button', { name: /Undo the link/ }).click();
  await page.waitForSelector('text=Exposure report');
  expect(await scene.linkState(pairs.stopped)).toBe('undone');
});

test('the exposure report prints without its buttons', async () => {
  await opened();
  await page.getByLabel('Mosaic id or CHI number').fill('12');
  await page.getByRole('button', { name: 'Find' }).click();
  await page.getByLabel('Why undo it').selectOption('different-people');
  await page.getByRole('button', { name: /Undo the link/ }).click();
  await page.waitForSelector('text=Nothing was shown through this link');
  await expectFaultless('exposure');
  await page.emulateMedia({ media: 'print' });
  expect(await page.getByRole('button', { name: 'Worklist' }).isVisible()).toBe(false);
  expect(await page.getByText('They are two different people').isVisible()).toBe(true);
});

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
