import {
  BIGINT,
  DOUBLE,
  DuckDBDataChunk,
  DuckDBInstance,
  INTEGER,
  LIST,
  listValue,
  VARCHAR,
  type DuckDBConnection,
} from '@duckdb/node-api';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { LinkageError } from '../errors.ts';

/** What DuckDB holds in one vector. */
const CHUNK_ROWS = 2048;

export interface EngineOptions {
  readonly memoryLimitMb?: number | undefined;
  readonly threads?: number | undefined;
  readonly temporaryFolder?: string | undefined;
}

/** One SQL statement that was run, the step that asked for it, and how long it took. */
export interface RanStatement {
  readonly step: string;
  readonly sql: string;
  readonly ms: number;
}

/** A database of its own, in memory, spilling to a folder that is removed when the session is closed. */
export class Session implements AsyncDisposable {
  readonly #instance: DuckDBInstance;
  readonly #connection: DuckDBConnection;
  readonly #folder: string;
  readonly statements: RanStatement[] = [];
  step = 'start';

  private constructor(instance: DuckDBInstance, connection: DuckDBConnection, folder: string) {
    this.#instance = instance;
    this.#connection = connection;
    this.#folder = folder;
  }

  static async open(options: EngineOptions = {}): Promise<Session> {
    const folder = await mkdtemp(join(options.temporaryFolder ?? tmpdir(), 'linkage-'));
    const instance = await DuckDBInstance.create(':memory:', {
      temp_directory: folder,
      // Nothing depends on the order of rows, and keeping it costs memory.
      preserve_insertion_order: 'false',
      autoinstall_known_extensions: 'false',
      ...(options.threads === undefined ? {} : { threads: String(options.threads) }),
      ...(options.memoryLimitMb === undefined ? {} : { memory_limit: `${options.memoryLimitMb}MB` }),
    });
    return new Session(instance, await instance.connect(), folder);
  }

  /** @throws LinkageError ENGINE_FAILED with the statement as its place. */
  async run(sql: string): Promise<void> {
    await this.#timed(sql, () => this.#connection.run(sql));
  }

  /** Rows as objects, with big integers as numbers. For small answers. */
  async rows<Row>(sql: string): Promise<Row[]> {
    const reader = await this.#timed(sql, () => this.#connection.runAndReadAll(sql));
    return reader.getRowObjectsJS().map((row) => {
      for (const key of Object.keys(row)) if (typeof row[key] === 'bigint') row[key] = Number(row[key]);
      return row as Row;
    });
  }

  async row<Row>(sql: string): Promise<Row> {
    return (await this.rows<Row>(sql))[0]!;
  }

  /** Whole columns of numbers, for answers of millions of rows. */
  async numbers(sql: string, columns: number): Promise<Float64Array[]> {
    const result = await this.#timed(sql, () => this.#connection.run(sql));
    const parts: Float64Array[][] = Array.from({ length: columns }, () => []);
    for (;;) {
      const chunk = await result.fetchChunk();
      if (!chunk || chunk.rowCount === 0) break;
      for (let c = 0; c < columns; c += 1) {
        const vector = chunk.getColumnVector(c);
        const part = new Float64Array(chunk.rowCount);
        for (let i = 0; i < part.length; i += 1) part[i] = Number(vector.getItem(i));
        parts[c]!.push(part);
      }
    }
    return parts.map(concat);
  }

  /** Makes a table of texts and lists of texts from records in memory. */
  async load(
    table: string,
    columns: readonly string[],
    records: readonly Readonly<Record<string, unknown>>[],
  ): Promise<void> {
    const lists = new Set(
      columns.filter((column) => records.some((record) => Array.isArray(record[column]))),
    );
    const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
    await this.run(
      `CREATE OR REPLACE TABLE ${quoted(table)} (${columns.map((name) => `${quoted(name)} VARCHAR${lists.has(name) ? '[]' : ''}`).join(', ')})`,
    );
    const appender = await this.#connection.createAppender(table);
    for (const record of records) {
      for (const name of columns) {
        const value = record[name];
        if (value === null || value === undefined) appender.appendNull();
        else if (lists.has(name)) {
          const filled = [value].flat().filter((one) => one !== null && one !== undefined);
          appender.appendList(listValue(filled.map(asText)), LIST(VARCHAR));
        } else appender.appendVarchar(asText(value));
      }
      appender.endRow();
    }
    appender.closeSync();
  }

  /** Makes a table of numbers from whole columns. */
  async loadNumbers(
    table: string,
    columns: readonly { name: string; type: 'INTEGER' | 'BIGINT' | 'DOUBLE'; values: ArrayLike<number> }[],
  ): Promise<void> {
    await this.run(
      `CREATE OR REPLACE TABLE "${table}" (${columns.map((one) => `"${one.name}" ${one.type}`).join(', ')})`,
    );
    const appender = await this.#connection.createAppender(table);
    const types = columns.map(({ type }) => ({ INTEGER, BIGINT, DOUBLE })[type]);
    const rows = columns[0]?.values.length ?? 0;
    for (let from = 0; from < rows; from += CHUNK_ROWS) {
      const size = Math.min(CHUNK_ROWS, rows - from);
      const chunk = DuckDBDataChunk.create(types, size);
      for (const [c, { type, values }] of columns.entries()) {
        const vector = chunk.getColumnVector(c);
        for (let i = 0; i < size; i += 1) {
          const value = values[from + i]!;
          vector.setItem(i, type === 'BIGINT' ? BigInt(value) : value);
        }
        vector.flush();
      }
      appender.appendDataChunk(chunk);
    }
    appender.closeSync();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#connection.closeSync();
    this.#instance.closeSync();
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #timed<T>(sql: string, work: () => Promise<T>): Promise<T> {
    const started = performance.now();
    try {
      return await work();
    } catch (cause) {
      throw new LinkageError(
        'ENGINE_FAILED',
        `The database refused a step of "${this.step}": ${(cause as Error).message}`,
        { place: this.step, cause },
      );
    } finally {
      this.statements.push({ step: this.step, sql, ms: performance.now() - started });
    }
  }
}

function asText(value: unknown): string {
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  return typeof value === 'string' ? value : String(value);
}

function concat(parts: readonly Float64Array[]): Float64Array {
  const whole = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
