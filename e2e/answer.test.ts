import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CHI } from '../packages/disclosure/test/walk-fixture.ts';
import { OfficerBrowser } from './officer-browser.ts';

// Somebody asks the health board what is held about them and who saw it; a governance lead answers.

let officer: OfficerBrowser;
beforeAll(async () => {
  officer = await OfficerBrowser.begin();
  await officer.look();
  await officer.look({ purpose: 'adult-protection', relationship: 'caseload' });
});
afterAll(() => officer.end());

describe('a request for access', () => {
  test('goes from start to document, on pages without a fault', async () => {
    await officer.signIn();
    await officer.press('Requests');
    expect(await officer.heading()).toBe('Requests for access');
    await officer.press('Retention and holds');
    expect(await officer.faults('holds')).toEqual([]);
    await officer.press('All requests');
    expect(await officer.faults('requests')).toEqual([]);
    await officer.page.getByLabel('CHI number').fill(CHI);
    await officer.press('Keep the request');
    await officer.page.getByLabel(/How their identity/).fill('Passport and a bill seen.');
    await officer.press('Confirm');
    await officer.press('Gather everything');
    expect(await officer.faults('request')).toEqual([]);
    await officer.press('Release the answer');
    expect(await officer.heading()).toContain('waits for your decision');
    await officer.press('Back to the request');
    await officer.page.getByRole('group', { name: 'Which of them' }).getByRole('checkbox').first().check();
    await officer.page.getByLabel('What becomes of those ticked').selectOption('withhold');
    await officer.page.getByLabel('On what ground').selectOption('inquiry');
    await officer.page.getByLabel('Why', { exact: true }).fill('The inquiry is not over.');
    await officer.press('Decide');
    await officer.press('Release the answer');
    expect(await officer.page.locator('.said').innerText()).toContain('is released');
    expect(await officer.faults('released')).toEqual([]);
    const download = officer.page.waitForEvent('download');
    await officer.page.getByRole('button', { name: 'Download as data' }).click();
    const data = JSON.parse(readFileSync(await (await download).path(), 'utf8')) as { reference: string };
    expect(data.reference).toBe('S-1');
    await officer.press('Open the document');
    expect(await officer.heading()).toBe('What is held about you, and who has seen it');
    const text = await officer.page.locator('main').innerText();
    expect(text).toContain('community nurse');
    expect(text).not.toContain('adult protection');
    expect(await officer.faults('document')).toEqual([]);
    await officer.page.emulateMedia({ media: 'print' });
    expect(await officer.page.getByRole('heading', { name: 'What this is' }).isVisible()).toBe(true);
  });
});
