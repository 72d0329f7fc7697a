import type { Walk } from '@solway/disclosure';
import { createHttpUpload } from '@solway/sources';
import type { Database } from '@solway/store';
import type { Configuration } from './configuration.ts';
import { startExtractSchedule } from './extract-schedule.ts';
import { startMosaicLoader } from './mosaic-loader.ts';
import { grantsToday } from './standing-grant.ts';

export interface TransferParts {
  readonly db: Database;
  readonly walk: Pick<Walk, 'agreement' | 'clock'>;
  readonly configuration: Configuration;
  /** Where CHI numbers are posted to Mosaic; without it they go by file. */
  readonly uploadUrl?: string | undefined;
  readonly onError: (error: unknown) => void;
}

/** Whether the agreement, at this moment, lets CHI numbers go: a number is part of the demographics. */
export function chiGranted({ agreement, clock }: TransferParts['walk']): () => boolean {
  return () => grantsToday(agreement, 'demographics', clock());
}

/** What goes between the two organisations by itself: CHI numbers into Mosaic, matched people to the portal. */
export function startTransfers(parts: TransferParts): { stop(): Promise<void> } {
  const { db, walk, configuration, uploadUrl, onError } = parts;
  const { clock } = walk;
  const { uploadToken: token, loadEveryMs, extractFile, extractEveryMs } = configuration;
  const upload =
    uploadUrl === undefined
      ? undefined
      : createHttpUpload({ url: uploadUrl, ...(token === undefined ? {} : { token }) });
  const loader =
    upload &&
    startMosaicLoader(db, {
      upload,
      clock,
      granted: chiGranted(walk),
      ...(loadEveryMs === undefined ? {} : { everyMs: loadEveryMs }),
      onError,
    });
  const extracting =
    extractFile === undefined || extractEveryMs === undefined
      ? undefined
      : startExtractSchedule(db, {
          file: extractFile,
          everyMs: extractEveryMs,
          granted: () => grantsToday(walk.agreement, 'known-to-social-work', clock()),
          clock,
          onError,
        });
  return {
    async stop() {
      await Promise.all([loader?.stop(), extracting?.stop()]);
      await upload?.close();
    },
  };
}
