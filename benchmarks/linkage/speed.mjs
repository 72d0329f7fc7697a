import { createScorer, train } from '@solway/linkage';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { population } from './population.mjs';
import { splink } from './splink.mjs';

const here = dirname(fileURLToPath(import.meta.url));

function solway(...tables) {
  const line = execFileSync(
    process.execPath,
    [join(here, 'one.mjs'), join(here, 'settings/speed.json'), ...tables],
    { encoding: 'utf8', maxBuffer: 2 ** 26 },
  );
  return JSON.parse(line.trim().split('\n').at(-1));
}

/** The run in the middle by processor time, of an odd number of runs. */
const middle = (runs) => runs.toSorted((a, b) => a.cpuSeconds - b.cpuSeconds)[Math.floor(runs.length / 2)];
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

/**
 * Speed and memory beside Splink: same machine, data, rules and comparisons, from files to links, training included.
 * The two take turns, and a ratio is of two runs one after the other, so that a busy machine slows both.
 */
export async function speed({ folder, people, council, runs }) {
  const { single, left, right } = await population(folder, { people, council });
  const rows = [];
  const tasks = [
    { task: 'deduplicate 1,000,000', tables: [single] },
    {
      task: `link ${council.toLocaleString('en-GB')} × ${people.toLocaleString('en-GB')}`,
      tables: [left, right],
    },
  ];
  for (const { task, tables } of tasks) {
    const turns = Array.from({ length: runs }, () => ({
      ours: solway(...tables),
      theirs: splink('speed', ...tables),
    }));
    const beside = turns.every((turn) => turn.theirs !== null);
    const times = (key) => (beside ? median(turns.map(({ ours, theirs }) => theirs[key] / ours[key])) : null);
    rows.push({
      task,
      solway: middle(turns.map((turn) => turn.ours)),
      splink: beside ? middle(turns.map((turn) => turn.theirs)) : null,
      timesFaster: times('seconds'),
      timesLessProcessor: times('cpuSeconds'),
    });
  }
  return { rows, scoring: await scoring() };
}

/** One person against the 200 candidates that blocking might bring, in plain TypeScript. */
async function scoring() {
  const candidates = Array.from({ length: 200 }, (_, i) => ({
    id: `c${i}`,
    forename: ['Margaret', 'Peggy', 'Morag'][i % 3],
    surname: `Mac${'abcdefghij'[i % 10]}llan`,
    dob: `19${40 + (i % 60)}-0${1 + (i % 9)}-1${i % 10}`,
    postcode: `EH${1 + (i % 9)} 1AA`,
    sex: 'F',
  }));
  const settings = {
    ...JSON.parse(readFileSync(join(here, 'settings/speed.json'), 'utf8')),
    prior: { probability: 0.001 },
    blocking: { rules: [['sex']] },
  };
  const scorer = createScorer(await train({ left: candidates, settings, date: '2026-01-01' }));
  const person = {
    forename: 'Margret',
    surname: 'Macallan',
    dob: '1940-01-10',
    postcode: 'EH1 1AA',
    sex: 'F',
  };
  const times = [];
  for (let round = 0; round < 300; round += 1) {
    const from = performance.now();
    const one = scorer.prepare(person);
    for (const candidate of candidates) scorer.scorePrepared(one, scorer.prepare(candidate, 'right'));
    times.push(performance.now() - from);
  }
  times.sort((a, b) => a - b);
  return { candidates: candidates.length, medianMs: times[150], p99Ms: times[296] };
}
