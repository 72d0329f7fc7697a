import { randomUUID } from 'node:crypto';
import { createWriteStream, existsSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { type Instant, instantOf, readInstant, SolwayError } from '@solway/kernel';
import { type AccumulatorState, type SignedHead, writeExport } from '@solway/ledger';
import { runningLocalPostgres, startLocalPostgres } from '@solway/local-postgres';
import {
  appendEntry,
  countersignedBefore,
  countersignedFrom,
  type Database,
  headsBetween,
  latestHead,
  leavesBetween,
  openDatabase,
  placesOfPeriod,
  sequencingLag,
  treeStateAt,
} from '@solway/store';
import type { Configuration } from './configuration.ts';

export const exportUsage = 'solway ledger export --out FILE [--month YYYY-MM]';

class LedgerExportError extends SolwayError<
  'export-options-invalid' | 'export-file-exists' | 'ledger-empty'
> {}

export interface Exported {
  readonly logId: string;
  /** Entries from place `first` until before `next`. */
  readonly first: number;
  readonly next: number;
}

/** Writes the ledger, or what a month needs of it, to a file that the verifier takes. Returns the exit code. */
export async function exportCommand(args: readonly string[], configuration: Configuration): Promise<number> {
  const { out, month } = readOptions(args);
  await withDatabase(configuration, async (db) => {
    const now = instantOf(Date.now());
    const { first, next, logId } = await exportLedger(db, { out, month, at: now });
    const { waiting } = await sequencingLag(db, now);
    console.log(`Wrote ${next - first} entries of ${logId}, from place ${first}, to ${out}`);
    if (waiting > 0) console.log(`${waiting} newer entries have no place in the tree yet and are not in it`);
  });
  return 0;
}

/**
 * Streams an export to `out`, by way of a file beside it, so that a file of that name is always a whole one. That
 * something was taken out is itself an entry, written first.
 * @throws {LedgerExportError} export-file-exists, ledger-empty
 * @throws {LedgerError} node-missing where the tree's nodes were taken away
 */
export async function exportLedger(
  db: Database,
  { out, month, at }: { readonly out: string; readonly month?: string | undefined; readonly at: Instant },
): Promise<Exported> {
  if (existsSync(out)) throw new LedgerExportError('export-file-exists', `${out} is there already`);
  const range = await rangeOf(db, month);
  const { startHead, start, through, logId } = range;
  await appendEntry(db, {
    id: randomUUID(),
    kind: 'export',
    at,
    organisation: 'solway',
    what: month === undefined ? 'ledger' : 'archive',
    firstSequence: start.size,
    ...(through > start.size ? { lastSequence: through - 1 } : {}),
    personal: null,
  });
  const text = writeExport({
    header: { logId, start, startHead },
    heads: headsBetween(db, start.size, through),
    entries: leavesBetween(db, start.size, through),
  });
  const partial = `${out}.partial`;
  try {
    const file = createWriteStream(partial, { flags: 'wx', mode: 0o600, flush: true });
    await pipeline(Readable.from(text), file);
    renameSync(partial, out);
  } catch (error) {
    rmSync(partial, { force: true });
    throw error;
  }
  return { logId, first: start.size, next: through };
}

interface Range {
  readonly logId: string;
  readonly start: AccumulatorState;
  readonly startHead: SignedHead | null;
  /** The size of the tree that the file ends with. */
  readonly through: number;
}

/**
 * A month (of UTC) begins at a countersigned head from before it and ends at the first one after it that holds all of
 * its entries: archives of months overlap a little, and leave no gap.
 */
async function rangeOf(db: Database, month: string | undefined): Promise<Range> {
  const newest = (await latestHead(db))?.head.head;
  if (newest === undefined) throw new LedgerExportError('ledger-empty', 'nothing is in the tree yet');
  const { logId, treeSize } = newest;
  const empty = { size: 0, roots: [] };
  if (month === undefined) return { logId, start: empty, startHead: null, through: treeSize };
  const [from, to] = boundsOf(month);
  const places = await placesOfPeriod(db, from, to);
  const startHead = await countersignedBefore(db, from, places?.first ?? treeSize);
  const endHead = await countersignedFrom(db, to, (places?.last ?? -1) + 1);
  return {
    logId,
    start: startHead === undefined ? empty : await treeStateAt(db, startHead.head.treeSize),
    startHead: startHead ?? null,
    through: endHead?.head.treeSize ?? treeSize,
  };
}

export function boundsOf(month: string): readonly [Instant, Instant] {
  const from = /^[0-9]{4}-[0-9]{2}$/.test(month) ? readInstant(`${month}-01T00:00Z`) : undefined;
  if (from === undefined) throw new LedgerExportError('export-options-invalid', '--month takes YYYY-MM');
  const next = new Date(from);
  next.setUTCMonth(next.getUTCMonth() + 1);
  return [from, instantOf(next.getTime())];
}

function readOptions(args: readonly string[]): { out: string; month: string | undefined } {
  let values: { out?: string; month?: string };
  try {
    ({ values } = parseArgs({
      args: [...args],
      options: { out: { type: 'string' }, month: { type: 'string' } },
    }));
  } catch (cause) {
    const words = cause instanceof Error ? cause.message : 'an option is unknown';
    throw new LedgerExportError('export-options-invalid', words, { cause });
  }
  if (values.out === undefined)
    throw new LedgerExportError('export-options-invalid', `usage: ${exportUsage}`);
  if (values.month !== undefined) boundsOf(values.month);
  return { out: resolve(values.out), month: values.month };
}

/** The database of the settings, or the demonstration's own: as it runs, or started for as long as this takes. */
export async function withDatabase(
  { databaseUrl, dataFolder }: Configuration,
  work: (db: Database) => Promise<void>,
): Promise<void> {
  const own = join(dataFolder, 'postgres');
  const url = databaseUrl ?? runningLocalPostgres(own, 'solway');
  if (url !== undefined) return useDatabase(url, work);
  if (!existsSync(own))
    throw new LedgerExportError(
      'ledger-empty',
      `DATABASE_URL is not set, and ${dataFolder} holds no database`,
    );
  const server = await startLocalPostgres({ folder: own });
  try {
    await useDatabase(server.urlOf('solway'), work);
  } finally {
    await server.stop();
  }
}

async function useDatabase(url: string, work: (db: Database) => Promise<void>): Promise<void> {
  const db = openDatabase(url, { connections: 3 });
  try {
    await work(db);
  } finally {
    await db.end();
  }
}
