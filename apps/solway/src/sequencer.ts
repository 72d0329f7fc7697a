import type { KeyObject } from 'node:crypto';
import type { Instant } from '@solway/kernel';
import { signHead } from '@solway/ledger';
import { type Database, endIncident, raiseIncident, sequenceLeaves, sequencingLag } from '@solway/store';

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
  const { intervalMs = 500, lagLimitMs = 30_000 } = options;
  const state = { stopped: false };
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();

  const round = async (): Promise<void> => {
    try {
      let placed = BATCH;
      while (placed === BATCH && !state.stopped) {
        ({ placed } = await sequenceLeaves(db, {
          logId: options.logId,
          limit: BATCH,
          at: options.clock(),
          sign: (head) => signHead(head, options.key),
        }));
      }
      const lag = await sequencingLag(db, options.clock());
      if (lag.oldestMs > lagLimitMs) await raiseIncident(db, 'sequencer-late', { ...lag }, options.clock());
      else await endIncident(db, 'sequencer-late', options.clock());
    } catch (error) {
      options.onError(error);
    }
    if (state.stopped) return;
    timer = setTimeout(() => {
      running = round();
    }, intervalMs);
  };
  running = round();
  return {
    async stop() {
      state.stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
