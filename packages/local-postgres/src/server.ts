import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import pg from 'pg';
import { type Account, chooseAccount, handOver } from './account.ts';
import { type Binaries, findBinaries } from './binaries.ts';

export interface LocalPostgres {
  /** Of the cluster's own `postgres` database; `urlOf` for another. */
  readonly port: number;
  urlOf(database: string): string;
  /** Makes the database unless it exists. True where it was made. */
  ensureDatabase(name: string): Promise<boolean>;
  /** Stops the server; connections are cut. Returns when it has ended. */
  stop(): Promise<void>;
}

export interface LocalPostgresOptions {
  /** The cluster's folder; made on the first start, used again on the next. */
  readonly folder: string;
  /** TCP port on 127.0.0.1; a free one when absent. */
  readonly port?: number;
  /** Server settings, `name=value`. For tests only may these trade safety for speed. */
  readonly settings?: readonly string[];
}

/** Could not be started: `message` ends with the server's own last words. */
export class LocalPostgresError extends Error {
  readonly code = 'local-postgres-failed';
}

/**
 * Starts the PostgreSQL that npm carries, on 127.0.0.1 only, with its data in `folder`. The child belongs to this
 * process: it is stopped with it, and a server left over from a parent that was killed is stopped first.
 */
export async function startLocalPostgres(options: LocalPostgresOptions): Promise<LocalPostgres> {
  const binaries = findBinaries();
  const account = chooseAccount();
  const data = join(options.folder, 'data');
  mkdirSync(options.folder, { recursive: true });
  if (!existsSync(join(data, 'PG_VERSION'))) await initialise(binaries, account, options.folder, data);
  await endLeftover(data);
  const port = options.port ?? (await freePort());
  const child = launch(binaries, account, data, port, options.settings ?? []);
  const server = new Server(child, port);
  await server.untilReady();
  return server;
}

class Server implements LocalPostgres {
  readonly port: number;
  readonly #child: ChildProcess;
  #lastWords = '';
  #ended = false;
  readonly #exit: Promise<void>;
  readonly #onParentExit = (): void => void this.#child.kill('SIGQUIT');

  constructor(child: ChildProcess, port: number) {
    this.#child = child;
    this.port = port;
    child.stderr?.on('data', (chunk: Buffer) => {
      this.#lastWords = (this.#lastWords + chunk.toString()).slice(-2000);
    });
    this.#exit = new Promise((resolve) => {
      const end = (): void => {
        this.#ended = true;
        process.off('exit', this.#onParentExit);
        resolve();
      };
      child.once('exit', end);
      child.once('error', end);
    });
    process.on('exit', this.#onParentExit);
  }

  urlOf(database: string): string {
    return urlOf(this.port, database);
  }

  async ensureDatabase(name: string): Promise<boolean> {
    const client = new pg.Client({ connectionString: this.urlOf('postgres') });
    await client.connect();
    try {
      const found = await client.query('select 1 from pg_database where datname = $1', [name]);
      if (found.rowCount !== 0) return false;
      await client.query(`create database ${client.escapeIdentifier(name)}`);
      return true;
    } finally {
      await client.end();
    }
  }

  async stop(): Promise<void> {
    if (!this.#ended) this.#child.kill('SIGINT');
    const hard = setTimeout(() => this.#child.kill('SIGQUIT'), 10_000);
    await this.#exit;
    clearTimeout(hard);
  }

  async untilReady(): Promise<void> {
    for (let attempt = 0; attempt < 300; attempt += 1) {
      if (this.#ended) throw new LocalPostgresError(`PostgreSQL ended at once:\n${this.#lastWords}`);
      if (await this.#answers()) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await this.stop();
    throw new LocalPostgresError(`PostgreSQL did not answer in 15 seconds:\n${this.#lastWords}`);
  }

  async #answers(): Promise<boolean> {
    const client = new pg.Client({ connectionString: this.urlOf('postgres'), connectionTimeoutMillis: 2000 });
    try {
      await client.connect();
      await client.end();
      return true;
    } catch {
      await client.end().catch(() => undefined);
      return false;
    }
  }
}

async function initialise(binaries: Binaries, account: Account, folder: string, data: string): Promise<void> {
  rmSync(data, { recursive: true, force: true });
  mkdirSync(data, { mode: 0o700 });
  handOver(folder, account);
  const args = ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync'];
  const child = start(account, binaries.initdb, args);
  let output = '';
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
  if (code !== 0) {
    rmSync(data, { recursive: true, force: true });
    throw new LocalPostgresError(`the database folder could not be made:\n${output.slice(-2000)}`);
  }
}

function launch(
  binaries: Binaries,
  account: Account,
  data: string,
  port: number,
  settings: readonly string[],
): ChildProcess {
  const fixed = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    `port=${port}`,
    'max_connections=200',
  ];
  return start(account, binaries.postgres, [
    '-D',
    data,
    ...[...fixed, ...settings].flatMap((one) => ['-c', one]),
  ]);
}

// A group of its own: Ctrl-C in a terminal reaches us, and we stop the server in order.
function start(account: Account, program: string, args: readonly string[]): ChildProcess {
  const [command = program, ...rest] = [...account.prefix, program, ...args];
  return spawn(command, rest, {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
    env: { ...process.env, LC_ALL: 'C.UTF-8' },
    ...(account.uid === undefined ? {} : { uid: account.uid }),
    ...(account.gid === undefined ? {} : { gid: account.gid }),
  });
}

/** A server whose parent was killed still holds the folder: its own pid file says which process it is. */
async function endLeftover(data: string): Promise<void> {
  const file = join(data, 'postmaster.pid');
  if (!existsSync(file)) return;
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
  if (Number.isInteger(pid) && pid > 1 && runsOn(pid, data)) {
    process.kill(pid, 'SIGINT');
    for (let i = 0; i < 200 && runsOn(pid, data); i += 1)
      await new Promise((resolve) => setTimeout(resolve, 50));
    if (runsOn(pid, data))
      throw new LocalPostgresError(`a PostgreSQL left over on this folder (pid ${pid}) does not stop`);
  }
  rmSync(file, { force: true });
}

/**
 * The address of a database of the server that runs on this folder now, whoever started it; undefined when none does.
 * Nothing is started or stopped.
 */
export function runningLocalPostgres(folder: string, database: string): string | undefined {
  const data = join(folder, 'data');
  const file = join(data, 'postmaster.pid');
  if (!existsSync(file)) return undefined;
  // Lines of postmaster.pid: pid, folder, start time, port, …
  const [pid, , , port] = readFileSync(file, 'utf8').split('\n').map(Number);
  if (!Number.isInteger(pid) || pid === undefined || pid <= 1 || !Number.isInteger(port)) return undefined;
  return runsOn(pid, data) ? urlOf(port ?? 0, database) : undefined;
}

function urlOf(port: number, database: string): string {
  return `postgresql://postgres@127.0.0.1:${port}/${database}`;
}

/** The pid may have passed to another program since: only one whose command line names this folder is ours. */
function runsOn(pid: number, data: string): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(data);
  } catch {
    return process.platform !== 'linux';
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}
