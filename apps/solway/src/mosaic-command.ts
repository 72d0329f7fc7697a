import { parseArgs } from 'node:util';
import { loadChanges, sendNext } from '@solway/identity';
import { type Instant, instantOf } from '@solway/kernel';
import type { ItemType } from '@solway/record';
import { createHttpUpload } from '@solway/sources';
import { type Database, loadById, migrate, openDatabase } from '@solway/store';
import { AgreementWatch } from './agreement-in-force.ts';
import { type Configuration, ConfigurationError } from './configuration.ts';
import { LoadRefused } from './load-refused.ts';
import { writeExtract } from './portal-extract.ts';
import { grantsToday } from './standing-grant.ts';

export const mosaicUsage = `mosaic load                load into Mosaic what differs from the links, and wait for every answer
  mosaic extract --out FILE  the people whose link is in force, for the portal`;

/**
 * Transfers by hand, with the same settings as the server, before or while it runs.
 * @returns 0, or 1 where rows were rejected
 * @throws {ConfigurationError} where a setting or an option is missing; {LoadRefused} where no agreement grants it
 */
export async function mosaicCommand(args: readonly string[], configuration: Configuration): Promise<number> {
  const [what, ...rest] = args;
  const out = readOut(what, rest);
  const { databaseUrl } = configuration;
  if (databaseUrl === undefined) throw missing('DATABASE_URL');
  const db = openDatabase(databaseUrl, { connections: 4 });
  try {
    await migrate(db);
    return out === undefined ? await load(db, configuration) : await extract(db, out);
  } finally {
    await db.end();
  }
}

const clock = (): Instant => instantOf(Date.now());

async function load(db: Database, { uploadUrl, uploadToken }: Configuration): Promise<number> {
  if (uploadUrl === undefined) throw missing('SOLWAY_MOSAIC_UPLOAD_URL');
  if (!(await granting(db, 'demographics'))())
    throw new LoadRefused('load-not-granted', 'no agreement in force lets CHI numbers go to the council');
  const made = await loadChanges(db, 'schedule', clock());
  const upload = createHttpUpload({
    url: uploadUrl,
    ...(uploadToken === undefined ? {} : { token: uploadToken }),
  });
  try {
    const never = new AbortController().signal;
    while ((await sendNext(db, upload.send.bind(upload), clock, never)) !== undefined);
  } finally {
    await upload.close();
  }
  const done = made.made === 'load' ? await loadById(db, made.id) : undefined;
  if (done === undefined) {
    console.log('Mosaic holds what the links say: there was nothing to load');
    return 0;
  }
  const { accepted, unchanged, rejected } = done;
  console.log(
    `${accepted} accepted, ${unchanged} unchanged, ${rejected} rejected: the worklist has the reasons`,
  );
  return rejected === 0 ? 0 : 1;
}

async function extract(db: Database, out: string): Promise<number> {
  const { people, digest } = await writeExtract(db, out, await granting(db, 'known-to-social-work'), clock());
  console.log(`${people} people, SHA-256 ${digest}`);
  return 0;
}

async function granting(db: Database, item: ItemType): Promise<() => boolean> {
  const watch = new AgreementWatch(db, clock);
  await watch.refresh();
  return () => grantsToday(watch.current, item, clock());
}

function readOut(what: string | undefined, rest: readonly string[]): string | undefined {
  try {
    const { values } = parseArgs({ args: [...rest], options: { out: { type: 'string' } } });
    if (what === 'load' && values.out === undefined) return undefined;
    if (what === 'extract' && values.out !== undefined) return values.out;
  } catch (cause) {
    const words = cause instanceof Error ? cause.message : 'unknown option';
    throw new ConfigurationError('configuration-invalid', words, { cause });
  }
  throw new ConfigurationError('configuration-invalid', `the transfers are:\n  ${mosaicUsage}`);
}

function missing(setting: string): ConfigurationError {
  return new ConfigurationError('configuration-invalid', `this transfer needs ${setting}`);
}
