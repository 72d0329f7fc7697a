import { escalateLate } from '@solway/identity';
import type { Instant } from '@solway/kernel';
import type { Database } from '@solway/store';
import { repeat } from './rounds.ts';

const INTERVAL_MS = 60_000;
const HOUR_MS = 3_600_000;

/** Looks every minute whether somebody has left a notice of exposure unacknowledged for too long. */
export function watchLateNotices(
  db: Database,
  options: {
    readonly clock: () => Instant;
    readonly noticeHours: number;
    readonly onError: (error: unknown) => void;
  },
): { stop(): Promise<void> } {
  return repeat(
    async () => {
      await escalateLate(db, options.noticeHours * HOUR_MS, options.clock());
      return INTERVAL_MS;
    },
    { afterFailureMs: INTERVAL_MS, onError: options.onError },
  );
}
