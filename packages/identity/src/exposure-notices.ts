import { randomUUID } from 'node:crypto';
import { type Instant, instantOf } from '@solway/kernel';
import {
  appendEntries,
  appendEntry,
  type Database,
  escalateNotices,
  finishSettledTasks,
  linkById,
  type LinkRow,
  type NewNotice,
  type Queryable,
  raiseNotices,
  raiseTask,
  reviewCaseOf,
  toldOtherwise,
  transaction,
} from '@solway/store';
import type { ExposedDisclosure } from './exposure.ts';
import { readNote } from './note.ts';
import { ReviewError } from './review-error.ts';
import { aboutPair, noticeEntry, type Steward, stewardId } from './steward.ts';

const LATE_TASK = 'exposure-unacknowledged';

/** Everybody who saw something through a pair that is undone now is to be told, until they acknowledge it. */
export async function tellThoseWhoSaw(
  tx: Queryable,
  pair: LinkRow,
  disclosures: readonly ExposedDisclosure[],
  at: Instant,
): Promise<void> {
  const people = Map.groupBy(disclosures, ({ user }) => `${user.organisation}\n${user.id}`);
  await raiseNotices(
    tx,
    pair.id,
    [...people.values()].flatMap((seen) => noticeTo(seen) ?? []),
    at,
  );
}

function noticeTo(seen: readonly ExposedDisclosure[]): NewNotice | undefined {
  const [first, last] = [seen[0], seen.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const items = seen.flatMap((one) => [...one.shown.map(({ item }) => item), ...one.none]);
  return {
    organisation: last.user.organisation,
    userId: last.user.id,
    role: last.user.role,
    items: [...new Set(items)],
    pages: seen.length,
    firstAt: first.at,
    lastAt: last.at,
  };
}

/**
 * A steward has told somebody in another way, who has left, say: with how, which the ledger keeps.
 * @throws {ReviewError} `review-unknown`, `review-withheld`, `review-reason-missing`, `review-note-invalid`
 */
export async function recordToldOtherwise(
  db: Database,
  steward: Steward,
  asked: { readonly linkId: string; readonly noticeId: string; readonly note: string },
  at: Instant,
): Promise<void> {
  const note = readNote(asked.note);
  if (note === '') throw new ReviewError('review-reason-missing', 'say how they were told');
  await transaction(db, async (tx) => {
    const link = await linkById(tx, asked.linkId);
    const row = link === undefined ? undefined : await reviewCaseOf(tx, steward, link.person_id);
    if (link === undefined || row === undefined)
      throw new ReviewError('review-unknown', 'there is no such link');
    if (row.withheld)
      throw new ReviewError('review-withheld', 'this case is for a steward on the allow-list');
    const told = await toldOtherwise(tx, asked.noticeId, stewardId(steward), at);
    if (told === undefined || told.link_id !== link.id)
      throw new ReviewError('review-unknown', 'there is no such notice waiting');
    await appendEntry(tx, noticeEntry(steward, link, told.id, note, at), { chi: link.chi });
    await finishSettledTasks(tx, link.person_id, stewardId(steward), at);
  });
}

/**
 * Raises a task for each link of which somebody has not acknowledged what they saw for longer than `afterMs`.
 * Several servers may do this at once: each notice becomes late once. Returns how many links became late.
 */
export async function escalateLate(db: Database, afterMs: number, at: Instant): Promise<number> {
  return transaction(db, async (tx) => {
    const late = await escalateNotices(tx, instantOf(Date.parse(at) - afterMs), at);
    for (const { link_id: linkId, chi, person_id } of late) {
      await raiseTask(tx, {
        kind: LATE_TASK,
        chi,
        person_ids: [person_id],
        detail: { linkId },
        raised_by: 'solway',
        raised_at: at,
      });
    }
    await appendEntries(
      tx,
      late.map((one) => ({
        entry: {
          id: randomUUID(),
          kind: 'review',
          at,
          organisation: 'solway',
          of: 'disclosure',
          outcome: 'not-acknowledged-in-time',
          about: one.link_id,
          personal: { subject: aboutPair(one) },
        } as const,
        chi: one.chi,
      })),
    );
    return late.length;
  });
}
