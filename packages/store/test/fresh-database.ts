import { randomUUID } from 'node:crypto';
import { type Database, openDatabase } from '@solway/store';
import pg from 'pg';
import { inject } from 'vitest';

export interface FreshDatabase {
  readonly url: string;
  readonly db: Database;
  drop(): Promise<void>;
}

/** A database of the test file's own, copied from the migrated template. */
export async function freshDatabase(template = 'solway_template'): Promise<FreshDatabase> {
  const base: string = inject('postgres');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await admin(base, `create database ${name} template ${template}`);
  const url = `${base}${name}`;
  const db = openDatabase(url);
  return {
    url,
    db,
    async drop() {
      await db.end();
      await admin(base, `drop database ${name} with (force)`);
    },
  };
}

async function admin(base: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: `${base}postgres` });
  await client.connect();
  await client.query(statement);
  await client.end();
}
