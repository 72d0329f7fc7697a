import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';

export interface Demonstration {
  readonly pid: number;
  /** From the command to the first page that answers. */
  readonly readyMs: number;
  stop(): Promise<void>;
}

const MAIN = fileURLToPath(new URL('../../apps/solway/dist/main.js', import.meta.url));
const STOP_MS = 30_000;

/** Starts the demonstration as a newcomer does, and waits for its first page. It is ended with this process. */
export async function startDemonstration(
  data: string,
  people: number,
  longestMs: number,
): Promise<Demonstration> {
  const port = await freePorts(3);
  const started = performance.now();
  const child = spawn(process.execPath, [MAIN, 'demo', '--people', String(people)], {
    env: { ...process.env, SOLWAY_PORT: String(port), SOLWAY_DATA: data, SOLWAY_LOG: 'error' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const state = { ended: false };
  const ended = once(child, 'exit').then(() => (state.ended = true));
  const kill = (): void => void child.kill('SIGTERM');
  process.once('exit', kill);
  const stop = async (): Promise<void> => {
    process.off('exit', kill);
    child.kill('SIGTERM');
    const hard = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
    await ended;
    clearTimeout(hard);
  };
  while (!(await answers(port))) {
    if (state.ended) throw new Error('the demonstration ended before it was ready');
    if (performance.now() - started > longestMs) {
      await stop();
      throw new Error(`no page in ${longestMs / 1000} s`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return { pid: child.pid ?? 0, readyMs: performance.now() - started, stop };
}

async function answers(port: number): Promise<boolean> {
  try {
    const page = await fetch(`http://127.0.0.1:${port}/`, { signal: AbortSignal.timeout(1000) });
    return page.ok && (await page.text()).includes('</html>');
  } catch {
    return false;
  }
}

/** The first of so many free ports in a row. */
async function freePorts(count: number): Promise<number> {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const first = 20_000 + Math.floor(Math.random() * 30_000);
    const free = await Promise.all(Array.from({ length: count }, (_, index) => isFree(first + index)));
    if (free.every(Boolean)) return first;
  }
  throw new Error('no free ports');
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}
