import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SolwayError } from '@solway/kernel';
import type { PopulationOptions } from './population/population.ts';

export class DataFolderError extends SolwayError<'data-folder-not-ours'> {}

const MANIFEST = 'population.json';

/**
 * Readies a stand-in's own folder. Data that were made to another order are removed, keys are kept. Where the day
 * is not given, the day of the first start stays.
 * @throws {DataFolderError} for a folder that holds something else: nothing in it is touched.
 */
export function openDataFolder(
  folder: string,
  asked: Omit<PopulationOptions, 'asOf'> & { readonly asOf?: string },
  today: string,
  disposable: readonly string[],
): PopulationOptions {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, MANIFEST);
  const before = readManifest(path, folder);
  const wanted: PopulationOptions = { ...asked, asOf: asked.asOf ?? before?.asOf ?? today };
  if (before !== undefined && ordered(before) === ordered(wanted)) return wanted;
  for (const name of disposable) rmSync(join(folder, name), { recursive: true, force: true });
  writeFileSync(path, `${JSON.stringify(wanted, null, 2)}\n`);
  return wanted;
}

function readManifest(path: string, folder: string): Partial<PopulationOptions> | undefined {
  if (!existsSync(path)) {
    if (readdirSync(folder).length === 0) return undefined;
    throw new DataFolderError('data-folder-not-ours', `${folder} holds something that is not a stand-in's`);
  }
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Partial<PopulationOptions>;
  } catch (cause) {
    throw new DataFolderError('data-folder-not-ours', `${path} can't be read`, { cause });
  }
}

const ordered = (options: Partial<PopulationOptions>): string =>
  JSON.stringify(Object.entries(options).sort(([a], [b]) => (a < b ? -1 : 1)));
