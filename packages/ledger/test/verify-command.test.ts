import { createPublicKey } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyCommand } from '@solway/ledger';
import { at, built, logId, logKey, witnessKey } from './fixtures.ts';

describe('solway ledger verify', () => {
  let folder: string;
  let lines: readonly string[];
  const path = (name: string): string => join(folder, name);
  const run = async (...argv: string[]): Promise<{ code: number; out: string; err: string }> => {
    const [out, err]: [string[], string[]] = [[], []];
    const io = {
      out: (line: string) => void out.push(line),
      err: (line: string) => void err.push(line),
      nowMs: () => Date.parse(at(60)),
    };
    return { code: await verifyCommand(argv, io), out: out.join('\n'), err: err.join('\n') };
  };
  const keys = (): string[] => ['--log-key', path('log.pem'), '--witness-key', path('witness.pem')];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ledger-'));
    const { lines: written, heads } = await built([6, 12], 2);
    lines = written;
    await writeFile(path('good'), `${lines.join('\n')}\n`);
    const spoilt = lines.map((line) => line.replace('"disclosed"', '"disclosers"'));
    await writeFile(path('bad'), `${spoilt.join('\n')}\n`);
    await writeFile(path('cut'), lines.join('\n'));
    await writeFile(path('heads'), `${heads.map((signed) => JSON.stringify({ signed })).join('\n')}\n`);
    for (const [name, key] of [
      ['log', logKey],
      ['witness', witnessKey],
    ] as const) {
      await writeFile(path(`${name}.pem`), createPublicKey(key).export({ type: 'spki', format: 'pem' }));
    }
  });
  afterAll(async () => {
    await rm(folder, { recursive: true });
  });

  it('says what is verified and what is not yet countersigned', async () => {
    const { code, out, err } = await run(
      path('good'),
      ...keys(),
      '--heads',
      path('heads'),
      '--log-id',
      logId,
      '--entries',
    );
    expect(err).toBe('');
    expect(out).toMatch(
      /^VERIFIED\nCountersigned: 12 entries, 2026-01-05T09:12:00.000Z, root [0-9a-f]{64}\nNot yet countersigned: entries 12 to 13\nRead 14 entries: 11 personal parts match, 0 erased$/,
    );
    expect(code).toBe(0);
  });
  it('names the first entry changed, and where', async () => {
    const { code, out } = await run(path('bad'), ...keys());
    expect(out).toMatch(
      /^REFUSED entry-changed: entry 0 was changed \(line 3\)\nThe entry found there calls itself "[0-9a-f-]{36}"\.\n\d+ more findings follow it/,
    );
    expect(code).toBe(1);
  });
  it('gives the whole result as JSON', async () => {
    const { code, out } = await run(path('cut'), ...keys(), '--json');
    expect(JSON.parse(out)).toMatchObject({ verdict: 'refused', first: { code: 'torn' }, logId });
    expect(code).toBe(1);
  });
  it('says when a place rests on the file alone', async () => {
    const last = lines.findLastIndex((line) => line.startsWith('{"personal"'));
    await writeFile(path('tail'), `${lines.with(last, lines[last]!.replace('u-17', 'u-18')).join('\n')}\n`);
    expect((await run(path('tail'), ...keys())).out).toMatch(
      /personal-changed[^]*rests on the file's own list/,
    );
  });
  it.each<[string, () => string[], RegExp]>([
    ['no arguments', () => [], /give one export/],
    ['no keys', () => [path('good')], /give one export/],
    ['two exports', () => [path('good'), path('bad'), ...keys()], /give one export/],
    ['an unknown flag', () => [path('good'), ...keys(), '--trust-me'], /--trust-me/],
    ['a file that is not there', () => [path('none'), ...keys()], /ENOENT/],
    [
      'a key that is none',
      () => [path('good'), '--log-key', path('good'), '--witness-key', path('witness.pem')],
      /key-invalid/,
    ],
    [
      'one key for both',
      () => [path('good'), '--log-key', path('log.pem'), '--witness-key', path('log.pem')],
      /keys-not-distinct/,
    ],
    ['heads that are none', () => [path('good'), ...keys(), '--heads', path('good')], /export-invalid/],
  ])('with %s returns 2 and the usage', async (_name, argv, message) => {
    const { code, err } = await run(...argv());
    expect(err).toMatch(message);
    expect(err).toMatch(/usage: solway ledger verify/);
    expect(code).toBe(2);
  });
});
