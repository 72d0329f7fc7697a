import { type AddressInfo, createServer } from 'node:net';
import type { IsoDate } from '@solway/kernel';
import axe from 'axe-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { COUNCIL, GovernanceScene } from '../apps/solway/test/governance-scene.ts';
import { HEALTH } from '../packages/disclosure/test/walk-fixture.ts';
import { type FreshDatabase, freshDatabase } from '../packages/store/test/fresh-database.ts';
import { launchBrowser } from './browser.ts';
import { type PageServer, servePages } from './page-server.ts';

// An agreement's whole life, as its officers live it: each in a browser of their own, opened from their own system.

const AXE_OPTIONS: axe.RunOptions = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  rules: { 'target-size': { enabled: true } },
  resultTypes: ['violations'],
};
const MIDDLE = 1010;
const SIZES = [390, MIDDLE, 1280];
const COURSE = 'Sharing information safely across health and social work';

let browser: Browser;
let fresh: FreshDatabase;
let scene: GovernanceScene;
let orion: PageServer;
let mosaic: PageServer;
let handle = '';
const contexts: BrowserContext[] = [];

beforeAll(async () => {
  fresh = await freshDatabase();
  const us = `http://127.0.0.1:${await freePort()}`;
  const host = () =>
    servePages(() => ({
      csp: `default-src 'none'; form-action ${us}`,
      html: `<!doctype html><title>Host</title><form method="post" action="${us}/view"><input type="hidden" name="handle" value="${handle}"><button>Open</button></form>`,
    }));
  [orion, mosaic] = await Promise.all([host(), host()]);
  scene = await GovernanceScene.begin(fresh.db, {
    us,
    orion: `http://localhost:${orion.port}`,
    mosaic: `http://localhost:${mosaic.port}`,
  });
  scene.scene.mosaic.answers.set('documents', () =>
    Promise.resolve(
      scene.scene.mosaic.answered([
        { id: 'd1', marks: [], content: { title: 'Support plan', date: '2026-10-01' as IsoDate } },
      ]),
    ),
  );
  await scene.app.listen({ port: Number(new URL(us).port), host: '127.0.0.1' });
  browser = await launchBrowser();
});
afterAll(async () => {
  for (const one of contexts) await one.close();
  await browser.close();
  await scene.end();
  await Promise.all([orion.close(), mosaic.close()]);
  await fresh.drop();
});

/** A browser of somebody's own, on the page that their own system has opened. */
async function as(party: string, launched: { json(): unknown }): Promise<Page> {
  ({ handle } = launched.json() as { handle: string });
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  contexts.push(context);
  context.setDefaultTimeout(30_000);
  const page = await context.newPage();
  await page.goto(`http://localhost:${party === HEALTH ? orion.port : mosaic.port}/`);
  await page.getByRole('button', { name: 'Open' }).click();
  return page;
}
const officer = async (party: string, role: string): Promise<Page> =>
  as(party, await scene.launch(party, role));

const heading = (page: Page) => page.locator('h1').first().innerText();
const said = (page: Page) => page.locator('.said').first().innerText();

/** Every control is reached and used by the keyboard, as a person who has no mouse does. */
async function press(page: Page, name: string | RegExp, exact = false): Promise<void> {
  const button = page.getByRole('button', { name, exact }).first();
  await button.focus();
  await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')]);
}

/** The button of the page's own form, where one of its tabs has the same name. */
async function pressIn(page: Page, name: string): Promise<void> {
  await page.locator('form.fields').getByRole('button', { name, exact: true }).focus();
  await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')]);
}

async function tab(page: Page, name: string): Promise<void> {
  const button = page
    .getByRole('navigation', { name: 'This version' })
    .getByRole('button', { name, exact: true });
  await button.focus();
  await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')]);
}

async function violations(page: Page): Promise<readonly axe.Result[]> {
  await page.evaluate(axe.source);
  return page.evaluate<axe.Result[]>(
    `axe.run(document, ${JSON.stringify(AXE_OPTIONS)}).then((results) => results.violations)`,
  );
}

async function expectFaultless(page: Page, name: string): Promise<void> {
  for (const width of SIZES) {
    await page.setViewportSize({ width, height: 900 });
    const found = width === MIDDLE ? [] : await violations(page);
    const faults = found.flatMap((one) =>
      one.nodes.map((node) => `${one.id}: ${node.html.slice(0, 200)} ${node.any[0]?.message ?? ''}`),
    );
    const sideways = await page.evaluate(
      () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
    );
    expect([...faults, ...(sideways ? ['scrolls sideways'] : [])], `${name} at ${width}`).toEqual([]);
    const folder = process.env['AGREEMENT_SCREENSHOTS'];
    if (folder !== undefined)
      await page.screenshot({ path: `${folder}/${name}-${width}.png`, fullPage: true });
  }
  await page.setViewportSize({ width: 1280, height: 900 });
}

