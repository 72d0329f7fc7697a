import type { Instant } from '@solway/kernel';
import { openEntry } from '@solway/ledger';
import {
  appendEntry,
  type Database,
  entriesAbout,
  linkById,
  type LinkRow,
  type NoticeRow,
  noticesOfLink,
  reviewCaseOf,
  reviewFacts,
  type ReviewFacts,
  transaction,
} from '@solway/store';
import { type Exposure, exposureOf } from './exposure.ts';
import { ReviewError } from './review-error.ts';
import { exposureReadEntry, type Steward } from './steward.ts';

export interface ExposureReport {
  readonly caseId: string;
  readonly link: LinkRow;
  readonly facts: ReviewFacts;
  readonly exposure: Exposure;
  /** Who was to be told, and whether they have acknowledged it; empty where the link was not undone. */
  readonly notices: readonly NoticeRow[];
  /** How and why the link was undone, where it was. */
  readonly undone?: {
    readonly at: Instant;
    readonly by: string;
    readonly reason: string;
    readonly note: string;
  };
}

/**
 * Who saw what through one link. Reading it is itself in the ledger before it returns.
 * @throws {ReviewError} `review-unknown`, `review-withheld`
 */
export async function exposureReport(
  db: Database,
  steward: Steward,
  linkId: string,
  at: Instant,
): Promise<ExposureReport> {
  return transaction(db, async (tx) => {
    const link = await linkById(tx, linkId);
    const row = link === undefined ? undefined : await reviewCaseOf(tx, steward, link.person_id);
    if (link === undefined || row === undefined)
      throw new ReviewError('review-unknown', 'there is no such link');
    if (row.withheld)
      throw new ReviewError('review-withheld', 'this case is for a steward on the allow-list');
    await appendEntry(tx, exposureReadEntry(steward, link, at), { chi: link.chi });
    const endings = (await entriesAbout(tx, link.chi, ['link-undone'])).map((one) => ({
      at: one.at,
      ...openEntry(one.leaf, one.opening),
    }));
    const ending = endings.findLast(({ entry }) => entry.kind === 'link-undone' && entry.linkId === link.id);
    return {
      caseId: row.id,
      link,
      facts: await reviewFacts(tx, link.person_id),
      exposure: await exposureOf(tx, link),
      notices: await noticesOfLink(tx, link.id),
      ...(ending?.entry.kind === 'link-undone'
        ? {
            undone: {
              at: ending.at,
              by:
                ending.personal !== null && 'user' in ending.personal
                  ? (ending.personal.user?.name ?? 'not known')
                  : 'Erased',
              reason: ending.entry.reason,
              note:
                ending.personal !== null && 'explanation' in ending.personal
                  ? (ending.personal.explanation ?? '')
                  : '',
            },
          }
        : {}),
    };
  });
}
