import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { type Database, StoreError, transaction } from './database.ts';

const folder = new URL('../sql/', import.meta.url);
const LOCK = 7_365_743;

/**
 * Brings the database to this version's schema: the numbered files of `sql/`, each once and in order, all in one
 * transaction. Two servers starting at once wait for each other.
 * @throws {StoreError} `store-migration-changed` where a file that has run here has since been edited;
 * `store-newer` where the database has seen migrations that this version does not know.
 */
export async function migrate(db: Database): Promise<readonly string[]> {
  const files = readdirSync(folder)
    .filter((name) => /^[0-9]{4}-.+\.sql$/.test(name))
    .sort();
  return transaction(db, async (tx) => {
    await tx.query('select pg_advisory_xact_lock($1)', [LOCK]);
    await tx.query(
      'create table if not exists migration (name text primary key, digest text not null, ran_at timestamptz not null default now())',
    );
    const ran = await tx.query<{ name: string; digest: string }>('select name, digest from migration');
    const digests = new Map(ran.rows.map((row) => [row.name, row.digest]));
    for (const name of digests.keys()) {
      if (!files.includes(name))
        throw new StoreError('store-newer', `the database has run ${name}, which is unknown here`);
    }
    const fresh: string[] = [];
    for (const name of files) {
      const text = readFileSync(new URL(name, folder), 'utf8');
      const digest = createHash('sha256').update(text).digest('hex');
      if (digests.get(name) === digest) continue;
      if (digests.has(name))
        throw new StoreError('store-migration-changed', `${name} was edited after it ran`);
      await tx.query(text);
      await tx.query('insert into migration (name, digest) values ($1, $2)', [name, digest]);
      fresh.push(name);
    }
    return fresh;
  });
}
