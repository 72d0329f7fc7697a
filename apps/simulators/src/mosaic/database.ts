import { join } from 'node:path';
import { type LocalPostgres, startLocalPostgres } from '@solway/local-postgres';
import pg from 'pg';
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
    await ensureReader(client);
    await refreshWatermarks(client, now);
  } finally {
    await client.end();
  }
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