async function openVersion(page: Page, version: string): Promise<void> {
  const list = page
    .getByRole('navigation', { name: 'Governance pages' })
    .getByRole('button', { name: 'The agreement' });
  if ((await list.count()) > 0) {
    await list.focus();
    await Promise.all([page.waitForEvent('load'), page.keyboard.press('Enter')]);
  }
  await press(page, `Read: version ${version}`);
}

// One story in steps: each is as long as its officers are many.
describe(
  'level 3 from level 2, by the keyboard, each officer in their own browser',
  { timeout: 240_000 },
  () => {
    let lead: Page;
    let doctor: Page;

    test('a practitioner reads in one sentence that documents are not shared', async () => {
      doctor = await as(HEALTH, await scene.practitioner());
      const text = await doctor.locator('body').innerText();
      expect(text).toContain('Documents are a level 3 item.');
      expect(text).not.toContain('Support plan');
      await picture(doctor, 'practitioner-level-2');
    });

    test('the governance lead reads why in full', async () => {
      const board = await officer(HEALTH, 'governance-lead');
      expect(await heading(board)).toBe('Behind the glass');
      expect(await board.locator('.story').innerText()).toContain('level: item-above-level');
      await openVersion(board, '2.0');
      await tab(board, 'Ask');
      const why = board.locator('form', { has: board.getByRole('button', { name: 'Ask why' }) });
      await why.getByLabel('The item').selectOption('documents');
      await why.getByLabel('The role').selectOption('hospital-doctor');
      await press(board, 'Ask why');
      const answer = await board.locator('main').innerText();
      expect(answer).toContain('Documents are a level 3 item.');
      expect(answer).toContain('the item is above the level in force');
      await expectFaultless(board, 'ask');
    });

    test('a lead drafts it, and is told what still does not hold together', async () => {
      lead = await officer(COUNCIL, 'governance-lead');
      await openVersion(lead, '2.0');
      expect(await heading(lead)).toBe('Version 2.0: the document');
      await expectFaultless(lead, 'read');
      await press(lead, 'The agreement');
      await expectFaultless(lead, 'list');
      await press(lead, 'Draft 3.0 from it: version 2.0');
      expect(await said(lead)).toContain('This is your draft');
      await press(lead, 'Change Number, level and dates');
      await lead.getByLabel('Level in force').selectOption('3');
      await expectFaultless(lead, 'edit-part');
      await press(lead, 'Save');
      expect(await lead.locator('main').innerText()).toContain('no impact assessment covers level 3');
      await expectFaultless(lead, 'edit');
      await press(lead, 'Change One more impact assessment');
      await lead.getByLabel('Title').fill('Impact assessment for level 3');
      await lead.getByLabel('Level').selectOption('3');
      await lead.getByLabel('Outcome').fill('Documents tell of other people too; the measures answer that.');
      await press(lead, 'Save');
      expect(await lead.locator('main').innerText()).not.toContain('does not hold together');
    });

    test('sees ahead: compared in words, and replayed over what was really asked', async () => {
      await tab(lead, 'Compare');
      const compared = await lead.locator('main').innerText();
      expect(compared).toContain('would newly see documents');
      expect(compared).toContain('the impact assessment opens again');
      await expectFaultless(lead, 'compare');
      await tab(lead, 'Replay');
      await pressIn(lead, 'Replay');
      const rows = await lead.getByRole('table', { name: /Decisions that/ }).innerText();
      expect(rows).toMatch(/documents\s+hospital doctors\s+Would have been shown\s+1/);
      expect(rows).not.toContain('Jean');
      await expectFaultless(lead, 'replay');
    });

    test('puts it to the parties, one of whom comments', async () => {
      await tab(lead, 'Sign');
      await press(lead, 'Put it to the parties');
      expect(await said(lead)).toContain('put to the parties');
      const guardian = await officer(HEALTH, 'caldicott-guardian');
      await openVersion(guardian, '3.0');
      await guardian
        .getByLabel('Your comment')
        .fill('Letters that name a third party stay back until checked.');
      await press(guardian, 'Comment');
      expect(await guardian.locator('main').innerText()).toContain('Letters that name a third party');
      await expectFaultless(guardian, 'comments');
    });

    test('is assessed: every risk judged, both data protection officers, an officer’s sign-off', async () => {
      await tab(lead, 'Assess');
      await expectFaultless(lead, 'assess-open');
      for (;;) {
        const open = lead.locator('details[open]').first();
        if ((await open.count()) === 0) break;
        const before = open.getByRole('group', { name: 'Before measures' });
        const after = open.getByRole('group', { name: 'With the measures' });
        expect(await before.getByLabel('Likelihood').inputValue(), 'the page judges nothing').toBe('');
        await before.getByLabel('Likelihood').selectOption('possible');
        await before.getByLabel('Severity').selectOption('severe');
        await after.getByLabel('Likelihood').selectOption('remote');
        await after.getByLabel('Severity').selectOption('significant');
        await open.getByRole('button', { name: 'Save this judgement' }).focus();
        await Promise.all([lead.waitForEvent('load'), lead.keyboard.press('Enter')]);
      }
      for (const party of [COUNCIL, HEALTH]) {
        const dpo = await officer(party, 'data-protection-officer');
        await openVersion(dpo, '3.0');
        await tab(dpo, 'Assess');
        await dpo.getByLabel('Your advice').fill('The measures answer the risks.');
        await press(dpo, 'Give this advice');
        expect(await said(dpo)).toContain('recorded');
      }
      const chief = await officer(COUNCIL, 'chief-social-work-officer');
      await openVersion(chief, '3.0');
      await tab(chief, 'Assess');
      await press(chief, /Sign off/);
      expect(await chief.locator('main').innerText()).toContain('Signed off for what this version shares');
      await expectFaultless(chief, 'assess-signed');
    });

    test('is signed by each officer of each party, and by nobody else', async () => {
      await tab(lead, 'Sign');
      expect(await lead.getByRole('button', { name: /^Sign version/ }).count()).toBe(0);
      for (const [party, role] of [
        [COUNCIL, 'chief-social-work-officer'],
        [COUNCIL, 'senior-information-risk-owner'],
        [HEALTH, 'caldicott-guardian'],
        [HEALTH, 'senior-information-risk-owner'],
      ] as const) {
        const one = await officer(party, role);
        await openVersion(one, '3.0');
        await tab(one, 'Sign');
        if (role === 'caldicott-guardian') await expectFaultless(one, 'sign');
        await press(one, 'Sign version 3.0');
        expect(await said(one)).toContain('You have signed');
      }
    });

    test('comes into force by the other party’s lead, and the open viewer changes with its next panel', async () => {
      await press(lead, 'The agreement');
      await openVersion(lead, '3.0');
      await tab(lead, 'Sign');
      expect(await lead.getByRole('button', { name: /Bring version/ }).count()).toBe(0);
      const board = await officer(HEALTH, 'governance-lead');
      await openVersion(board, '3.0');
      await tab(board, 'Sign');
      await press(board, 'Bring version 3.0 into force');
      expect(await said(board)).toContain('It is in force');
      await expectFaultless(board, 'in-force');
      await askAgain(doctor);
      const text = await doctor.locator('body').innerText();
      expect(text).toContain('Support plan');
      expect(text).toContain('version 3.0, level 3');
      await picture(doctor, 'practitioner-level-3');
    });

    test('who is due because their view changed is listed, and a file of completions takes them off', async () => {
      const board = await officer(HEALTH, 'governance-lead');
      await press(board, 'Training');
      const due = () => board.getByRole('table', { name: 'Staff whose training is due' }).innerText();
      expect(await due()).toMatch(/A Doctor[\s\S]*What they see has changed/);
      await expectFaultless(board, 'training');
      await board.getByLabel('The file (CSV)').setInputFiles({
        name: 'done.csv',
        mimeType: 'text/csv',
        buffer: Buffer.from(
          `user_id,course,version,completed_on\ndoctor,${COURSE},3.0,2026-11-20\nnobody,${COURSE},3.0,2026-11-20\n`,
        ),
      });
      await press(board, 'Bring it in');
      const page = await board.locator('main').innerText();
      expect(page).toContain('1 new, 0 known already, 1 not taken.');
      expect(page).toContain('user-unknown');
      expect(await due()).not.toContain('A Doctor');
      await expectFaultless(board, 'training-imported');
      await press(board, 'Hospital doctors');
      expect(await heading(board)).toBe('What hospital doctors will see');
      expect(await board.getByRole('table', { name: 'What is shown' }).innerText()).toContain(
        'Care plans and assessment documents',
      );
      await expectFaultless(board, 'role');
    });
  },
);

/** What the page's own form does without a script: the same open view, asked again. */
async function askAgain(page: Page): Promise<void> {
  await Promise.all([
    page.waitForEvent('load'),
    page.evaluate(() => {
      const form = document.createElement('form');
      form.method = 'post';
      form.action = '/view/again';
      for (const [name, value] of [
        ['view', document.body.dataset['view'] ?? ''],
        ['panel', 'all'],
      ] as const) {
        const input = document.createElement('input');
        input.name = name;
        input.value = value;
        form.append(input);
      }
      document.body.append(form);
      form.submit();
    }),
  ]);
}

async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env['AGREEMENT_SCREENSHOTS'];
  if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
