import { randomUUID } from 'node:crypto';
import type { Instant } from '@solway/kernel';
import type { Restrictions, RestrictionSource } from '@solway/sources';
import {
  appendEntry,
  applyRestrictions,
  type Database,
  endIncident,
  lastReading,
  raiseIncident,
  type RestrictionsRead,
  syncReviewCases,
  transaction,
} from '@solway/store';
import { repeat } from './rounds.ts';

export interface RestrictionWatchOptions {
  /** The source's name, as pages give it. */
  readonly name: string;
  readonly source: RestrictionSource;
  /** The parties' ids in the agreement in force. */
  readonly parties: () => Readonly<Record<'council' | 'health', string>>;
  readonly clock: () => Instant;
  readonly intervalMs: number;
  readonly onError: (error: unknown) => void;
}

export interface RestrictionWatch {
  /** Whether the source was heard lately enough that what is kept of its restrictions can be relied on. */
  isCurrent(): boolean;
  stop(): Promise<void>;
}

/** So many readings may fail in a row before what is kept counts as not known. */
const READINGS_MISSED = 10;
const READ_TIMEOUT_MS = 10_000;

/**
 * Keeps who is restricted, whose identity is protected and who may know current with the council's own system, so
 * that a page need not ask it. Falling behind is an incident.
 */
export function startRestrictionWatch(db: Database, options: RestrictionWatchOptions): RestrictionWatch {
  const { name, source, clock, intervalMs, onError } = options;
  const staleMs = intervalMs * READINGS_MISSED;
  let readAtMs: number | undefined;
  const age = (): number => (readAtMs === undefined ? Infinity : Date.parse(clock()) - readAtMs);

  const read = async (stopping: AbortSignal): Promise<void> => {
    const said = await source.read(AbortSignal.any([stopping, AbortSignal.timeout(READ_TIMEOUT_MS)]));
    const at = clock();
    await keep(db, options, said, at);
    readAtMs = Date.parse(at);
  };
  const round = async (stopping: AbortSignal): Promise<number> => {
    if (readAtMs === undefined) {
      const known = await lastReading(db, name);
      if (known !== undefined) readAtMs = Date.parse(known);
    }
    await read(stopping).catch((error: unknown) => {
      if (!stopping.aborted) onError(error);
    });
    if (age() <= staleMs) await endIncident(db, 'restrictions-late', clock());
    else if (!stopping.aborted) await raiseIncident(db, 'restrictions-late', { source: name }, clock());
    return intervalMs;
  };
  const running = repeat(round, { afterFailureMs: intervalMs, onError });
  return {
    isCurrent: () => age() <= staleMs,
    async stop() {
      await running.stop();
      await source.close();
    },
  };
}

async function keep(
  db: Database,
  { name, parties }: RestrictionWatchOptions,
  said: Restrictions,
  at: Instant,
): Promise<void> {
  const party = parties();
  await transaction(db, async (tx) => {
    const changed = await applyRestrictions(tx, name, rowsOf(said, party), at);
    if (Object.values(changed).every((count) => count === 0)) return;
    if (changed.restricted > 0) await syncReviewCases(tx);
    // No count: how many at which moment would tell the other side's readers who.
    await appendEntry(tx, {
      id: randomUUID(),
      kind: 'configuration',
      at,
      organisation: party.council,
      setting: 'restrictions',
      change: `brought to what ${name} says`,
      personal: null,
    });
  });
}

/** The source may name a user's organisation by its kind or by its id; without either the user is the council's. */
function rowsOf(said: Restrictions, party: Readonly<Record<string, string>>): RestrictionsRead {
  return {
    restricted: said.restricted,
    protectedIdentities: said.protectedIdentities,
    access: said.access.map(({ personId, organisation = 'council', userId }) => ({
      person_id: personId,
      organisation: party[organisation] ?? organisation,
      user_id: userId,
    })),
  };
}
