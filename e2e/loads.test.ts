import { readFileSync } from 'node:fs';
import axe from 'axe-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from './browser.ts';
import { type Demonstration, startDemonstration } from './demonstration.ts';

// The steward's load, on the whole product: the real server, the stand-in Mosaic with its own rules, a real browser.

const AXE_OPTIONS: axe.RunOptions = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  rules: { 'target-size': { enabled: true } },
  resultTypes: ['violations'],
};

let demonstration: Demonstration;
let browser: Browser;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  [demonstration, browser] = await Promise.all([startDemonstration(1500), launchBrowser()]);
  context = await browser.newContext({ viewport: { width: 1280, height: 900 }, acceptDownloads: true });
  context.setDefaultTimeout(15_000);
  const mosaic = await context.newPage();
  await mosaic.goto(`${demonstration.mosaic}/sign-in?as=data-steward&next=/stewardship`);
  [page] = await Promise.all([
    mosaic.waitForEvent('popup'),
    mosaic.getByRole('button', { name: 'Open the worklist' }).click(),
  ]);
  await page.waitForSelector('body.review');
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await demonstration?.stop();
  demonstration?.dispose();
}, 60_000);

const press = (name: string | RegExp) => page.getByRole('button', { name }).first().click();
const count = async (words: string): Promise<number> => {
  const text = await page.getByRole('button', { name: new RegExp(`^[0-9,]+ ${words}`) }).innerText();
  return Number(/[0-9,]+/.exec(text)?.[0].replaceAll(',', ''));
};
const said = () => page.locator('.said').innerText();

async function untilAnswered(): Promise<void> {
  while ((await page.getByRole('button', { name: 'Look again' }).count()) > 0) await press('Look again');
}

async function expectFaultless(name: string): Promise<void> {
  for (const width of [1280, 1010, 390, 320]) {
    await page.setViewportSize({ width, height: 900 });
    await page.evaluate(axe.source);
    const found = await page.evaluate<axe.Result[]>(
      `axe.run(document, ${JSON.stringify(AXE_OPTIONS)}).then((results) => results.violations)`,
    );
    const nodes = found.flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.html.slice(0, 160)}`));
    expect(nodes, `${name} at ${width}`).toEqual([]);
    const sideways = await page.evaluate(
      () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
    );
    expect(sideways, `${name} scrolls sideways at ${width}`).toBe(false);
    const folder = process.env['LOADS_SCREENSHOTS'];
    if (folder !== undefined)
      await page.screenshot({ path: `${folder}/${name}-${width}.png`, fullPage: true });
  }
  await page.setViewportSize({ width: 1280, height: 900 });
}

async function change(form: Readonly<Record<string, string>>): Promise<void> {
  const answer = await fetch(`${demonstration.mosaic}/change-record`, {
    method: 'POST',
    body: new URLSearchParams(form),
  });
  expect(answer.status).toBe(200);
}

describe('a steward loads CHI numbers into Mosaic', () => {
  let firstRejected = 0;
  let errors: readonly string[] = [];

  test('everything that differs, each row with what became of it', async () => {
    await press('CHI numbers into Mosaic');
    expect(await page.locator('.titlebar').innerText()).toMatch(/[0-9]+ to set/);
    await expectFaultless('loads');
    await press('Load into Mosaic now');
    expect(await said()).toContain('rows are stored, and are being sent');
    await untilAnswered();
    const accepted = await count('Accepted');
    firstRejected = await count('Rejected');
    expect(accepted).toBeGreaterThan(400);
    expect(firstRejected).toBeGreaterThan(5);
    await page.getByRole('button', { name: /^[0-9,]+ Rejected/ }).click();
    const why = await page.getByRole('table', { name: 'Why rows were rejected' }).innerText();
    expect(why).toContain('The number says another date of birth than Mosaic holds');
    expect(why).toContain('Somebody has the record open in Mosaic');
    await expectFaultless('load-with-errors');
  });

  test('the error file, corrected in Mosaic and in the file, is sent again, and only what is still wrong is left', async () => {
    const [download] = await Promise.all([page.waitForEvent('download'), press('Download the error file')]);
    errors = readFileSync(await download.path(), 'utf8')
      .trim()
      .split('\r\n');
    expect(errors[0]).toBe('person_id,chi,action,reason,what_it_means,what_to_do');
    for (const line of errors.slice(1)) {
      const [person = '', chi = '', , reason] = line.split(',');
      if (reason === 'record-locked') await change({ change: 'unlock', person });
      if (reason === 'birth-date-disagrees') {
        const year = Number(chi.slice(4, 6)) > 26 ? `19${chi.slice(4, 6)}` : `20${chi.slice(4, 6)}`;
        await change({ change: 'birth-date', person, born: `${year}-${chi.slice(2, 4)}-${chi.slice(0, 2)}` });
      }
    }
    await press('All loads');
    const spoilt = [...errors, '12,14O7451243,set,a slip of the hand,,'];
    await page.getByLabel(/CSV file/).setInputFiles({
      name: 'corrected.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(spoilt.join('\r\n')),
    });
    await press('Send the file');
    expect(await said()).toContain(`${errors.length} rows are stored`);
    await untilAnswered();
    // Two records of one person were both corrected: the second is told that the first has the number.
    const corrected = errors.filter((line) => /record-locked|birth-date-disagrees/.test(line)).length;
    expect(await count('Accepted')).toBeGreaterThan(corrected * 0.8);
    expect((await count('Accepted')) + (await count('Rejected'))).toBe(errors.length);
    const why = await page.getByRole('table', { name: 'Why rows were rejected' }).innerText();
    expect(why).toContain('A CHI number has ten digits');
    expect(why).not.toContain('birth-date-disagrees');
    expect(why).not.toContain('record-locked');
    await expectFaultless('corrected-and-sent-again');
  });

  test('the same file again does nothing, and says so', async () => {
    await press('All loads');
    await page.getByLabel(/CSV file/).setInputFiles({
      name: 'corrected.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from([...errors, '12,14O7451243,set,a slip of the hand,,'].join('\r\n')),
    });
    await press('Send the file');
    expect(await said()).toContain('Nothing was sent twice');
  });

  test('while Mosaic is down the rows wait, the page says since when, and they go when it is back', async () => {
    const order = (mode: string) =>
      fetch(`${demonstration.mosaic}/faults/uploads`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ target: 'uploads', mode }),
      });
    await order('deaf');
    await press('Send the rejected rows again');
    await expect
      .poll(
        async () => {
          await press('Look again');
          return page.locator('main').innerText();
        },
        { timeout: 20_000 },
      )
      .toContain('Mosaic has taken no rows since');
    await expectFaultless('mosaic-down');
    await order('none');
    await untilAnswered();
    expect(await count('Waiting')).toBe(0);
    expect(await page.locator('.said.trouble').count()).toBe(0);
  });
});
