import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WALK_STEPS, type WalkStep } from '@solway/disclosure';
import { openEntry } from '@solway/ledger';
import { entriesOfView } from '@solway/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HEALTH, linkAs, PERSON, seedPeople } from '../../../packages/disclosure/test/walk-fixture.ts';
import { type FreshDatabase, freshDatabase } from '../../../packages/store/test/fresh-database.ts';
import { SignedHost } from './signed-host.ts';

// Promise 2: kill the process at any instant; no page was seen that the ledger does not hold.
// KILLS=1000 runs that many kills at random instants instead of a few.
const RANDOM_KILLS = Number(process.env['KILLS'] ?? 3);
const US = 'http://127.0.0.1:8080';

let solway: FreshDatabase;
let mosaic: FreshDatabase;
let orion: SignedHost;
let data: string;

beforeAll(async () => {
  [solway, mosaic] = await Promise.all([freshDatabase(), freshDatabase('template0')]);
  orion = await SignedHost.create('orion-portal', HEALTH, 'health', 'http://localhost:8081');
  data = mkdtempSync(join(tmpdir(), 'solway-kill-'));
  await seedPeople(solway.db);
  await linkAs(solway.db, 'in-force');
  await mosaic.db.query(readFileSync(new URL('../../simulators/sql/mosaic.sql', import.meta.url), 'utf8'));
  await mosaic.db.query(
    `insert into dm_persons (person_id, first_name, last_name) values ($1, 'Jean', 'Smith')`,
    [PERSON],
  );
  await mosaic.db.query(
    `insert into alerts (alert_id, person_id, label, staff_safety, start_date) values (1, $1, 'Visit in pairs', 'Y', '2026-01-01')`,
    [PERSON],
  );
  await mosaic.db.query(
    `insert into watermarks select table_name, now() from information_schema.tables where table_schema = 'public'`,
  );
});
afterAll(async () => {
  rmSync(data, { recursive: true, force: true });
  await Promise.all([solway.drop(), mosaic.drop()]);
});

async function start(
  killAt: WalkStep | 'never',
): Promise<{ child: ChildProcess; address: string; dead: Promise<unknown> }> {
  const settings = {
    databaseUrl: solway.url,
    mosaicUrl: mosaic.url,
    hosts: [orion.registration],
    publicUrl: US,
    data,
    killAt,
  };
  const child = fork(new URL('./killable-server.mjs', import.meta.url), [JSON.stringify(settings)], {
    execArgv: [],
  });
  const dead = new Promise((resolve) => child.once('exit', resolve));
  const address = await new Promise<string>((resolve, reject) => {
    child.once('message', (message) => resolve((message as { address: string }).address));
    child.once('exit', () => reject(new Error('the server ended before it listened')));
  });
  return { child, address, dead };
}

async function askForHandle(address: string): Promise<string> {
  const authorization = await orion.assertion(US);
  const answer = await fetch(`${address}/launch`, { method: 'POST', headers: { authorization } });
  return ((await answer.json()) as { handle: string }).handle;
}

/** Every byte that reached the browser before the connection ended, however it ended. */
function openPage(address: string, handle: string): Promise<string> {
  return new Promise((resolve) => {
    let seen = '';
    const form = new URLSearchParams({ handle }).toString();
    const headers = {
      origin: 'http://localhost:8081',
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': form.length,
    };
    const asked = request(`${address}/view`, { method: 'POST', headers }, (answer) => {
      answer.on('data', (chunk: Buffer) => (seen += chunk.toString()));
      answer.on('close', () => resolve(seen));
      answer.on('error', () => resolve(seen));
    });
    asked.on('error', () => resolve(seen));
    asked.end(form);
  });
}

/** The kinds of entry that the ledger holds for the view of this handle. */
async function recorded(): Promise<readonly string[]> {
  const views = await solway.db.query<{ view_id: string }>(
    'select view_id from view order by opened_at desc limit 1',
  );
  const entries = await entriesOfView(solway.db, views.rows[0]!.view_id);
  return entries.map((row) => openEntry(row.leaf, row.opening).entry.kind);
}

describe('a process killed at a step of the walk', () => {
  it.each(WALK_STEPS)('"%s" leaves no page that the ledger does not hold', async (step) => {
    const { address, dead } = await start(step);
    const page = await openPage(address, await askForHandle(address));
    await dead;
    const kinds = await recorded();
    if (step === 'released') expect(page).toContain('Visit in pairs');
    else expect(page).toBe('');
    expect(kinds).toEqual(step === 'recorded' || step === 'released' ? ['disclosed'] : []);
  });

  it(
    `at a random instant, ${RANDOM_KILLS} times over, the same`,
    { timeout: 60_000 + RANDOM_KILLS * 2000 },
    async () => {
      let pages = 0;
      for (let i = 0; i < RANDOM_KILLS; i += 1) {
        const { child, address, dead } = await start('never');
        const handle = await askForHandle(address);
        await solway.db.query('truncate view, ledger_entry');
        const page = openPage(address, handle);
        setTimeout(() => child.kill('SIGKILL'), (i * 37) % 90);
        const seen = await page;
        child.kill('SIGKILL');
        await dead;
        if (seen === '') continue;
        pages += 1;
        expect(await recorded(), `kill ${i}`).toEqual(['disclosed']);
      }
      expect(pages).toBeLessThanOrEqual(RANDOM_KILLS);
    },
  );
});
