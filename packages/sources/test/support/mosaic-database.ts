import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startLocalPostgres } from '@solway/local-postgres';

export interface MosaicDatabase {
  readonly port: number;
  readonly url: string;
  /** Runs statements as the owner, round any proxy. */
  run(sql: string, values?: readonly unknown[]): Promise<pg.QueryResult<Record<string, unknown>>>;
  stop(): Promise<void>;
}

const SCHEMA = new URL('../../../../apps/simulators/sql/mosaic.sql', import.meta.url);

/** A real PostgreSQL in a folder of its own, with the stand-in's schema and every table's watermark. */
export async function startMosaicDatabase(): Promise<MosaicDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'solway-mosaic-'));
  const server = await startLocalPostgres({ folder, settings: ['fsync=off', 'shared_buffers=16MB'] });
  await server.ensureDatabase('mosaic');
  const url = server.urlOf('mosaic');
  const owner = new pg.Client({ connectionString: url });
  await owner.connect();
  await owner.query(readFileSync(SCHEMA, 'utf8'));
  await owner.query(`insert into watermarks
    select table_name, timestamptz '2026-11-20 06:00:00+00' from information_schema.tables where table_schema = 'public'`);
  return {
    port: server.port,
    url,
    run: (sql, values = []) => owner.query<Record<string, unknown>>(sql, [...values]),
    async stop() {
      await owner.end();
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
