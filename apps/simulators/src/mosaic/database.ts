import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type LocalPostgres, startLocalPostgres } from '@solway/local-postgres';
import pg from 'pg';
import { packageFolder } from '../package-folder.ts';
import type { PopulationOptions } from '../population/population.ts';
import { loadDatabase, refreshWatermarks } from './load-database.ts';

const DATABASE = 'mosaic';
/** What Solway is given: it may read every table and write none. */
const READER = 'solway_reader';

export interface MosaicDatabase {
  /** The server's own port; others are to come through the proxy in front of it. */
  readonly port: number;
  readonly pool: pg.Pool;
  stop(): Promise<void>;
}

export async function startDatabase(
  folder: string,
  options: PopulationOptions,
  extract: string,
  now: number,
): Promise<MosaicDatabase> {
  const server = await startLocalPostgres({
    folder: join(folder, 'postgres'),
    // A stand-in's data can be made again: it need not survive a power cut.
    settings: ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_wal_size=2GB'],
  });
  try {
    await server.ensureDatabase(DATABASE);
    await prepare(server, options, extract, now);
  } catch (error) {
    await server.stop();
    throw error;
  }
  const pool = new pg.Pool({ connectionString: server.urlOf(DATABASE), max: 4 });
  pool.on('error', () => undefined);
  return {
    port: server.port,
    pool,
    stop: async () => {
      await pool.end();
      await server.stop();
    },
  };
}

export function readerUrl(port: number): string {
  return `postgresql://${READER}@127.0.0.1:${port}/${DATABASE}`;
}

async function prepare(
  server: LocalPostgres,
  options: PopulationOptions,
  extract: string,
  now: number,
): Promise<void> {
  const client = new pg.Client({ connectionString: server.urlOf(DATABASE) });
  await client.connect();
  try {
    const found = await client.query("select to_regclass('public.watermarks') is not null as loaded");
    const [row] = found.rows as readonly { loaded: boolean }[];
    if (row?.loaded !== true) {
      await loadDatabase(client, options, extract);
    } else {
      // A folder of an earlier version has not got these.
      await client.query('alter table restricted_access add column if not exists organisation varchar(60)');
      await client.query('create table if not exists protected_identities (person_id bigint primary key)');
      await client.query(`grant select on protected_identities to ${READER}`);
    }
    await readyForUploads(client);
    await ensureReader(client);
    await refreshWatermarks(client, now);
  } finally {
    await client.end();
  }
}

/** One record in four hundred is open on a worker's screen, and a few of those held twice have been merged. */
async function readyForUploads(client: pg.Client): Promise<void> {
  const found = await client.query("select to_regclass('public.chi_uploads') is not null as ready");
  const [row] = found.rows as readonly { ready: boolean }[];
  if (row?.ready === true) return;
  await client.query('begin');
  await client.query(readFileSync(join(packageFolder(), 'sql', 'chi-uploads.sql'), 'utf8'));
  await client.query(
    `insert into record_locks select person_id, 'A worker' from dm_persons where person_id % 400 = 7`,
  );
  await client.query(
    `insert into dm_merged_persons select b.person_id, a.person_id from dm_persons a join dm_persons b
       on b.last_name = a.last_name and b.first_name = a.first_name and b.date_of_birth = a.date_of_birth
         and b.person_id > a.person_id where b.person_id % 5 = 0 on conflict do nothing`,
  );
  await client.query('commit');
}

async function ensureReader(client: pg.Client): Promise<void> {
  const found = await client.query('select 1 from pg_roles where rolname = $1', [READER]);
  if (found.rowCount !== 0) return;
  await client.query('begin');
  await client.query(`create role ${READER} login`);
  await client.query(`alter role ${READER} set default_transaction_read_only = on`);
  await client.query(`grant select on all tables in schema public to ${READER}`);
  await client.query('commit');
}
