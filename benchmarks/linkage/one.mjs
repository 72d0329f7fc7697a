// One linkage in a process of its own, so that its peak of memory is its own: settings LEFT [RIGHT] → a line of JSON.
import { link } from '@solway/linkage';
import { readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const [file, left, right] = process.argv.slice(2);
const started = performance.now();
const before = process.cpuUsage();
const settings = { ...JSON.parse(readFileSync(file, 'utf8')), engine: { threads: 2, memoryLimitMb: 3000 } };
const out = join(tmpdir(), `links-${process.pid}.csv`);
const result = await link({ left, right, settings, date: '2026-01-01' });
await result.writeLinks(out);
const seconds = (performance.now() - started) / 1000;
const { user, system } = process.cpuUsage(before);
const links = await result.links();
const entity = (id) => id.split('-')[1];
const right_ = links.filter((one) => entity(one.leftId) === entity(one.rightId)).length;
const { summary } = result;
console.log(
  JSON.stringify({
    seconds,
    cpuSeconds: (user + system) / 1e6,
    links: links.length,
    right: right_,
    pairs: summary.pairs,
    peakMemoryMb: summary.peakMemoryMb,
    timings: summary.timings,
  }),
);
await result[Symbol.asyncDispose]();
rmSync(out);
