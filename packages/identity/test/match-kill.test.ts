import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { RESULT_FILES } from '../src/match/match-files.ts';
import { CHI_HEADER, COUNCIL_HEADER, csv, strangers } from './matching-people.ts';

const program = fileURLToPath(new URL('killable-match.ts', import.meta.url));
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'solway-kill-'));
  const people = strangers(400);
  writeFileSync(join(folder, 'chi.csv'), csv(CHI_HEADER, people));
  const council = people.map((one, i) => ({
    ...one,
    person_id: String(i),
    forenames: one.forename_1,
    chi: '',
  }));
  writeFileSync(join(folder, 'council.csv'), csv(COUNCIL_HEADER, council));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a match, killed at the nth line of progress; resolves to whether it came to its end. */
function run(out: string, killAtLine: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      ['--conditions=source', program, join(folder, 'council.csv'), join(folder, 'chi.csv'), out],
      { stdio: ['ignore', 'ignore', 'pipe'] },
    );
    let lines = 0;
    child.stderr.on('data', (chunk: Buffer) => {
      lines += chunk.toString().split('\n').length - 1;
      if (lines >= killAtLine) child.kill('SIGKILL');
    });
    child.on('error', reject);
    child.on('exit', (code) => resolve(code === 0));
  });
}

const bytesOf = (out: string): string[] => RESULT_FILES.map((name) => readFileSync(join(out, name), 'utf8'));

it(
  'a match killed wherever it stands goes on, and leaves the same bytes as one that was not',
  { timeout: 300_000 },
  async () => {
    const [whole, broken] = [join(folder, 'whole'), join(folder, 'broken')];
    expect(await run(whole, Infinity)).toBe(true);
    const lines = [1, 2, 4, 6, 9, 14, 20, 26, 29];
    let ended = false;
    for (const line of lines) {
      ended = await run(broken, line);
      if (ended) break;
      // Whatever is there under its own name is whole: the last file comes last.
      if (existsSync(join(broken, 'run.json'))) expect(bytesOf(broken)).toEqual(bytesOf(whole));
    }
    while (!ended) ended = await run(broken, Infinity);
    expect(bytesOf(broken)).toEqual(bytesOf(whole));
    expect(await run(broken, Infinity)).toBe(true);
    expect(bytesOf(broken)).toEqual(bytesOf(whole));
  },
);
