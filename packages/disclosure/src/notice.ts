import { randomUUID } from 'node:crypto';
import { grantsOf } from '@solway/agreement';
import { CHI_SYSTEM, type ChiNumber, type Instant, MOSAIC_SYSTEM, type MosaicPersonId } from '@solway/kernel';
import type { EntryOf } from '@solway/ledger';
import { type BannerPerson, type Direction, isItemType, type ItemType } from '@solway/record';
import {
  acknowledge,
  type AcknowledgedRow,
  appendEntries,
  appendEntry,
  finishSettledTasks,
  markShown,
  type OpenedView,
  transaction,
  waitingNotices,
  type WaitingNoticeRow,
} from '@solway/store';
import { directionOf } from './host.ts';
import type { Walk } from './walk.ts';

/** That pages which this user saw were shown through a wrong link, and what to check again. */
export interface ExposureNotice {
  readonly id: string;
  /** Whose information it was. */
  readonly direction: Direction;
  readonly pages: number;
  readonly firstAt: Instant;
  readonly lastAt: Instant;
  /** As the user's own organisation knows the person whose page they had open; absent where they may not be named now. */
  readonly person?: BannerPerson & { readonly personId?: MosaicPersonId; readonly chi?: ChiNumber };
  /** What they saw, so far as the agreement in force lets the role they act in now see it of anybody. */
  readonly items: readonly ItemType[];
}

/**
 * What this user has still to acknowledge. It names no more than they saw, and nothing that the agreement in force
 * would not grant to the role they act in. That they were told is in the ledger before this returns.
 */
export async function noticesFor(walk: Walk, opened: OpenedView): Promise<readonly ExposureNotice[]> {
  const { view } = opened;
  if (!view.notices_waiting || view.kind !== 'summary') return [];
  const direction = directionOf(walk, opened);
  const now = walk.clock();
  return transaction(walk.db, async (tx) => {
    const rows = await waitingNotices(tx, { organisation: view.organisation, userId: view.user_id });
    const first = new Set(
      await markShown(
        tx,
        rows.map((row) => row.id),
        now,
      ),
    );
    await appendEntries(
      tx,
      rows
        .filter((row) => first.has(row.id))
        .map((row) => ({ entry: noticeEntry(opened, row, 'told', now), chi: row.chi })),
    );
    const granted = grantedItems(walk, opened);
    return rows.map((row) => noticeOf(row, direction, granted));
  });
}

/**
 * The user has read a notice and will check. Only the one whom it is for can say so.
 * @returns false where the notice is not theirs, or was acknowledged before
 */
export async function acknowledgeNotice(walk: Walk, opened: OpenedView, id: string): Promise<boolean> {
  const { view } = opened;
  const now = walk.clock();
  return transaction(walk.db, async (tx) => {
    const reader = { organisation: view.organisation, userId: view.user_id };
    const row = await acknowledge(tx, id, reader, now);
    if (row === undefined) return false;
    await appendEntry(tx, noticeEntry(opened, row, 'acknowledged', now), { chi: row.chi });
    await finishSettledTasks(tx, row.person_id, `${view.organisation}:${view.user_id}`, now);
    return true;
  });
}

function grantedItems(walk: Walk, { view, context }: OpenedView): ReadonlySet<string> {
  const agreement = walk.agreement()?.compiled.agreement;
  if (agreement === undefined || context.staff === null) return new Set();
  return new Set(
    grantsOf(agreement)
      .filter(
        (grant) => grant.inForce && grant.organisation === view.organisation && grant.role === view.role,
      )
      .map((grant) => grant.item),
  );
}

function noticeOf(row: WaitingNoticeRow, direction: Direction, granted: ReadonlySet<string>): ExposureNotice {
  const { id, pages, first_at, last_at } = row;
  const own = direction === 'council-to-health' ? row.patient : row.council_person;
  return {
    id,
    direction,
    pages,
    firstAt: first_at,
    lastAt: last_at,
    ...(row.withheld || own === null
      ? {}
      : {
          person: {
            name: { family: own.surname, given: own.forenames },
            ...(own.birth_date === null ? {} : { birthDate: own.birth_date }),
            ...(direction === 'council-to-health' ? { chi: row.chi } : { personId: row.person_id }),
          },
        }),
    items: row.withheld ? [] : row.items.filter(isItemType).filter((item) => granted.has(item)),
  };
}

function noticeEntry(
  { view }: OpenedView,
  { id, chi, person_id }: AcknowledgedRow,
  outcome: 'told' | 'acknowledged',
  at: Instant,
): EntryOf<'review'> {
  return {
    id: randomUUID(),
    kind: 'review',
    at,
    organisation: view.organisation,
    correlationId: view.correlation_id,
    of: 'disclosure',
    outcome,
    by: { organisation: view.organisation, role: view.role },
    about: id,
    personal: {
      subject: {
        identifiers: [
          { system: CHI_SYSTEM, value: chi },
          { system: MOSAIC_SYSTEM, value: person_id },
        ],
      },
      user: { id: view.user_id, name: view.user_name },
    },
  };
}
