// The whole demonstration from nothing to a page, the same again with its data, and what the server then holds in
// memory. node benchmarks/run.mjs start [--large]: with 150,000 people as well, which takes minutes and gigabytes.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Demonstration, startDemonstration } from './demonstration.ts';

const { values } = parseArgs({ options: { large: { type: 'boolean', default: false } } });
const SIZES = [
  { people: 5_000, longestMs: 120_000, targetS: 15 },
  ...(values.large ? [{ people: 150_000, longestMs: 900_000, targetS: undefined }] : []),
];

const rows: { what: string; measured: number; unit: string; target: string; met: boolean | null }[] = [];
for (const { people, longestMs, targetS } of SIZES) {
  const folder = mkdtempSync(join(tmpdir(), 'solway-start-'));
  try {
    for (const which of ['first', 'second']) {
      const demonstration = await startDemonstration(join(folder, 'data'), people, longestMs);
      const tookS = demonstration.readyMs / 1000;
      rows.push({
        what: `${which} start to a page, ${people.toLocaleString('en-GB')} people`,
        measured: tookS,
        unit: 's',
        target: targetS === undefined ? '' : `≤ ${targetS}`,
        met: targetS === undefined ? null : tookS <= targetS,
      });
      memory(demonstration, `${which} start, ${people.toLocaleString('en-GB')} people`);
      await demonstration.stop();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
const width = Math.max(...rows.map(({ what }) => what.length));
for (const { what, measured, unit, target } of rows)
  console.log(
    `${what.padEnd(width)}  ${measured.toFixed(1).padStart(8)} ${unit.padEnd(3)} ${target}`.trimEnd(),
  );
console.log(JSON.stringify({ benchmark: 'start', node: process.version, rows }));

/** Of the server alone: the database and the stand-ins are processes of their own. Only Linux tells. */
function memory({ pid }: Demonstration, after: string): void {
  if (process.platform !== 'linux') return;
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  for (const [name, words] of [
    ['VmRSS', 'memory of the server'],
    ['VmHWM', 'the most it held'],
  ]) {
    const kilobytes = Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]);
    rows.push({ what: `${words}, ${after}`, measured: kilobytes / 1024, unit: 'MB', target: '', met: null });
  }
}
