// Runs the benchmarks named, or all of them, one after the other, each in its own process and for so long at most;
// ends with one table, and the same as reports/benchmarks.json. Options go to every benchmark named:
// node benchmarks/run.mjs view --profile. `npm run bench` compiles first.
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';

const same = (row) => row;
const BENCHMARKS = {
  view: { file: 'view/run.ts', minutes: 6, row: same },
  start: { file: 'start/run.ts', minutes: 30, row: same },
  matching: { file: 'matching/run.ts', minutes: 10, row: same },
  watch: { file: 'watch/run.ts', minutes: 15, row: same },
  ledger: { file: 'ledger/run.ts', minutes: 15, row: same },
  agreement: {
    file: 'agreement/decide.mjs',
    minutes: 5,
    row: ({ what, medianMs, targetMs, met }) => ({
      what,
      measured: medianMs,
      unit: 'ms',
      target: targetMs === undefined ? '' : `≤ ${targetMs}`,
      met: met ?? null,
    }),
  },
  web: {
    file: 'web/render.mjs',
    minutes: 5,
    options: ['--json'],
    row: ({ name, medianUs }) => ({
      what: `render ${name}`,
      measured: medianUs,
      unit: 'µs',
      target: '',
      met: null,
    }),
  },
};

const asked = process.argv.slice(2).filter((word) => !word.startsWith('-'));
const options = process.argv.slice(2).filter((word) => word.startsWith('-'));
const unknown = asked.find((name) => !Object.hasOwn(BENCHMARKS, name));
if (unknown !== undefined) {
  console.error(`there is no benchmark "${unknown}"; there are ${Object.keys(BENCHMARKS).join(', ')}`);
  process.exit(1);
}

const rows = [];
const failed = [];
for (const name of asked.length > 0 ? asked : Object.keys(BENCHMARKS)) {
  const benchmark = BENCHMARKS[name];
  console.log(`\n== ${name}`);
  const { status, output } = await run(benchmark, asked.length > 0 ? options : []);
  const found = status === 0 ? reported(output) : undefined;
  if (found === undefined) failed.push(name);
  else rows.push(...found.map((row) => ({ benchmark: name, ...benchmark.row(row) })));
}

console.log('');
const width = Math.max(0, ...rows.map(({ what }) => what.length));
for (const { benchmark, what, measured, unit, target, met } of rows) {
  const verdict = met === null ? '' : met ? 'met' : 'NOT MET';
  const figure = measured >= 100 ? Math.round(measured).toLocaleString('en-GB') : measured.toPrecision(3);
  const line = [
    benchmark.padEnd(10),
    what.padEnd(width),
    figure.padStart(11),
    unit.padEnd(17),
    target,
    verdict,
  ];
  console.log(line.join(' ').trimEnd());
}
mkdirSync('reports', { recursive: true });
const machine = { cores: cpus().length, memoryGb: Math.round(totalmem() / 1e9), node: process.version };
writeFileSync('reports/benchmarks.json', `${JSON.stringify({ machine, failed, rows }, null, 2)}\n`);
if (failed.length > 0) console.error(`\nno figures from ${failed.join(', ')}`);
process.exitCode = failed.length > 0 ? 1 : 0;

/** What it prints is passed on as it comes. One that is not done in its time is ended. */
function run({ file, minutes, options: own = [] }, more) {
  const child = spawn(process.execPath, [join(import.meta.dirname, file), ...own, ...more], {
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: minutes * 60_000,
  });
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
    process.stdout.write(chunk);
  });
  return new Promise((resolve) => child.on('close', (status) => resolve({ status, output })));
}

/** The last line of a benchmark is its figures: rows, alone or under that name. */
function reported(output) {
  try {
    const last = JSON.parse(output.trim().split('\n').at(-1));
    return Array.isArray(last) ? last : last.rows;
  } catch {
    return undefined;
  }
}
