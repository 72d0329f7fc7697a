import type { KeyObject } from 'node:crypto';
import type { Instant } from '@solway/kernel';
import { signHead } from '@solway/ledger';
import { type Database, endIncident, raiseIncident, sequenceLeaves, sequencingLag } from '@solway/store';
import { repeat } from './rounds.ts';

export interface SequencerOptions {
  readonly logId: string;
  readonly key: KeyObject;
  readonly clock: () => Instant;
  readonly intervalMs?: number;
  /** An entry that waits longer than this for its place in the tree is an incident. */
  readonly lagLimitMs?: number;
  readonly onError: (error: unknown) => void;
}

const BATCH = 5000;

/**
 * Places new ledger entries in the Merkle tree, a batch at a time, until stopped. Falling behind raises an
 * incident and never stops a disclosure; catching up ends it.
 */
export function startSequencer(db: Database, options: SequencerOptions): { stop(): Promise<void> } {
  const { intervalMs = 500, lagLimitMs = 30_000, clock, onError } = options;
  const placeAll = async (stopping: AbortSignal): Promise<void> => {
    let placed = BATCH;
    while (placed === BATCH && !stopping.aborted) {
      ({ placed } = await sequenceLeaves(db, {
        logId: options.logId,
        limit: BATCH,
        at: clock(),
        sign: (head) => signHead(head, options.key),
      }));
    }
  };
  const round = async (stopping: AbortSignal): Promise<number> => {
    // What keeps leaves from being placed is told of, and being late is an incident all the same.
    await placeAll(stopping).catch(onError);
    const lag = await sequencingLag(db, clock());
    if (lag.oldestMs > lagLimitMs) await raiseIncident(db, 'sequencer-late', { ...lag }, clock());
    else await endIncident(db, 'sequencer-late', clock());
    return intervalMs;
  };
  return repeat(round, { afterFailureMs: intervalMs, onError });
}
