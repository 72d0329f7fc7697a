import { initialSettings, link } from '@solway/linkage';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { splink } from './splink.mjs';

const examples = join(dirname(fileURLToPath(import.meta.url)), '../../packages/linkage/examples');

const entityOf = (id) => id.split('-')[1];
const febrlTruth = (left, right) => {
  const ids = (path) =>
    readFileSync(path, 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(',')[0]);
  const pairs = [];
  const byEntity = Map.groupBy(ids(right), entityOf);
  for (const a of ids(left))
    for (const b of byEntity.get(entityOf(a)) ?? []) if (left !== right || a < b) pairs.push({ a, b });
  return { pairs, left: 'a', right: 'b' };
};

/** Each data set with its tables and what is known to be true of them. */
const tasks = (folder) => {
  const at = (name) => join(folder, name);
  return [
    {
      name: 'febrl4',
      left: at('dataset4a.csv'),
      right: at('dataset4b.csv'),
      truth: () => febrlTruth(at('dataset4a.csv'), at('dataset4b.csv')),
    },
    {
      name: 'febrl3',
      left: at('dataset3.csv'),
      truth: () => febrlTruth(at('dataset3.csv'), at('dataset3.csv')),
    },
    {
      name: 'historical_50k',
      left: at('historical_figures_with_errors_50k.parquet'),
      truth: () => ({ entityLeft: 'cluster' }),
    },
    {
      name: 'fake_1000',
      left: at('fake_1000.csv'),
      truth: () => ({
        pairs: at('fake_1000_labels.csv'),
        left: 'unique_id_l',
        right: 'unique_id_r',
        score: 'clerical_match_score',
      }),
    },
  ];
};

async function run(task, settings) {
  const started = performance.now();
  const result = await link({
    left: task.left,
    right: task.right,
    settings: { ...settings, engine: { threads: 2 } },
    date: '2026-01-01',
  });
  const { links, clusterPairs } = await result.evaluate(task.truth());
  await result[Symbol.asyncDispose]();
  const seconds = (performance.now() - started) / 1000;
  return {
    seconds,
    right: links.truePositives,
    wrong: links.falsePositives,
    missed: links.falseNegatives,
    f1: links.f1,
    clusterF1: clusterPairs?.f1 ?? null,
  };
}

/** Accuracy of our example settings, of `link init` unedited, and of Splink as its documentation demonstrates it. */
export async function accuracy({ folder }) {
  const rows = [];
  for (const task of tasks(folder)) {
    const example = JSON.parse(readFileSync(join(examples, `${task.name}.json`), 'utf8'));
    const { settings } = await initialSettings({ left: task.left, right: task.right });
    rows.push({
      data: task.name,
      example: await run(task, example),
      init: await run(task, settings),
      splink: splink('accuracy', task.name, folder),
    });
  }
  return rows;
}
