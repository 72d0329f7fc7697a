// Runs the benchmarks named (folders beside this file with a run.ts), or all of them, each in its own process.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const here = import.meta.dirname;
const all = readdirSync(here).filter((name) => existsSync(join(here, name, 'run.ts')));
const asked = process.argv.slice(2);
const unknown = asked.find((name) => !all.includes(name));
if (unknown !== undefined) {
  console.error(`there is no benchmark "${unknown}"; there are ${all.join(', ')}`);
  process.exit(1);
}
for (const name of asked.length > 0 ? asked : all) {
  const { status } = spawnSync(process.execPath, [join(here, name, 'run.ts')], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
