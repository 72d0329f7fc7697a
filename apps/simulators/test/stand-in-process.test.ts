import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stand-ins-'));
});
afterAll(() => rm(folder, { recursive: true }));

function run(...args: readonly string[]): ChildProcess {
  return spawn(process.execPath, ['--conditions=source', '--no-warnings', MAIN, ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
}

const firstLine = (child: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    let text = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes('\n')) resolve(text.slice(0, text.indexOf('\n')));
    });
    child.once('exit', (code) => reject(new Error(`ended with ${code} before it was ready`)));
  });
const ended = (child: ChildProcess): Promise<number | null> =>
  new Promise((resolve) => child.once('exit', (code) => resolve(code)));

test('a stand-in says in one line when it is ready, and ends when whoever started it goes', async () => {
  const child = run(
    'orion',
    '--data',
    join(folder, 'orion'),
    '--solway',
    'http://127.0.0.1:1',
    '--people',
    '200',
  );
  const ready = JSON.parse(await firstLine(child)) as Record<string, unknown>;
  expect(ready).toMatchObject({ ready: true, standIn: 'orion' });
  expect((await fetch(`${String(ready['fhirUrl'])}/metadata`)).status).toBe(200);
  child.stdin?.end();
  expect(await ended(child)).toBe(0);
});

test('it ends cleanly when it is told to, and its database with it', async () => {
  const child = run(
    'mosaic',
    '--data',
    join(folder, 'mosaic'),
    '--solway',
    'http://127.0.0.1:1',
    '--people',
    '200',
  );
  const ready = JSON.parse(await firstLine(child)) as { databaseUrl: string };
  child.kill('SIGTERM');
  expect(await ended(child)).toBe(0);
  const port = Number(new URL(ready.databaseUrl).port);
  await expect(fetch(`http://127.0.0.1:${port}`)).rejects.toThrow(/fetch failed/);
});

test('one whose port is taken ends by itself, and leaves no database behind', async () => {
  const holder = createServer();
  await new Promise<void>((resolve) => holder.listen(0, '127.0.0.1', resolve));
  const { port } = holder.address() as { port: number };
  const data = join(folder, 'taken');
  const child = run(
    'mosaic',
    '--data',
    data,
    '--solway',
    'http://127.0.0.1:1',
    '--port',
    String(port),
    '--people',
    '200',
  );
  try {
    expect(await ended(child)).toBe(1);
    expect(existsSync(join(data, 'postgres', 'data', 'postmaster.pid'))).toBe(false);
  } finally {
    await new Promise((resolve) => holder.close(resolve));
  }
});

test('a wrong flag is named, and nothing is started', async () => {
  const child = run('orion', '--data', folder, '--solway', 'http://127.0.0.1:1', '--people', 'many');
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  expect(await ended(child)).toBe(1);
  expect(said).toContain('flag-wrong: --people');
});
