import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { SolwayError } from '@solway/kernel';

class StandInError extends SolwayError<'stand-in-failed'> {}

export interface StandIn {
  /** What it says of itself when it is ready; rejects when it ends before that. */
  readonly ready: Promise<Readonly<Record<string, unknown>>>;
  /** Works at any moment: one that is still starting is stopped as well. */
  stop(): Promise<void>;
}

// Reached by their files, never imported: these are other organisations' systems, and know nothing of us.
const STAND_INS = fileURLToPath(new URL('../../../simulators/dist/main.js', import.meta.url));
const WITNESS = fileURLToPath(new URL('../../../witness/dist/main.js', import.meta.url));

/**
 * Starts a stand-in. Its standard input is a pipe that we hold: when we are gone,
 * however we went, it closes, and the stand-in ends itself.
 */
export function startStandIn(name: 'mosaic' | 'orion', args: readonly string[]): StandIn {
  return startChild(name, [STAND_INS, name, ...args]);
}

/** Starts the other organisation's witness, on the same terms. */
export function startWitness(args: readonly string[]): StandIn {
  return startChild('witness', [WITNESS, 'serve', ...args]);
}

function startChild(name: string, command: readonly string[]): StandIn {
  const child = spawn(process.execPath, command, {
    stdio: ['pipe', 'pipe', 'inherit'],
    detached: true,
  });
  const exited = exitOf(child);
  const lines = createInterface({ input: child.stdout });
  const ready = Promise.race([
    new Promise<Record<string, unknown>>((resolve) => {
      lines.on('line', (line) => {
        const said = readLine(line);
        if (said?.['ready'] === true) resolve(said);
      });
    }),
    exited.then((code) => {
      throw new StandInError(
        'stand-in-failed',
        `the stand-in "${name}" ended with ${code ?? 'a signal'} before it was ready`,
      );
    }),
  ]);
  return {
    ready,
    async stop() {
      child.kill('SIGTERM');
      const hard = setTimeout(() => child.kill('SIGKILL'), 10_000);
      await exited;
      clearTimeout(hard);
    },
  };
}

function exitOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code));
  });
}

function readLine(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
