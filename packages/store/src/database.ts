import { SolwayError } from '@solway/kernel';
import pg from 'pg';

export type Database = pg.Pool;
/** A pool, or one connection inside a transaction. */
export type Queryable = Pick<pg.ClientBase, 'query'>;

type TypeId = Parameters<typeof pg.types.getTypeParser>[0];
const { DATE, TIMESTAMPTZ, INT8 } = pg.types.builtins;

/** Dates stay calendar dates, moments become UTC text, and counts become numbers. */
const types: pg.CustomTypesConfig = {
  getTypeParser(type: TypeId, format?: 'text' | 'binary'): (value: string) => unknown {
    if (type === DATE) return (value) => value;
    if (type === TIMESTAMPTZ) return (value) => new Date(value).toISOString();
    if (type === INT8) return Number;
    return pg.types.getTypeParser(type, format ?? 'text');
  },
};

export interface DatabaseOptions {
  /** Connections at most; 16 by default. */
  readonly connections?: number;
  /** A statement ends, with an error, after this long; by default never, as a long load or match needs. */
  readonly statementTimeoutMs?: number;
}

export function openDatabase(url: string, options: DatabaseOptions = {}): Database {
  const { statementTimeoutMs } = options;
  const pool = new pg.Pool({
    connectionString: url,
    max: options.connections ?? 16,
    connectionTimeoutMillis: 5000,
    application_name: 'solway',
    ...(statementTimeoutMs === undefined
      ? {}
      : // The server ends it; where the server itself has gone quiet, we do, a second later.
        { statement_timeout: statementTimeoutMs, query_timeout: statementTimeoutMs + 1000 }),
    types,
  });
  // A connection that dies while idle is replaced on the next use; without a listener it would end the process.
  pool.on('error', () => undefined);
  return pool;
}

export class StoreError extends SolwayError<'store-conflict' | 'store-migration-changed' | 'store-newer'> {}

/** Runs `work` in one transaction: all of it or none. */
export async function transaction<T>(db: Database, work: (tx: Queryable) => Promise<T>): Promise<T> {
  const client = await db.connect();
  // A borrowed connection that dies fails its statement; without a listener it would end the process as well.
  const died = (): void => undefined;
  client.on('error', died);
  const release = (broken?: Error | true): void => {
    client.off('error', died);
    client.release(broken);
  };
  try {
    await client.query('begin');
    const result = await work(client);
    await client.query('commit');
    release();
    return result;
  } catch (error) {
    try {
      await client.query('rollback');
      release();
    } catch (broken) {
      // Still listened to: its end may be told after its statement has failed.
      client.release(broken instanceof Error ? broken : true);
    }
    throw error;
  }
}
