import { instantOf } from '@solway/kernel';
import { countFeed, markMessageSeen, type OpenedView, rejectedMessages } from '@solway/store';
import { renderFeedPage, type ReviewSaid } from '@solway/web';
import { nextOf, wordsOf } from '../hl7-feed/reasons.ts';
import type { ServerParts } from '../server.ts';
import { actionsOf, isUuid, stewardOf, viewerOf } from './who.ts';

const SHOWN = 50;
const DAY_MS = 86_400_000;

/** What the register tells us, and what could not be carried out. */
export async function feedPage(parts: ServerParts, opened: OpenedView, said?: ReviewSaid): Promise<string> {
  const { db, clock } = parts.walk;
  const now = clock();
  const [counts, messages] = await Promise.all([
    countFeed(db, instantOf(Date.parse(now) - DAY_MS)),
    rejectedMessages(db, SHOWN),
  ]);
  return renderFeedPage({
    viewer: viewerOf(parts.walk, opened),
    assembledAt: now,
    actions: actionsOf(opened),
    ...(said === undefined ? {} : { said }),
    seenUrl: '/steward/feed/seen',
    listening: parts.listening === true,
    ...(counts.last === null ? {} : { last: counts.last }),
    today: counts.applied,
    rejected: counts.rejected,
    messages: messages.map((one) => ({
      id: one.id,
      at: one.received_at,
      sender: one.sender,
      kind: one.kind,
      controlId: one.control_id,
      reason: one.reason,
      words: wordsOf(one.reason),
      next: nextOf(one.reason),
    })),
  });
}

/** That a steward has looked into a message. */
export async function messageSeen(
  parts: ServerParts,
  opened: OpenedView,
  id: string | undefined,
): Promise<string> {
  const { organisation, userId } = stewardOf(opened);
  const { db, clock } = parts.walk;
  const seen = isUuid(id) && (await markMessageSeen(db, id, `${organisation}:${userId}`, clock()));
  const words = seen ? 'Noted: you have looked into it.' : 'That message waits for nobody any more.';
  return feedPage(parts, opened, { tone: seen ? 'done' : 'trouble', words });
}
