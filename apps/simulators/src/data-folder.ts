import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PopulationOptions } from './population/population.ts';

const MANIFEST = 'population.json';

/**
 * Readies a stand-in's own folder. Data that were made to another order are removed, keys are kept. Where the day
 * is not given, the day of the first start stays.
 */
export function openDataFolder(
  folder: string,
  asked: Omit<PopulationOptions, 'asOf'> & { readonly asOf?: string },
  today: string,
  disposable: readonly string[],
): PopulationOptions {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, MANIFEST);
  const before = existsSync(path)
    ? (JSON.parse(readFileSync(path, 'utf8')) as Partial<PopulationOptions>)
    : undefined;
  const wanted: PopulationOptions = { ...asked, asOf: asked.asOf ?? before?.asOf ?? today };
  if (before !== undefined && ordered(before) === ordered(wanted)) return wanted;
  for (const name of disposable) rmSync(join(folder, name), { recursive: true, force: true });
  writeFileSync(path, `${JSON.stringify(wanted, null, 2)}\n`);
  return wanted;
}

const ordered = (options: Partial<PopulationOptions>): string =>
  JSON.stringify(Object.entries(options).sort(([a], [b]) => (a < b ? -1 : 1)));
