import { type Database, unsettledMessages } from '@solway/store';
import { FIRST_MODEL, liveMatching, type Rescoring } from '@solway/identity';
import type { Instant } from '@solway/kernel';
import { repeat } from '../rounds.ts';
import { carryOut } from './carry-out.ts';
import { type Listener, listenForMessages, type ListenerOptions } from './listener.ts';

export interface FeedParts {
  readonly db: Database;
  readonly rescoring: () => Promise<Rescoring>;
  readonly clock: () => Instant;
  readonly onError: (error: unknown) => void;
}

const AFTER_MS = 5000;
const BATCH = 100;

/** Today's model on the register as it stands; its names are read the first time, and then held. */
export function rescoringOf(db: Database): () => Promise<Rescoring> {
  let held: Promise<Rescoring> | undefined;
  return () => {
    held ??= liveMatching(db, FIRST_MODEL).then((matchOne) => ({ model: FIRST_MODEL, matchOne }));
    held.catch(() => (held = undefined));
    return held;
  };
}

/** Listens for the register's messages, and carries out what a killed server had stored and no more. */
export async function startFeed(
  parts: FeedParts,
  options: ListenerOptions,
): Promise<{ readonly port: number; stop(): Promise<void> }> {
  const { db, rescoring, clock, onError } = parts;
  const listener: Listener = await listenForMessages(parts, options);
  const leftovers = repeat(
    async (stopping) => {
      for (const id of await unsettledMessages(db, BATCH)) {
        if (stopping.aborted) break;
        await carryOut(db, await rescoring(), id, clock);
      }
      return AFTER_MS;
    },
    { afterFailureMs: AFTER_MS, onError },
  );
  return {
    port: listener.port,
    async stop() {
      await listener.close();
      await leftovers.stop();
    },
  };
}
