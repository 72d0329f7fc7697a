import type { Instant } from '@solway/kernel';
import { type Database, takeTurn, transaction } from '@solway/store';
import { writeExtract } from './portal-extract.ts';
import { repeat } from './rounds.ts';

const LOOK_EVERY_MS = 30_000;

/** Writes the extract for the portal every so often, until stopped. Each file takes the place of the one before. */
export function startExtractSchedule(
  db: Database,
  options: {
    readonly file: string;
    readonly everyMs: number;
    readonly granted: () => boolean;
    readonly clock: () => Instant;
    readonly onError: (error: unknown) => void;
  },
): { stop(): Promise<void> } {
  const { file, everyMs, granted, clock, onError } = options;
  const round = async (): Promise<number> => {
    const due = await transaction(db, (tx) => takeTurn(tx, 'portal-extract', everyMs, clock()));
    if (due) await writeExtract(db, file, granted, clock());
    return LOOK_EVERY_MS;
  };
  return repeat(round, { afterFailureMs: LOOK_EVERY_MS, onError });
}
