import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { type Instant, instantOf, londonTime, SolwayError } from '@solway/kernel';
import {
  appendEntry,
  countErasable,
  type Database,
  eraseEntries,
  eraseTraces,
  keepRetentionRun,
  retentionRuns,
  transaction,
} from '@solway/store';
import type { Configuration } from './configuration.ts';
import { withDatabase } from './ledger-export.ts';
import { repeat } from './rounds.ts';

export const retainUsage = 'solway ledger retain [--dry-run]';

class RetentionError extends SolwayError<'retention-options-invalid'> {}

const BATCH = 5000;
const HOUR_MS = 3_600_000;

/** The moment before which a person's last entry has to lie for all of theirs to be erased. */
export function keptSince(now: Instant, years: number): Instant {
  const at = new Date(now);
  at.setUTCFullYear(at.getUTCFullYear() - years);
  return instantOf(at.getTime());
}

/**
 * Erases what is due, a batch in a transaction with the entry that says so. The leaves stay, so the tree, its heads and
 * every proof given out still verify. @returns how many entries lost their personal part
 */
export async function retain(db: Database, now: Instant, years: number): Promise<number> {
  const before = keptSince(now, years);
  let erased = 0;
  for (;;) {
    const batch = await transaction(db, async (tx) => {
      const { count, first, last } = await eraseEntries(tx, before, BATCH);
      if (count > 0)
        await appendEntry(tx, {
          id: randomUUID(),
          kind: 'review',
          at: now,
          organisation: 'solway',
          of: 'retention',
          outcome: `erased ${count} entries older than ${years} years`,
          ...(first === undefined ? {} : { firstSequence: first }),
          ...(last === undefined ? {} : { lastSequence: last }),
          personal: null,
        });
      return count;
    });
    erased += batch;
    if (batch < BATCH) break;
  }
  await transaction(db, async (tx) => {
    await eraseTraces(tx, before);
    await keepRetentionRun(tx, { at: now, before, erased });
  });
  return erased;
}

/** Runs once a day, until stopped. */
export function startRetention(
  db: Database,
  options: {
    readonly clock: () => Instant;
    readonly years: number;
    readonly onError: (error: unknown) => void;
  },
): { stop(): Promise<void> } {
  const { clock, years, onError } = options;
  return repeat(
    async () => {
      const [last] = await retentionRuns(db, 1);
      const now = clock();
      if (last === undefined || londonTime(last.at).date < londonTime(now).date) await retain(db, now, years);
      return HOUR_MS;
    },
    { afterFailureMs: HOUR_MS, onError },
  );
}

/** Erases what is due now, or says how much that would be. Returns the exit code. */
export async function retainCommand(args: readonly string[], configuration: Configuration): Promise<number> {
  const dryRun = readOptions(args);
  await withDatabase(configuration, async (db) => {
    const now = instantOf(Date.now());
    const before = keptSince(now, configuration.ledgerYears);
    if (dryRun) {
      console.log(`${await countErasable(db, before)} entries would lose their personal part`);
      return;
    }
    const erased = await retain(db, now, configuration.ledgerYears);
    console.log(`${erased} entries have lost their personal part`);
  });
  return 0;
}

function readOptions(args: readonly string[]): boolean {
  try {
    const { values } = parseArgs({ args: [...args], options: { 'dry-run': { type: 'boolean' } } });
    return values['dry-run'] ?? false;
  } catch (cause) {
    throw new RetentionError('retention-options-invalid', `usage: ${retainUsage}`, { cause });
  }
}
