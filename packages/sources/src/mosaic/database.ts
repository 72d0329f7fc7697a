import pg from 'pg';
import { SourceFailure } from '../source-failure.ts';

export interface DatabaseOptions {
  readonly name: string;
  readonly connectionString: string;
  readonly connections: number;
  /** The server ends any statement of ours after this long, whatever has become of us. */
  readonly statementTimeoutMs: number;
}

export interface NamedStatement {
  readonly name: string;
  readonly text: string;
  readonly values: readonly (string | number)[];
}

type Row = Readonly<Record<string, unknown>>;

/** Every value as the server wrote it: dates stay text until they are judged. */
const AS_TEXT = { getTypeParser: () => (value: string) => value } as unknown as pg.CustomTypesConfig;

const CONNECT_TIMEOUT_MS = 5_000;
const CANCEL_TIMEOUT_MS = 2_000;

/** A reporting database, read only: bounded connections, prepared statements, and queries that can be called off. */
export class Database {
  readonly #pool: pg.Pool;
  /** For calling queries off when every other connection is taken. */
  readonly #cancelPool: pg.Pool;
  readonly #settling = new Set<Promise<void>>();

  constructor(options: DatabaseOptions) {
    const config: pg.PoolConfig = {
      connectionString: options.connectionString,
      application_name: `solway-${options.name}`.slice(0, 60),
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      idleTimeoutMillis: 30_000,
      keepAlive: true,
      types: AS_TEXT,
      options: [
        '-c default_transaction_read_only=on',
        '-c DateStyle=ISO',
        '-c TimeZone=UTC',
        `-c statement_timeout=${options.statementTimeoutMs}`,
      ].join(' '),
    };
    this.#pool = new pg.Pool({ ...config, max: options.connections });
    this.#cancelPool = new pg.Pool({ ...config, max: 1, connectionTimeoutMillis: CANCEL_TIMEOUT_MS });
    // A connection that breaks is replaced; without listeners, on it and on its pool, it would end the process.
    for (const pool of [this.#pool, this.#cancelPool]) {
      pool.on('error', () => undefined);
      pool.on('connect', (client) => void client.on('error', () => undefined));
    }
  }

  /**
   * The rows of one statement, every value text or null.
   * @throws {SourceFailure} whatever goes wrong; `timeout` at once when the signal says so, and then the query is
   * cancelled on the server and its connection closed.
   */
  async rows(statement: NamedStatement, signal: AbortSignal): Promise<readonly Row[]> {
    const first = await this.#attempt(statement, signal);
    if ('rows' in first) return first.rows;
    // A kept connection may have died, or its prepared statement gone stale, since it was last used: a read is safe
    // to send once more, on another connection.
    const second = await this.#attempt(statement, signal);
    if ('rows' in second) return second.rows;
    throw asFailure(second.broken);
  }

  async #attempt(
    statement: NamedStatement,
    signal: AbortSignal,
  ): Promise<{ readonly rows: readonly Row[] } | { readonly broken: unknown }> {
    const client = await this.#connect(signal);
    const aborted = Promise.withResolvers<never>();
    const onAbort = (): void => aborted.reject(calledOff());
    const query = client.query<Row>({
      name: statement.name,
      text: statement.text,
      values: [...statement.values],
    });
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
    try {
      const { rows } = await Promise.race([query, aborted.promise]);
      client.release();
      return { rows };
    } catch (error) {
      if (signal.aborted) {
        this.#callOff(client, query);
        throw calledOff();
      }
      const broken = isBroken(error);
      client.release(broken);
      if (broken) return { broken: error };
      throw asFailure(error);
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }

  /** A connection of its own for a long read; the caller releases it. */
  async borrow(signal: AbortSignal): Promise<pg.PoolClient> {
    return this.#connect(signal);
  }

  /** What went wrong in a long read, in the words of every other. */
  failureOf(error: unknown, signal: AbortSignal): SourceFailure {
    return signal.aborted ? calledOff() : asFailure(error);
  }

  async close(): Promise<void> {
    await Promise.all(this.#settling);
    await Promise.all([this.#pool.end(), this.#cancelPool.end()]);
  }

  async #connect(signal: AbortSignal): Promise<pg.PoolClient> {
    if (signal.aborted) throw calledOff();
    const connecting = this.#pool.connect();
    const aborted = Promise.withResolvers<never>();
    const onAbort = (): void => aborted.reject(calledOff());
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      return await Promise.race([connecting, aborted.promise]);
    } catch (error) {
      if (!signal.aborted) throw asFailure(error);
      connecting.then(
        (client) => client.release(),
        () => undefined,
      );
      throw calledOff();
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }

  /** Ends a query that nobody waits for, on the server first; where the server can't be told, by hanging up. */
  #callOff(client: pg.PoolClient, query: Promise<unknown>): void {
    const { processID } = client as unknown as { processID: number | null };
    const told =
      processID === null
        ? Promise.resolve()
        : this.#cancelPool.query('select pg_cancel_backend($1::int)', [processID]).then(
            () => undefined,
            () => undefined,
          );
    const settled = query.then(
      () => undefined,
      () => undefined,
    );
    // A cancel may still be on its way when the query ends: the connection is not used again.
    const finished = told
      .then(() => Promise.race([settled, soon()]))
      .then(() => client.release(true))
      .finally(() => this.#settling.delete(finished));
    this.#settling.add(finished);
  }
}

function soon(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, CANCEL_TIMEOUT_MS).unref());
}

function calledOff(): SourceFailure {
  return new SourceFailure('timeout', 'ended by its deadline or caller');
}

/** SQLSTATE classes that mean the server is not there or not taking work: connections, resources, being shut down. */
const DOWN = /^(08|53|57P0)/;

function asFailure(error: unknown): SourceFailure {
  const code = codeOf(error);
  if (code === undefined || !/^[0-9A-Z]{5}$/.test(code)) {
    return new SourceFailure('source-down', `the database can not be reached (${code ?? 'no code'})`, {
      cause: error,
    });
  }
  if (DOWN.test(code))
    return new SourceFailure('source-down', `the database takes no work (SQLSTATE ${code})`, {
      cause: error,
    });
  if (code === '57014')
    return new SourceFailure('timeout', 'the database ended the statement (SQLSTATE 57014)', {
      cause: error,
    });
  return new SourceFailure('source-error', `the database refused the statement (SQLSTATE ${code})`, {
    cause: error,
  });
}

/** A prepared statement that the server has forgotten, or whose table has changed under it. */
const STALE = /^(26000|0A000)$/;

/** Without an SQLSTATE the connection itself failed. Either way it is not used again. */
function isBroken(error: unknown): boolean {
  const code = codeOf(error);
  return code === undefined || !/^[0-9A-Z]{5}$/.test(code) || DOWN.test(code) || STALE.test(code);
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
