#!/usr/bin/env node
// node benchmarks/linkage/run.mjs [accuracy|speed]: one table for people and one JSON file for programs.
// SOLWAY_LINKAGE_DATA   the folder of public data sets (otherwise ../shared/data/linkage beside the project)
// SOLWAY_SPLINK_PYTHON  a Python with splink 5, to stand beside
// SOLWAY_LINKAGE_RUNS   how many turns of each in the speed part (otherwise 1; an odd number)
// SOLWAY_LINKAGE_OUT    where the made-up population and the JSON go (otherwise .solway/bench in the project)
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { accuracy } from './accuracy.mjs';
import { speed } from './speed.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const folder = process.env['SOLWAY_LINKAGE_DATA'] ?? join(root, '../shared/data/linkage');
const out = process.env['SOLWAY_LINKAGE_OUT'] ?? join(root, '.solway/bench');
const wanted = process.argv[2];
const results = {};
mkdirSync(out, { recursive: true });

const table = (head, rows) => {
  const all = [head, ...rows].map((row) =>
    row.map((cell) => (cell === null || cell === undefined ? '–' : String(cell))),
  );
  const widths = head.map((_, i) => Math.max(...all.map((row) => row[i].length)));
  for (const row of all)
    console.log(
      row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join('  '),
    );
  console.log();
};
const four = (value) => (value === null || value === undefined ? null : value.toFixed(4));

if (wanted === undefined || wanted === 'accuracy') {
  if (!existsSync(folder)) console.log(`Accuracy skipped: there is no ${folder}; set SOLWAY_LINKAGE_DATA`);
  else {
    results.accuracy = await accuracy({ folder });
    const line = (name, one) => [
      name,
      one.right,
      one.wrong,
      one.missed ?? one.matches - one.right,
      four(one.f1),
      four(one.clusterF1),
      four(one.bestF1),
      `${one.seconds.toFixed(1)} s`,
    ];
    table(
      [
        'Accuracy',
        'right',
        'wrong',
        'missed',
        'F1 of links',
        'F1 of clusters',
        'best F1 at any threshold',
        'time',
      ],
      results.accuracy.flatMap((row) => [
        line(`${row.data}: example settings`, row.example),
        line(`${row.data}: link init, unedited`, row.init),
        ...(row.splink ? [line(`${row.data}: Splink, its demonstration`, row.splink)] : []),
      ]),
    );
  }
}
if (wanted === undefined || wanted === 'speed') {
  const [people, council, runs] = [
    Number(process.env['SOLWAY_LINKAGE_PEOPLE'] ?? 5_800_000),
    Number(process.env['SOLWAY_LINKAGE_COUNCIL'] ?? 150_000),
    Number(process.env['SOLWAY_LINKAGE_RUNS'] ?? 1),
  ];
  results.speed = await speed({ folder: out, people, council, runs });
  const line = (name, one, row) => [
    name,
    `${one.seconds.toFixed(1)} s`,
    `${one.cpuSeconds.toFixed(1)} s`,
    `${one.peakMemoryMb} MB`,
    one.links,
    one.right,
    row?.timesFaster?.toFixed(1),
    row?.timesLessProcessor?.toFixed(1),
  ];
  table(
    [
      'Speed, from files to links with training',
      'time',
      'processor',
      'peak memory',
      'links',
      'of them right',
      'times faster',
      'times less processor',
    ],
    results.speed.rows.flatMap((row) => [
      line(`${row.task}: Solway`, row.solway, row),
      ...(row.splink ? [line(`${row.task}: Splink 5`, row.splink, null)] : []),
    ]),
  );
  const { candidates, medianMs, p99Ms } = results.speed.scoring;
  console.log(
    `One person against ${candidates} candidates: median ${medianMs.toFixed(2)} ms, p99 ${p99Ms.toFixed(2)} ms\n`,
  );
}
writeFileSync(join(out, 'linkage.json'), `${JSON.stringify(results, null, 2)}\n`);
console.log(`Figures as JSON: ${join(out, 'linkage.json')}`);
