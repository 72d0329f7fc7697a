// CPU microseconds to render each kind of page, after warming up: node benchmarks/web/render.mjs [--json]
import { performance } from 'node:perf_hooks';
import { PAGES } from '../../packages/web/test/fixtures/pages.ts';

const WARM_UP_MS = 400;
const MEASURE_MS = 1000;

function renderUs(page) {
  const rounds = [];
  const warmUntil = performance.now() + WARM_UP_MS;
  while (performance.now() < warmUntil) page();
  const until = performance.now() + MEASURE_MS;
  while (performance.now() < until) {
    const from = process.cpuUsage();
    for (let i = 0; i < 50; i += 1) page();
    const used = process.cpuUsage(from);
    rounds.push((used.user + used.system) / 50);
  }
  rounds.sort((a, b) => a - b);
  return { medianUs: Math.round(rounds[Math.floor(rounds.length / 2)]), bytes: Buffer.byteLength(page()) };
}

const rows = Object.entries(PAGES).map(([name, page]) => ({ name, ...renderUs(page) }));
if (process.argv.includes('--json')) console.log(JSON.stringify(rows));
else console.table(rows);
