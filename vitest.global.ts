import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLocalPostgres } from '@solway/local-postgres';
import { migrate, openDatabase } from '@solway/store';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of the test cluster, without a database name. */
    postgres: string;
  }
}

/** The database that every test file's own is copied from. */
export const TEMPLATE = 'solway_template';

/** One real PostgreSQL for the whole run, with a migrated template in it. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'solway-test-'));
  const settings = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'];
  const server = await startLocalPostgres({ folder, settings });
  await server.ensureDatabase(TEMPLATE);
  const db = openDatabase(server.urlOf(TEMPLATE));
  await migrate(db);
  await db.end();
  project.provide('postgres', server.urlOf(''));
  return async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}
