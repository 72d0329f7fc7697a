import { readFileSync } from 'node:fs';
import type { Instant } from '@solway/kernel';
import type { Database } from '@solway/store';
import type { Configuration, Hl7Settings } from './configuration.ts';
import { rescoringOf, startFeed } from './hl7-feed/feed.ts';
import type { ListenerOptions } from './hl7-feed/listener.ts';
import { startMosaicWatch } from './mosaic-watch.ts';

/**
 * Keeps what matching rests on as it is on both sides: the register's messages as they come, Mosaic's reporting copy
 * when it is refreshed.
 */
export async function startChanges(
  db: Database,
  options: {
    readonly configuration: Configuration;
    readonly mosaicUrl: string;
    /** Between two looks at Mosaic, where that is not what is configured. */
    readonly mosaicWatchMs?: number | undefined;
    readonly hl7?: Hl7Settings | undefined;
    readonly clock: () => Instant;
    readonly onError: (error: unknown) => void;
  },
): Promise<{ stop(): Promise<void> }> {
  const { configuration, mosaicUrl, hl7, clock, onError } = options;
  const rescoring = rescoringOf(db);
  const feed = hl7 && (await startFeed({ db, rescoring, clock, onError }, listenerOptions(hl7)));
  const watch = startMosaicWatch(db, {
    mosaicUrl,
    rescoring,
    clock,
    everyMs: options.mosaicWatchMs ?? configuration.mosaicWatchMs,
    onError,
  });
  return {
    async stop() {
      await Promise.all([feed?.stop(), watch.stop()]);
    },
  };
}

function listenerOptions({ port, bind, keyFile, certificateFile, caFile }: Hl7Settings): ListenerOptions {
  if (keyFile === undefined || certificateFile === undefined) return { port, bind };
  const text = (file: string): string => readFileSync(file, 'utf8');
  return {
    port,
    bind,
    tls: {
      key: text(keyFile),
      cert: text(certificateFile),
      ...(caFile === undefined ? {} : { ca: text(caFile) }),
    },
  };
}
