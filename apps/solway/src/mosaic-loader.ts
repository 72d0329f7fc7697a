import { loadChanges, loadUndone, sendNext } from '@solway/identity';
import { type Instant, SolwayError } from '@solway/kernel';
import type { ChiUpload } from '@solway/sources';
import { type Database, endIncident, raiseIncident, takeTurn, transaction } from '@solway/store';
import { repeat } from './rounds.ts';

export interface LoaderOptions {
  readonly upload: ChiUpload;
  readonly clock: () => Instant;
  /** Whether the agreement, at this moment, lets CHI numbers go to the council. */
  readonly granted: () => boolean;
  /** Loads what differs by itself so often; never where absent. */
  readonly everyMs?: number;
  /** Between two looks for something to do; 2,000 by default. */
  readonly idleMs?: number;
  readonly onError: (error: unknown) => void;
}

/** The incident that says since when Mosaic has taken no rows. */
export const UPLOAD_DOWN = 'mosaic-upload-down';

const LONGEST_WAIT_MS = 60_000;

/**
 * Sends what waits to Mosaic, batch by batch, until stopped: it goes on where the last one was stopped or killed.
 * Numbers of undone links are taken back without being asked; what differs is loaded on schedule, where there is one.
 */
export function startMosaicLoader(db: Database, options: LoaderOptions): { stop(): Promise<void> } {
  const { upload, clock, granted, onError, idleMs = 2000 } = options;
  let failures = 0;

  const sendAll = async (stopping: AbortSignal): Promise<void> => {
    const send = upload.send.bind(upload);
    while (!stopping.aborted) {
      if ((await sendNext(db, send, clock, stopping)) === undefined) return;
      if (failures > 0) await endIncident(db, UPLOAD_DOWN, clock());
      failures = 0;
    }
  };

  const round = async (stopping: AbortSignal): Promise<number> => {
    if (!granted()) return idleMs;
    if (options.everyMs !== undefined) await loadOnSchedule(db, options.everyMs, clock());
    await loadUndone(db, clock());
    try {
      await sendAll(stopping);
      return idleMs;
    } catch (error) {
      if (stopping.aborted) return idleMs;
      failures += 1;
      onError(error);
      const code = error instanceof SolwayError ? error.code : 'server-error';
      await raiseIncident(db, UPLOAD_DOWN, { code }, clock());
      return Math.min(LONGEST_WAIT_MS, idleMs * 2 ** Math.min(failures, 10));
    }
  };
  return repeat(round, { afterFailureMs: idleMs, onError });
}

async function loadOnSchedule(db: Database, everyMs: number, now: Instant): Promise<void> {
  const due = await transaction(db, (tx) => takeTurn(tx, 'mosaic-load', everyMs, now));
  if (due) await loadChanges(db, 'schedule', now);
}
