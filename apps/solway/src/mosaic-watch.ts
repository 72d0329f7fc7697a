import { type Rescoring, takeCouncilChanges } from '@solway/identity';
import type { Instant } from '@solway/kernel';
import { createMosaicPopulation } from '@solway/sources';
import { type Database, putWatermark, recordLoadRejections, transaction, watermarkOf } from '@solway/store';
import { accepted, councilRow } from './load.ts';
import { repeat } from './rounds.ts';

const MOSAIC = 'mosaic';
const FEED = 'feed:mosaic';

export interface MosaicWatchOptions {
  readonly mosaicUrl: string;
  readonly rescoring: () => Promise<Rescoring>;
  readonly clock: () => Instant;
  /** Between two looks at the watermark. */
  readonly everyMs: number;
  readonly onError: (error: unknown) => void;
}

/**
 * Looks whether Mosaic's reporting copy has been refreshed, until stopped, and if so takes its people: what changed is
 * scored again, in the same transaction.
 */
export function startMosaicWatch(db: Database, options: MosaicWatchOptions): { stop(): Promise<void> } {
  const { mosaicUrl, rescoring, clock, everyMs, onError } = options;
  const population = createMosaicPopulation({ name: MOSAIC, connectionString: mosaicUrl });
  let begun = false;
  const round = async (stopping: AbortSignal): Promise<number> => {
    // What was loaded last stands at the start: pages come first.
    if (!begun) {
      begun = true;
      return everyMs;
    }
    const refreshed = await population.readWatermark(stopping);
    const before = await watermarkOf(db, MOSAIC);
    if (refreshed === undefined || (before !== undefined && refreshed <= before)) return everyMs;
    const scoring = await rescoring();
    await transaction(db, async (tx) => {
      const at = clock();
      // Long, over many people: the pool's limit is that of a page.
      await tx.query('set local statement_timeout = 0');
      const rejections: { place: string; code: string }[] = [];
      const people = accepted(population.readCouncilPeople(stopping), councilRow, rejections);
      await takeCouncilChanges(tx, scoring, people, { by: FEED, at });
      await recordLoadRejections(tx, MOSAIC, rejections, at);
      await putWatermark(tx, MOSAIC, refreshed, at);
    });
    return everyMs;
  };
  const rounds = repeat(round, { afterFailureMs: everyMs, onError });
  return {
    async stop() {
      await rounds.stop();
      await population.close();
    },
  };
}
