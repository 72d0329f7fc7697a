import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Mosaic, startMosaic } from '../src/index.ts';

let folder: string;
let mosaic: Mosaic;
let reader: pg.Client;
let keys = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'uploads-'));
  mosaic = await startMosaic({
    data: folder,
    solwayUrl: 'http://127.0.0.1:1',
    people: 3000,
    seed: 5,
    asOf: '2026-11-20',
    uploadToken: 'secret',
  });
  reader = new pg.Client({ connectionString: mosaic.databaseUrl });
  await reader.connect();
});
afterEach(() => mosaic.setUploadFault({ mode: 'none' }));
afterAll(async () => {
  await reader.end();
  await mosaic.close();
  await rm(folder, { recursive: true });
});

interface Row {
  readonly key: string;
  readonly personId: string;
  readonly chi: string;
  readonly action: string;
}
const row = (personId: string, chi: string, action = 'set', key = `k${(keys += 1)}`): Row => ({
  key,
  personId,
  chi,
  action,
});

async function send(rows: readonly Row[], token = 'secret'): Promise<readonly string[]> {
  const response = await fetch(mosaic.uploadUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ rows }),
  });
  if (response.status !== 200) return [String(response.status)];
  const { results } = (await response.json()) as { results: { outcome: string; reason?: string }[] };
  return results.map((one) => one.reason ?? one.outcome);
}

/** The ids of people for whom this holds, who are in nobody's way otherwise. */
async function people(where: string, limit = 1): Promise<readonly string[]> {
  const plain = `p.restricted = 'N' and p.date_of_birth is not null
    and not exists (select 1 from record_locks k where k.person_id = p.person_id)
    and not exists (select 1 from dm_merged_persons m where m.person_id = p.person_id)`;
  const found = await reader.query(
    `select person_id::text as id from dm_persons p where ${where.replace('PLAIN', plain)} order by person_id limit ${limit}`,
  );
  return (found.rows as { id: string }[]).map(({ id }) => id);
}
const held = async (id: string): Promise<string | null> =>
  (
    (await reader.query('select nhs_id from dm_persons where person_id = $1', [id])).rows as {
      nhs_id: string;
    }[]
  )[0]!.nhs_id;

/** A sound number for this person's day of birth. */
async function chiFor(id: string, serial = 10): Promise<string> {
  const found = await reader.query(
    `select to_char(date_of_birth, 'DDMMYY') as d from dm_persons where person_id = $1`,
    [id],
  );
  const day = (found.rows as { d: string }[])[0]!.d;
  for (let n = serial; n < 99; n += 1) {
    const nine = `${day}${n}1`;
    const sum = Array.from(nine).reduce((total, digit, i) => total + Number(digit) * (10 - i), 0);
    const check = (11 - (sum % 11)) % 11;
    if (check < 10) return `${nine}${check}`;
  }
  throw new Error('no number');
}

describe('the door for CHI numbers', () => {
  test('refuses each kind of row with its own code, and takes the rest', async () => {
    const [free = '', other = ''] = await people('PLAIN and nhs_id is null', 2);
    const [has = ''] = await people('PLAIN and length(nhs_id) = 10');
    const [merged = ''] = await people('person_id in (select person_id from dm_merged_persons)');
    const [locked = ''] = await people(
      `person_id in (select person_id from record_locks) and restricted = 'N' and person_id not in (select person_id from dm_merged_persons)`,
    );
    const [restricted = ''] = await people(
      `restricted = 'Y' and person_id not in (select person_id from dm_merged_persons)`,
    );
    const chi = await chiFor(free);
    expect(
      await send([
        row('999999999', chi),
        row('not-an-id', chi),
        row(merged, chi),
        row(restricted, chi),
        row(locked, chi),
        row(free, chi.slice(0, 9) + String((Number(chi[9]) + 1) % 10)),
        row(free, '0101011237'),
        row(has, await chiFor(has, 50)),
        row(free, chi),
        row(free, chi),
        row(free, chi, 'withdraw'),
        row(free, chi, 'withdraw'),
      ]),
    ).toEqual([
      'person-unknown',
      'person-unknown',
      'person-merged',
      'person-restricted',
      'record-locked',
      'check-digit-wrong',
      'birth-date-disagrees',
      'other-chi-held',
      'accepted',
      'unchanged',
      'accepted',
      'unchanged',
    ]);
    expect(await held(other)).toBeNull();
  });

  test('refuses a number that stands on another person', async () => {
    const pairs = await reader.query(
      `select a.person_id::text as a, b.person_id::text as b from dm_persons a join dm_persons b
         on a.date_of_birth = b.date_of_birth and a.person_id < b.person_id
       where a.nhs_id is null and b.nhs_id is null and a.restricted = 'N' and b.restricted = 'N'
         and not exists (select 1 from record_locks k where k.person_id in (a.person_id, b.person_id))
         and not exists (select 1 from dm_merged_persons m where m.person_id in (a.person_id, b.person_id)) limit 1`,
    );
    const [{ a, b }] = pairs.rows as [{ a: string; b: string }];
    const chi = await chiFor(a, 20);
    expect(await send([row(a, chi), row(b, chi)])).toEqual(['accepted', 'chi-on-other-person']);
  });

  test('answers a row that comes again as it did the first time, and does nothing', async () => {
    const [id = ''] = await people('PLAIN and nhs_id is null');
    const chi = await chiFor(id, 30);
    const first = row(id, chi);
    expect(await send([first])).toEqual(['accepted']);
    expect(await send([row(id, chi, 'withdraw')])).toEqual(['accepted']);
    expect(await send([first, first])).toEqual(['accepted', 'accepted']);
    expect(await held(id)).toBeNull();
  });

  test.each(['half', 'deaf', 'refuse'] as const)('breaks off when ordered to be "%s"', async (mode) => {
    const ids = await people('PLAIN and nhs_id is null', 4);
    const rows = await Promise.all(ids.map(async (id) => row(id, await chiFor(id, 40))));
    mosaic.setUploadFault({ mode });
    await expect(send(rows)).rejects.toThrow('fetch failed');
    const taken = { half: 2, deaf: 4, refuse: 0 }[mode];
    expect((await Promise.all(ids.map(held))).filter((one) => one !== null)).toHaveLength(taken);
    mosaic.setUploadFault({ mode: 'none' });
    expect(await send(rows)).toEqual(rows.map(() => 'accepted'));
    await send(rows.map(({ personId, chi }) => row(personId, chi, 'withdraw')));
  });

  test('asks for its token, and takes no nonsense', async () => {
    expect(await send([], 'wrong')).toEqual(['401']);
    expect(await send([{ key: '', personId: '1', chi: '1', action: 'take' }])).toEqual(['400']);
  });
});
