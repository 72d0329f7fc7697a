import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { initialSettings, link, type Evaluation, type SettingsInput, type Truth } from '../src/index.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const folder = process.env['SOLWAY_LINKAGE_DATA'] ?? join(root, '../shared/data/linkage');
const there = existsSync(folder);
if (!there)
  console.warn(`Skipped: public linkage data not found at ${folder}; set SOLWAY_LINKAGE_DATA to its folder`);

const at = (name: string): string => join(folder, name);
const example = (name: string): SettingsInput =>
  JSON.parse(readFileSync(new URL(`../examples/${name}.json`, import.meta.url), 'utf8')) as SettingsInput;
const entity = (id: string): string => id.split('-')[1]!;

function febrlTruth(left: string, right: string): Truth {
  const ids = (path: string): string[] =>
    readFileSync(path, 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(',')[0]!);
  const byEntity = Map.groupBy(ids(right), entity);
  const pairs = ids(left).flatMap((a) =>
    (byEntity.get(entity(a)) ?? []).filter((b) => left !== right || a < b).map((b) => ({ a, b })),
  );
  return { pairs, left: 'a', right: 'b' };
}

async function judge(
  settings: SettingsInput,
  truth: Truth,
  left: string,
  right?: string,
): Promise<Evaluation> {
  await using result = await link({ left, right, settings, date: '2026-01-01' });
  return await result.evaluate(truth);
}

// Thresholds a little under what is reached, so that a real loss is red and a last digit is not.
describe.skipIf(!there)('on public data', { timeout: 120_000 }, () => {
  const [a, b, three, fake, historical] = [
    at('dataset4a.csv'),
    at('dataset4b.csv'),
    at('dataset3.csv'),
    at('fake_1000.csv'),
    at('historical_figures_with_errors_50k.parquet'),
  ];
  const labels: Truth = {
    pairs: at('fake_1000_labels.csv'),
    left: 'unique_id_l',
    right: 'unique_id_r',
    score: 'clerical_match_score',
  };

  it.each(['example', 'init'])('febrl4 by %s: 4,995 of 5,000 and no false link', async (from) => {
    const settings =
      from === 'example' ? example('febrl4') : (await initialSettings({ left: a, right: b })).settings;
    const { links } = await judge(settings, febrlTruth(a, b), a, b);
    expect(links.truePositives).toBeGreaterThanOrEqual(4995);
    expect(links.falsePositives).toBe(0);
  });

  it.each(['example', 'init'])('febrl3 by %s: F1 of 0.997', async (from) => {
    const settings =
      from === 'example' ? example('febrl3') : (await initialSettings({ left: three })).settings;
    expect((await judge(settings, febrlTruth(three, three), three)).links.f1).toBeGreaterThanOrEqual(0.997);
  });

  it.each(['example', 'init'])(
    'fake_1000 by %s: better than the 0.786 of Splink’s tutorial model',
    async (from) => {
      const settings =
        from === 'example' ? example('fake_1000') : (await initialSettings({ left: fake })).settings;
      expect((await judge(settings, labels, fake)).links.f1).toBeGreaterThanOrEqual(0.88);
    },
  );

  it('historical figures by example: pairwise F1 of 0.85', async () => {
    expect(
      (await judge(example('historical_50k'), { entityLeft: 'cluster' }, historical)).links.f1,
    ).toBeGreaterThanOrEqual(0.88);
  });
});
