import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { LinkageError } from '../errors.ts';
import type { Arguments } from './arguments.ts';

const outputs = ['out', 'clusters', 'model-out', 'report'] as const;
const inputs = ['labels', 'truth'] as const;

/**
 * Looks at every file that the command line names beside the tables, before any work.
 * @throws LinkageError USAGE for an output that can't be written, TABLE_UNREADABLE for a list that is not there
 */
export async function checkFiles({ files, values }: Arguments): Promise<void> {
  const taken = new Set([...files, values.settings, ...inputs.map((name) => values[name])].map(named));
  for (const name of outputs) {
    const path = values[name];
    if (path === undefined) continue;
    if (taken.has(named(path)))
      throw new LinkageError('USAGE', `--${name} would write over a file that is read or written already`, {
        place: path,
      });
    taken.add(named(path));
    await writable(path).catch((cause: unknown) => {
      throw new LinkageError('USAGE', `--${name} can't be written: ${(cause as Error).message}`, {
        place: path,
        cause,
      });
    });
  }
  for (const name of inputs) {
    const path = values[name];
    if (path === undefined) continue;
    await access(path, constants.R_OK).catch((cause: unknown) => {
      throw new LinkageError('TABLE_UNREADABLE', `--${name} can't be read: ${(cause as Error).message}`, {
        place: path,
        cause,
      });
    });
  }
}

function named(path: string | undefined): string {
  return path === undefined ? '' : resolve(path);
}

async function writable(path: string): Promise<void> {
  const known = await stat(path).catch(() => null);
  if (known?.isDirectory()) throw new Error('it is a folder');
  await access(known ? path : dirname(path), constants.W_OK);
}
