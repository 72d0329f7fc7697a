import AxeBuilder from 'axe-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchBrowser } from './browser.ts';
import { type Demonstration, startDemonstration } from './demonstration.ts';

// Staff of both organisations sign in by their own provider: the real server, the real stand-ins, a real browser.

let demonstration: Demonstration;
let browser: Browser;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  [demonstration, browser] = await Promise.all([startDemonstration(1500), launchBrowser()]);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await demonstration?.stop();
  demonstration?.dispose();
}, 60_000);
beforeEach(async () => {
  context = await browser.newContext({ viewport: { width: 1010, height: 800 }, bypassCSP: true });
  page = await context.newPage();
});
afterEach(() => context.close());

async function signIn(who: string, person: RegExp): Promise<void> {
  await page.goto(demonstration.solway);
  await page.getByRole('link', { name: `Sign in as ${who}` }).click();
  await page.getByRole('button', { name: person }).first().click();
  await page.getByRole('heading', { name: 'You are signed in' }).waitFor();
}

async function violations(): Promise<readonly string[]> {
  await page.addScriptTag({ content: AxeBuilder.source });
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(options: object): Promise<{ violations: { id: string; nodes: unknown[] }[] }> };
    };
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
    const { violations: found } = await axe.run({ runOnly: { type: 'tag', values: tags } });
    return found.map(({ id, nodes }) => `${id} × ${nodes.length}`);
  });
}

const picture = (name: string): Promise<unknown> =>
  process.env['SOLWAY_PICTURES'] === undefined
    ? Promise.resolve()
    : page.screenshot({ path: `${process.env['SOLWAY_PICTURES']}/${name}.png`, fullPage: true });

describe('signing in', () => {
  it('opens the same governance pages as a launch from the portal, and signing out ends them', async () => {
    await signIn('health board staff', /Governance lead/);
    expect(await page.locator('main').innerText()).toContain('acting as governance lead');
    expect(await violations()).toEqual([]);
    await picture('signed-in');
    await page.getByRole('button', { name: 'Behind the glass' }).click();
    await page.getByText('Who saw what').waitFor();
    await page.goBack();
    await page.goto(`${demonstration.solway}/signed-in`);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('button', { name: 'Yes, sign out' }).click();
    await page.waitForURL(`${demonstration.solway}/`);
    await page.goto(`${demonstration.solway}/signed-in`);
    await page.getByText('You are not signed in here').waitFor();
    await page.goto(`${demonstration.solway}/sign-in/with/health`);
    await page.getByRole('heading', { name: 'Health board staff sign-in' }).waitFor();
  });

  it('shows the officer what became of the staff directory', async () => {
    await signIn('council staff', /Governance lead/);
    await page.getByRole('button', { name: 'Staff directory' }).click();
    await page.getByRole('heading', { name: 'Files taken' }).waitFor();
    expect(await page.locator('main').innerText()).not.toContain('People who have left may still be let in');
    expect(await page.getByRole('table').first().getByRole('row').count()).toBeGreaterThan(1);
    expect(await violations()).toEqual([]);
    await picture('directory');
  });

  it('opens the worklist for the council’s data steward', async () => {
    await signIn('council staff', /Data steward/);
    await page.getByRole('button', { name: 'Matching to CHI' }).click();
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    expect(await page.locator('main').innerText()).toMatch(/review|match/i);
  });

  it('opens nothing for a practitioner, who is told where their page is', async () => {
    await page.goto(`${demonstration.solway}/sign-in/with/health`);
    await page
      .getByRole('button', { name: /Community nurse/ })
      .first()
      .click();
    await page.getByText('You hold no role that opens a page here today').waitFor();
    expect(await violations()).toEqual([]);
  });

  it('opens nothing for one who turns back', async () => {
    await page.goto(`${demonstration.solway}/sign-in/with/council`);
    await page.getByRole('button', { name: 'Turn back' }).click();
    expect(await page.locator('main').innerText()).toContain('Your organisation did not sign you in');
  });

  it.each([390, 1280])('offers both organisations at %i pixels, accessibly', async (width) => {
    await page.setViewportSize({ width, height: 800 });
    await page.goto(`${demonstration.solway}/sign-in`);
    expect(await page.getByRole('link', { name: /Sign in as/ }).count()).toBe(2);
    expect(await violations()).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(
      0,
    );
    await picture(`sign-in-${width}`);
  });
});
