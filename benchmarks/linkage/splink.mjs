import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const driver = join(dirname(fileURLToPath(import.meta.url)), 'splink_driver.py');
const python = process.env['SOLWAY_SPLINK_PYTHON'];

/** What Splink's driver prints; null, with a word why, where no Python with Splink 5 was named. */
export function splink(...args) {
  if (!python) {
    console.error(
      'Splink skipped: set SOLWAY_SPLINK_PYTHON to a Python that has splink 5 (pip install splink)',
    );
    return null;
  }
  const run = spawnSync(python, [driver, ...args], { encoding: 'utf8', maxBuffer: 2 ** 26 });
  if (run.status !== 0) {
    console.error(`Splink failed: ${run.stderr.trim().split('\n').at(-1)}`);
    return null;
  }
  return JSON.parse(run.stdout.trim().split('\n').at(-1));
}
