import { randomUUID } from 'node:crypto';
import { CHI_SYSTEM, type Instant, MOSAIC_SYSTEM } from '@solway/kernel';
import type { Entry } from '@solway/ledger';
import {
  appendEntries,
  type DoubtReason,
  type LinkRow,
  type NewDoubt,
  type Queryable,
  raiseDoubts,
  syncReviewCases,
  unconfirmedProtected,
} from '@solway/store';

/** Who raises a doubt, and when. */
export interface Raising {
  /** As `made_by` names who acts: `model:…`, `feed:…`, or an organisation's user. */
  readonly by: string;
  readonly at: Instant;
}

/**
 * Puts a link that stands on the stewards' worklist with a reason of its own, in the caller's transaction, with its
 * ledger entry. The link stays in force until a steward keeps or undoes it. Nothing happens where the link is not in
 * force, or is in doubt for this reason already.
 * @returns whether it was raised now
 */
export async function raiseForReview(
  tx: Queryable,
  link: Pick<LinkRow, 'id'>,
  reason: DoubtReason,
  raising: Raising & { readonly detail?: NewDoubt['detail'] },
): Promise<boolean> {
  return (await raiseAll(tx, [{ linkId: link.id, reason, detail: raising.detail ?? {} }], raising)) === 1;
}

/** The same for many at once, as a run or a feed finds them. Returns how many were raised now. */
export async function raiseAll(
  tx: Queryable,
  doubts: readonly NewDoubt[],
  { by, at }: Raising,
): Promise<number> {
  if (doubts.length === 0) return 0;
  const raised = await raiseDoubts(tx, doubts, by, at);
  if (raised.length === 0) return 0;
  await appendEntries(
    tx,
    raised.map((one) => ({ entry: doubtedEntry(one, at), chi: one.chi })),
  );
  await syncReviewCases(
    tx,
    raised.map((one) => one.person_id),
  );
  return raised.length;
}

/**
 * A link that the model made is never left to the model once its person is under protection or restricted: each is
 * raised. To be called after every load and run, in its transaction.
 */
export async function raiseProtectedSince(tx: Queryable, raising: Raising): Promise<number> {
  const links = await unconfirmedProtected(tx);
  return raiseAll(
    tx,
    links.map(({ id }) => ({ linkId: id, reason: 'protection-since', detail: {} })),
    raising,
  );
}

/** The reason stands under `personal`: that somebody is under protection is not for ever. */
function doubtedEntry(
  raised: Pick<LinkRow, 'id' | 'chi' | 'person_id'> & { readonly reason: DoubtReason },
  at: Instant,
): Entry {
  return {
    id: randomUUID(),
    kind: 'review',
    at,
    organisation: 'solway',
    of: 'link',
    outcome: 'doubted',
    about: raised.id,
    personal: {
      subject: {
        identifiers: [
          { system: CHI_SYSTEM, value: raised.chi },
          { system: MOSAIC_SYSTEM, value: raised.person_id },
        ],
      },
      notes: raised.reason,
    },
  };
}
