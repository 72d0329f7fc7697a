import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { linkCommand, parseModel, parseSettings, settingsJsonSchema } from '../src/index.ts';
import { people, type Person } from './people.ts';

let folder: string;
const at = (name: string): string => join(folder, name);
const csv = (rows: readonly Person[]): string => {
  const columns = ['id', 'forename', 'surname', 'dob', 'postcode', 'email', 'entity'];
  return [columns.join(','), ...rows.map((row) => columns.map((name) => row[name] ?? '').join(','))].join(
    '\n',
  );
};
const command = async (...argv: string[]): Promise<{ code: number; out: string; err: string }> => {
  let [out, err] = ['', ''];
  const code = await linkCommand(argv, {
    stdout: { write: (text) => (out += text) },
    stderr: { write: (text) => (err += text) },
  });
  return { code, out, err };
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'linkage-command-'));
  const all = people(1000, 31);
  await writeFile(at('all.csv'), csv(all));
  await writeFile(at('left.csv'), csv(all.filter((_, i) => i % 2 === 0)));
  await writeFile(at('right.csv'), csv(all.filter((_, i) => i % 2 === 1)));
  const truth = all.filter((_, i) => i % 2 === 0).map((one, i) => `${one.id},${all[2 * i + 1]!.id}`);
  await writeFile(at('truth.csv'), ['ours,theirs', ...truth].join('\n'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('solway link', () => {
  it('proposes settings that work unedited, then links, judges, explains and keeps the model', async () => {
    const init = await command('init', at('left.csv'), at('right.csv'), '--out', at('settings.json'));
    expect(init.code).toBe(0);
    expect(init.err).toContain('forename');
    parseSettings(await readFile(at('settings.json'), 'utf8'));
    const run = await command(
      at('left.csv'),
      at('right.csv'),
      '--settings',
      at('settings.json'),
      '--out',
      at('links.csv'),
      '--model-out',
      at('model.json'),
      '--one-to-one',
      '--truth',
      at('truth.csv'),
      '--truth-left',
      'ours',
      '--truth-right',
      'theirs',
      '--report',
      at('report.html'),
      '--date',
      '2026-01-01',
    );
    expect([run.code, run.err.includes('COLUMN')]).toEqual([0, false]);
    expect(Number(/links: precision \S+, recall \S+, F1 (\S+)/.exec(run.out)![1])).toBeGreaterThan(0.95);
    expect(run.err).toMatch(/ s +\d+ MB {2}compare pairs/);
    const [head, ...links] = (await readFile(at('links.csv'), 'utf8')).trim().split('\n');
    expect(head).toBe('left_id,right_id,match_weight,match_probability');
    expect(new Set(links.map((line) => line.split(',')[0])).size).toBe(links.length);
    const html = await readFile(at('report.html'), 'utf8');
    for (const heading of [
      'How scores fall',
      'What agreement is worth',
      'Where pairs came from',
      'Pairs nearest the threshold',
    ])
      expect(html).toContain(heading);
    expect(html.match(/<svg/g)!.length).toBeGreaterThan(6);
    expect(html).not.toMatch(/(src|href)=/);
    parseModel(await readFile(at('model.json'), 'utf8'));
    const again = await command(
      at('left.csv'),
      at('right.csv'),
      '--settings',
      at('model.json'),
      '--out',
      at('again.csv'),
      '--one-to-one',
      '--json',
    );
    expect(await readFile(at('again.csv'), 'utf8')).toBe(await readFile(at('links.csv'), 'utf8'));
    expect((JSON.parse(again.out) as { links: number }).links).toBe(links.length);
  });

  it('finds the duplicates of one table, and writes clusters beside the links', async () => {
    const { code, out } = await command(
      at('all.csv'),
      '--out',
      at('pairs.csv'),
      '--truth-column',
      'entity',
      '--date',
      '2026-01-01',
      '--threshold',
      '0.95',
    );
    expect(code).toBe(0);
    expect(out).toContain('pairs inside clusters: precision');
    const [head, ...rows] = (await readFile(at('clusters.csv'), 'utf8')).trim().split('\n');
    expect(head).toBe('cluster_id,id');
    expect(rows).toHaveLength(1000);
    const cluster = new Map(rows.map((row) => row.split(',').reverse() as [string, string]));
    const pairs = (await readFile(at('pairs.csv'), 'utf8'))
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(','));
    expect(pairs.every(([a, b]) => a! < b! && cluster.get(a!) === cluster.get(b!))).toBe(true);
  });

  it('writes Parquet by the ending of the name', async () => {
    expect(
      (await command(at('all.csv'), '--out', at('pairs.parquet'), '--clusters', at('clusters.parquet'))).code,
    ).toBe(0);
    expect((await readFile(at('pairs.parquet'))).subarray(0, 4).toString()).toBe('PAR1');
  });

  it('prints its usage and the JSON Schema', async () => {
    expect((await command('--help')).out).toContain('solway link init');
    expect(JSON.parse((await command('schema')).out)).toEqual(
      JSON.parse(JSON.stringify(settingsJsonSchema())),
    );
  });
});
