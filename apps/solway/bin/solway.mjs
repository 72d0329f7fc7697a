#!/usr/bin/env node
// `npx solway …`: the same set-up as `npm start`, then the command line.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const run = fileURLToPath(new URL('../../../scripts/run.mjs', import.meta.url));
const result = spawnSync(process.execPath, [run, 'solway', ...process.argv.slice(2)], { stdio: 'inherit' });
process.exitCode = result.status ?? 1;
