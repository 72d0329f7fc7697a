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

/** Speed and memory beside Splink: same machine, data, rules and comparisons, from files to links, training included. */
export async function speed({ folder, people, council }) {
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
    const ours = solway(...tables);
    const theirs = splink('speed', ...tables);
    rows.push({
      task,
      solway: ours,
      splink: theirs,
      timesFaster: theirs ? theirs.seconds / ours.seconds : null,
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
