import { type ChildProcess, fork } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { loadChanges } from '@solway/identity';
import { instantOf } from '@solway/kernel';
import { loadById } from '@solway/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../../packages/store/test/fresh-database.ts';

// Promise 9: kill the sender at any point; every row is settled once, and none is done twice.

const ROWS = 1000;
let fresh: FreshDatabase;
let mosaic: Server;
let url = '';
const taken = new Map<string, number>();
let requests = 0;
let atRequest: (answer: () => void) => void = (answer) => answer();

beforeAll(async () => {
  fresh = await freshDatabase();
  mosaic = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { rows } = JSON.parse(Buffer.concat(chunks).toString()) as { rows: { key: string }[] };
      for (const { key } of rows) taken.set(key, (taken.get(key) ?? 0) + 1);
      requests += 1;
      const results = rows.map(({ key }) => ({ key, outcome: 'accepted' }));
      atRequest(() => response.end(JSON.stringify({ results })));
    });
  });
  await new Promise<void>((resolve) => mosaic.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(mosaic.address() as AddressInfo).port}/chi-uploads`;
  await fresh.db.query(
    `insert into council_person (person_id, forenames, surname, loaded_at)
     select n::text, 'Jean', 'Smith', now() from generate_series(1, $1::int) n`,
    [ROWS],
  );
  await fresh.db.query(
    `insert into link (id, person_id, chi, state, match_weight, explanation, made_by, changed_at)
     select gen_random_uuid(), n::text, '1407451243', 'in-force', 1, '{}', 'model:x', now()
     from generate_series(1, $1::int) n`,
    [ROWS],
  );
});
afterAll(async () => {
  mosaic.closeAllConnections();
  await new Promise((resolve) => mosaic.close(resolve));
  await fresh.drop();
});

function start(): { readonly child: ChildProcess; readonly dead: Promise<unknown> } {
  const child = fork(
    new URL('./killable-sender.mjs', import.meta.url),
    [JSON.stringify({ databaseUrl: fresh.url, uploadUrl: url })],
    { execArgv: [] },
  );
  return { child, dead: new Promise((resolve) => child.once('exit', resolve)) };
}

describe('a load whose sender is killed again and again', () => {
  it('comes to its end, with each row settled, recorded once, and known to Mosaic under one key', async () => {
    const made = await loadChanges(fresh.db, 'schedule', instantOf(Date.now()));
    if (made.made !== 'load') throw new Error('nothing was made');
    // Killed before its answer, then after it, by turns; then left alone.
    for (const answered of [false, true, false, true]) {
      const { child, dead } = start();
      await new Promise<void>((resolve) => {
        atRequest = (answer) => {
          if (answered) answer();
          child.kill('SIGKILL');
          resolve();
        };
      });
      await dead;
      atRequest = (answer) => answer();
    }
    const { child, dead } = start();
    while ((await loadById(fresh.db, made.id))?.finished_at === null)
      await new Promise((resolve) => setImmediate(resolve));
    child.kill('SIGTERM');
    await dead;
    expect(await loadById(fresh.db, made.id)).toMatchObject({ accepted: ROWS, waiting: 0, rejected: 0 });
    expect(taken.size).toBe(ROWS);
    expect([...taken.values()].some((times) => times > 1)).toBe(true);
    expect(requests).toBeGreaterThan(5);
    const { rows } = await fresh.db.query<{ n: number }>('select count(*) as n from ledger_entry');
    expect(rows[0]?.n).toBe(ROWS);
  });
});
