import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from './browser.ts';
import { type Demonstration, startDemonstration } from './demonstration.ts';

// A change on either side, made on its own pages, and what the steward sees of it.

let demonstration: Demonstration;
let browser: Browser;
let context: BrowserContext;
let steward: Page;

beforeAll(async () => {
  [demonstration, browser] = await Promise.all([startDemonstration(600), launchBrowser()]);
  context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  context.setDefaultTimeout(15_000);
  const mosaic = await context.newPage();
  await mosaic.goto(`${demonstration.mosaic}/sign-in?as=data-steward&next=/stewardship`);
  [steward] = await Promise.all([
    mosaic.waitForEvent('popup'),
    mosaic.getByRole('button', { name: 'Open the worklist' }).click(),
  ]);
  await steward.waitForSelector('body.review');
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await demonstration?.stop();
  demonstration?.dispose();
}, 60_000);

interface Try {
  readonly kind: string;
  readonly person: { readonly id: string; readonly number: string };
}
const toTry = async (system: string): Promise<readonly Try[]> =>
  (await (await fetch(`${system}/people-to-try.json`)).json()) as readonly Try[];

describe('a change', () => {
  test('on the register goes out as a message of HL7 v2, is carried out, and the steward reads that it was', async () => {
    const [patient] = await toTry(demonstration.orion);
    const board = await context.newPage();
    await board.goto(`${demonstration.orion}/change-patient`);
    const form = board.locator('form', { has: board.getByRole('button', { name: 'Move' }) });
    await form.getByLabel('CHI number').fill(patient!.person.number);
    await form.getByLabel('Address').fill('12 Whitesands, Dumfries');
    await form.getByLabel('Postcode').fill('DG1 2RS');
    await form.getByRole('button', { name: 'Move' }).click();
    expect(await board.getByRole('status').innerText()).toContain('Done');
    await expect
      .poll(async () => {
        await board.goto(`${demonstration.orion}/change-patient`);
        return board.locator('main').innerText();
      })
      .toContain('0 messages wait. The last answer: AA.');
    await steward.getByRole('button', { name: 'Messages from the register' }).click();
    await steward.waitForSelector('text=1 carried out in the last day');
    expect(await steward.locator('main').innerText()).toContain('Every message was carried out');
    await steward.getByRole('button', { name: 'Worklist' }).click();
  });

  test('in Mosaic that makes a link unlikely raises it for the steward, who finds it in the worklist', async () => {
    const people = await toTry(demonstration.mosaic);
    const ids = people.filter((one) => one.kind === 'care-and-alerts').map((one) => one.person.id);
    for (const person of ids) {
      for (const change of [
        { change: 'name', forenames: 'Bartholomew', surname: 'Featherstone' },
        { change: 'birth-date', born: '1991-02-03' },
      ]) {
        const answer = await fetch(`${demonstration.mosaic}/change-record`, {
          method: 'POST',
          body: new URLSearchParams({ person, ...change }),
        });
        expect(answer.status).toBe(200);
      }
    }
    await expect
      .poll(
        async () => {
          await steward.getByRole('button', { name: /A link that stands, in doubt/ }).click();
          return steward.locator('main').innerText();
        },
        { timeout: 25_000, interval: 500 },
      )
      .toContain('FEATHERSTONE, Bartholomew');
  });
});
