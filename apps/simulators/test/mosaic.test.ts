import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Mosaic, startMosaic } from '../src/index.ts';
import { TABLES } from '../src/mosaic/tables.ts';

const CONNECTION_LOST = /ECONNRESET|[Cc]onnection terminated|socket hang up/;

let folder: string;
let mosaic: Mosaic;
const options = { solwayUrl: 'http://127.0.0.1:1', people: 3000, seed: 5, asOf: '2026-11-20' };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mosaic-'));
  mosaic = await startMosaic({ data: folder, ...options });
});
afterEach(() => mosaic.setFault({ mode: 'none' }));
afterAll(async () => {
  await mosaic.close();
  await rm(folder, { recursive: true });
});

async function connected<T>(use: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: mosaic.databaseUrl });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}
const query = (sql: string): Promise<readonly Record<string, unknown>[]> =>
  connected(async (client) => (await client.query(sql)).rows as readonly Record<string, unknown>[]);
const number = async (sql: string): Promise<number> =>
  Number((await query(`select (${sql}) as n`))[0]?.['n']);

describe('the reporting database', () => {
  test('holds every council record, and gives them as an extract', async () => {
    expect(await number('select count(*) from dm_persons')).toBe(1800);
    const lines = readFileSync(mosaic.councilExtract, 'utf8').trim().split('\n');
    expect(lines).toHaveLength(1801);
  });

  test('has rows in every table that is filled, and a watermark for each', async () => {
    for (const table of Object.keys(TABLES)) {
      // An earlier identity is one person in a thousand: a small population may have none.
      if (table === 'protected_identities') continue;
      expect([table, (await number(`select count(*) from ${table}`)) > 0]).toEqual([table, true]);
      if (table === 'restricted_access') continue;
      expect(await number(`select count(*) from watermarks where table_name = '${table}'`)).toBe(1);
    }
  });

  test('is open for about one person in five', async () => {
    const open = await number('select count(*) from involvements where end_date is null');
    expect(open / 1800).toBeGreaterThan(0.14);
    expect(open / 1800).toBeLessThan(0.28);
  });

  test('holds no row that points at nobody', async () => {
    for (const [table, columns] of Object.entries(TABLES)) {
      if (!(columns as readonly string[]).includes('person_id')) continue;
      const orphans = `select count(*) from ${table} t left join dm_persons p using (person_id) where p.person_id is null`;
      expect([table, await number(orphans)]).toEqual([table, 0]);
    }
    const visits =
      'select count(*) from care_package_visits v left join care_packages c using (package_id) where c.package_id is null';
    expect(await number(visits)).toBe(0);
  });

  test('begins nothing after it ended', async () => {
    for (const table of ['involvements', 'care_packages', 'alerts', 'registrations', 'support_reasons']) {
      const backwards = `select count(*) from ${table} where end_date < start_date`;
      expect([table, await number(backwards)]).toEqual([table, 0]);
    }
  });

  test('holds what real ones do: unknown codes, nothing where something belongs, year 0202, markup, doubles', async () => {
    expect(await number("select count(*) from alerts where alert_code = 'LOCAL-4'")).toBeGreaterThan(0);
    expect(await number('select count(*) from care_packages where provider_id is null')).toBeGreaterThan(0);
    expect(
      await number("select count(*) from care_packages where start_date < '0300-01-01'"),
    ).toBeGreaterThan(0);
    expect(await number("select count(*) from alerts where label like '%<script>%'")).toBeGreaterThan(0);
    expect(await number('select max(length(note)) from case_notes')).toBeGreaterThan(1_000_000);
    const doubled =
      'select count(*) from (select 1 from support_reasons group by person_id, reason_code, start_date having count(*) > 1) d';
    expect(await number(doubled)).toBeGreaterThan(0);
  });

  test('may be read but not written', async () => {
    await expect(query('delete from alerts')).rejects.toThrow(/read-only|permission/);
    await expect(query('begin; set transaction read write; delete from alerts')).rejects.toThrow(
      /permission denied/,
    );
  });
});

describe('the door to the database', () => {
  test('answers later by what was ordered, on a connection already open', async () => {
    await connected(async (client) => {
      await client.query('select 1');
      mosaic.setFault({ mode: 'latency', latencyMs: 150 });
      const before = performance.now();
      await client.query('select 1');
      expect(performance.now() - before).toBeGreaterThanOrEqual(145);
    });
  });

  test('refuses connections, and cuts those that are open', async () => {
    await connected(async (client) => {
      await client.query('select 1');
      mosaic.setFault({ mode: 'refuse' });
      await expect(client.query('select 1')).rejects.toThrow(CONNECTION_LOST);
    });
    await expect(query('select 1')).rejects.toThrow(CONNECTION_LOST);
  });

  test('hangs, and goes on where it stopped when told to', async () => {
    await connected(async (client) => {
      mosaic.setFault({ mode: 'hang' });
      const answer = client.query('select 42 as n');
      const first = await Promise.race([
        answer,
        new Promise((resolve) => setTimeout(resolve, 80, 'nothing')),
      ]);
      expect(first).toBe('nothing');
      mosaic.setFault({ mode: 'none' });
      expect((await answer).rows).toEqual([{ n: 42 }]);
    });
  });

  test('cuts an answer half-way', async () => {
    mosaic.setFault({ mode: 'cut' });
    await expect(query('select * from dm_persons')).rejects.toThrow(CONNECTION_LOST);
    mosaic.setFault({ mode: 'none' });
    expect(await number('select 1')).toBe(1);
  });

  test('takes its orders over the control API', async () => {
    const response = await fetch(`http://127.0.0.1:${mosaic.port}/faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ target: 'database', mode: 'refuse' }),
    });
    expect(await response.json()).toMatchObject({ target: 'database', mode: 'refuse' });
    await expect(query('select 1')).rejects.toThrow(CONNECTION_LOST);
  });
});

test('a second start uses the data of the first, and they are the data of the seed', async () => {
  const before = await query('select md5(string_agg(a::text, chr(10) order by alert_id)) as m from alerts a');
  await mosaic.close();
  mosaic = await startMosaic({ data: folder, ...options });
  expect(
    await query('select md5(string_agg(a::text, chr(10) order by alert_id)) as m from alerts a'),
  ).toEqual(before);
});
