import { generateKeyPairSync } from 'node:crypto';
import { instantOf } from '@solway/kernel';
import { signHead } from '@solway/ledger';
import { sequenceLeaves } from '@solway/store';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CHI } from '../packages/disclosure/test/walk-fixture.ts';
import { Watching } from '../apps/solway/src/watching/round.ts';
import { OfficerBrowser } from './officer-browser.ts';

// A nurse opens their own record; a governance lead finds it in the morning and follows it to an outcome.

let officer: OfficerBrowser;
beforeAll(async () => {
  officer = await OfficerBrowser.begin();
  const { db } = officer.fresh;
  await db.query(
    `update staff set chi = $1, surname = 'Smith', hours = 'Mo-Mo 03:00-03:01', since = current_date - 400
     where user_id = 'nurse'`,
    [CHI],
  );
  await officer.look();
  await officer.look({ relationship: undefined, statedPurpose: 'Asked by the ward' });
  const key = generateKeyPairSync('ed25519').privateKey;
  const at = instantOf(Date.now());
  await sequenceLeaves(db, { logId: 'test', limit: 100, at, sign: (head) => signHead(head, key) });
  const watching = new Watching(db, {
    clock: () => at,
    council: () => 'dumfries-and-galloway-council',
    onError: (error) => {
      throw error;
    },
  });
  await watching.round();
});
afterAll(() => officer.end());

describe('misuse', () => {
  test('is followed from the finding to an outcome, on pages without a fault', async () => {
    await officer.signIn();
    await officer.press('Misuse');
    expect(await officer.heading()).toBe('Watching for misuse');
    expect(await officer.page.getByRole('table', { name: 'New findings' }).innerText()).toContain(
      'Own record',
    );
    expect(await officer.faults('watch')).toEqual([]);
    await officer.press('Investigate: Own record, A Nurse');
    expect(await officer.heading()).toContain('A Nurse');
    await officer.page.getByLabel('Note').fill('Rang the ward: the nurse was on duty, and not as a patient.');
    await officer.press('Add the note');
    expect(await officer.faults('investigation')).toEqual([]);
    await officer.page.getByLabel('Outcome').selectOption('misuse');
    await officer.page.getByLabel('Why').fill('Admitted. Passed to the line manager.');
    await officer.press('Close the investigation');
    expect(await officer.page.locator('main').innerText()).toContain('Closed: misuse');
    await officer.press('All findings');
    expect(await officer.page.getByRole('table', { name: 'Investigations' }).innerText()).toContain('Misuse');
    expect(await officer.faults('after')).toEqual([]);
  });

  test('rules, lists and accidental release need no script, and have no fault', async () => {
    await officer.signIn({ javaScriptEnabled: false });
    await officer.press('Misuse');
    await officer.press('Accidental release');
    await officer.page.getByLabel('What went where').fill('A letter about one person went to another.');
    await officer.press('Raise it');
    expect(await officer.page.locator('main').innerText()).toContain('left of 72');
    await officer.signIn();
    await officer.press('Misuse');
    await officer.press('Accidental release');
    expect(await officer.faults('releases')).toEqual([]);
    await officer.press('All findings');
    await officer.press('Rules and lists');
    expect(await officer.faults('rules')).toEqual([]);
    await officer.page.getByLabel('days after the death').fill('99');
    await officer.press('Set Deceased');
    expect(await officer.page.locator('.said').innerText()).toContain('is set');
    await officer.press('Reports');
    expect(await officer.heading()).toBe('Reports');
    expect(await officer.faults('reports')).toEqual([]);
  });
});
