import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Demonstration {
  readonly solway: string;
  readonly mosaic: string;
  readonly orion: string;
  /** Everything it has printed so far. */
  output(): string;
  /** Asks it to stop, as a supervisor does, and waits until it has ended. */
  stop(): Promise<number | null>;
  /** Ends it without a word. */
  kill(): Promise<void>;
  /** Throws its data away. */
  dispose(): void;
  /** The command lines of every process that names its folder. */
  processes(): readonly string[];
}

const MAIN = fileURLToPath(new URL('../apps/solway/dist/main.js', import.meta.url));

/** A folder for a demonstration's data. */
export function demonstrationFolder(): string {
  return mkdtempSync(join(tmpdir(), 'solway-demo-'));
}

/** The whole demonstration as `npm start` runs it, on free ports and in a folder of its own. */
export async function startDemonstration(
  people: number,
  data = demonstrationFolder(),
): Promise<Demonstration> {
  const port = await freePorts(3);
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, [MAIN, 'demo', '--people', String(people)], {
    env: { PATH, HOME, SOLWAY_PORT: String(port), SOLWAY_DATA: join(data, 'data') },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes('Ctrl-C stops everything')) resolve();
    });
    void exited.then((code) => reject(new Error(`the demonstration ended with ${code}:\n${output}`)));
  });
  return {
    solway: `http://127.0.0.1:${port}`,
    mosaic: `http://localhost:${port + 1}`,
    orion: `http://localhost:${port + 2}`,
    output: () => output,
    stop: () => stop(child, exited),
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
    dispose: () => rmSync(data, { recursive: true, force: true }),
    processes: () => processesNaming(data),
  };
}

function processesNaming(folder: string): readonly string[] {
  return readdirSync('/proc')
    .filter((name) => /^[0-9]+$/.test(name))
    .flatMap((pid) => {
      try {
        const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
        return line.includes(folder) ? [line] : [];
      } catch {
        return [];
      }
    });
}

async function stop(child: ChildProcess, exited: Promise<number | null>): Promise<number | null> {
  child.kill('SIGTERM');
  const hard = setTimeout(() => child.kill('SIGKILL'), 30_000);
  const code = await exited;
  clearTimeout(hard);
  return code;
}

/** The first of `count` ports in a row that are all free. */
async function freePorts(count: number): Promise<number> {
  for (let first = 20_000 + (process.pid % 20_000); first < 60_000; first += count) {
    const free = await Promise.all(Array.from({ length: count }, (_, index) => isFree(first + index)));
    if (free.every(Boolean)) return first;
  }
  throw new Error('no ports are free');
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
