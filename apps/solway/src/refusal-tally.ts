import { randomUUID } from 'node:crypto';
import type { Instant } from '@solway/kernel';
import { appendEntry, type Database } from '@solway/store';

type Tallied = 'unknown-handle' | 'rate-limited';

export interface RefusalTally {
  /** Counts one. False for the first in a while, which has an entry of its own; true for those that follow it. */
  readonly isOneOfMany: (reason: Tallied) => boolean;
  /** Writes what has been counted: one entry for each reason. */
  readonly flush: () => Promise<void>;
}

const WINDOW_MS = 60_000;

/**
 * Refusals that anybody can cause at no cost. The first of a minute is an entry in the ledger; the rest of that minute
 * are one more, with their number, so that nobody fills the ledger by asking.
 */
export function refusalTally(db: Database, clock: () => Instant): RefusalTally {
  const runs = new Map<Tallied, { readonly since: number; counted: number }>();
  const write = async (reason: Tallied, count: number): Promise<void> =>
    appendEntry(db, {
      id: randomUUID(),
      kind: 'launch-refused',
      at: clock(),
      organisation: 'solway',
      reason,
      count,
      personal: null,
    });
  return {
    isOneOfMany(reason) {
      const run = runs.get(reason);
      if (run === undefined) {
        runs.set(reason, { since: Date.parse(clock()), counted: 0 });
        return false;
      }
      run.counted += 1;
      return true;
    },
    async flush() {
      const now = Date.parse(clock());
      for (const [reason, { since, counted }] of runs) {
        if (now - since < WINDOW_MS && counted === 0) continue;
        runs.delete(reason);
        if (counted > 0) await write(reason, counted);
      }
    },
  };
}
