import { randomUUID } from 'node:crypto';
import type { Instant } from '@solway/kernel';
import type { Queryable } from './database.ts';

export type FeedState = 'stored' | 'applied' | 'unchanged' | 'older' | 'rejected';

export interface NewFeedMessage {
  readonly sender: string;
  readonly controlId: string;
  /** SHA-256, in hex. */
  readonly digest: string;
  readonly raw: Buffer | null;
  readonly kind: string;
  readonly eventAt?: Instant;
  readonly receivedAt: Instant;
  /** Where it can't be carried out: why. */
  readonly reason?: string;
}

export interface FeedMessageRow {
  readonly id: string;
  readonly state: FeedState;
  readonly reason: string | null;
  readonly raw: Buffer | null;
}

/** Stores a message; one that is there already is answered as it stands, and `fresh` is false. */
export async function storeFeedMessage(
  db: Queryable,
  message: NewFeedMessage,
): Promise<FeedMessageRow & { readonly fresh: boolean }> {
  const stored = await db.query<FeedMessageRow>(
    `insert into feed_message (id, sender, control_id, digest, raw, kind, event_at, received_at, state, reason, settled_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
     on conflict (sender, control_id, digest) do nothing returning id, state, reason, raw`,
    [
      randomUUID(),
      message.sender,
      message.controlId,
      message.digest,
      message.raw,
      message.kind,
      message.eventAt ?? null,
      message.receivedAt,
      message.reason === undefined ? 'stored' : 'rejected',
      message.reason ?? null,
      message.reason === undefined ? null : message.receivedAt,
    ],
  );
  const [row] = stored.rows;
  if (row !== undefined) return { ...row, fresh: true };
  const found = await db.query<FeedMessageRow>(
    'select id, state, reason, raw from feed_message where sender = $1 and control_id = $2 and digest = $3',
    [message.sender, message.controlId, message.digest],
  );
  const [before] = found.rows;
  if (before === undefined) throw new Error('unreachable: it was there a moment ago');
  return { ...before, fresh: false };
}

/** Locks a message that is still to be carried out; undefined where it has been, or is gone. */
export async function lockStoredMessage(tx: Queryable, id: string): Promise<FeedMessageRow | undefined> {
  const found = await tx.query<FeedMessageRow>(
    `select id, state, reason, raw from feed_message where id = $1 and state = 'stored' for update`,
    [id],
  );
  return found.rows[0];
}

/** What became of a message. `forget` takes away the message itself, and what it could be known again by. */
export async function settleFeedMessage(
  tx: Queryable,
  id: string,
  settled: {
    readonly state: Exclude<FeedState, 'stored'>;
    readonly reason?: string | undefined;
    readonly at: Instant;
    readonly forget?: boolean;
  },
): Promise<void> {
  await tx.query(
    `update feed_message set state = $2, reason = $3, settled_at = $4, raw = case when $5 then null else raw end
     where id = $1`,
    [id, settled.state, settled.reason ?? null, settled.at, settled.forget ?? false],
  );
}

/** Messages that were stored and not carried out: a killed server left them. The oldest first. */
export async function unsettledMessages(db: Queryable, limit: number): Promise<readonly string[]> {
  const found = await db.query<{ id: string }>(
    `select id from feed_message where state = 'stored' order by received_at, id limit $1`,
    [limit],
  );
  return found.rows.map((row) => row.id);
}

export interface RejectedMessageRow {
  readonly id: string;
  readonly sender: string;
  readonly control_id: string;
  readonly kind: string;
  readonly received_at: Instant;
  readonly reason: string;
}

/** Messages that could not be carried out and that nobody has looked into. They say nothing of a person. */
export async function rejectedMessages(db: Queryable, limit: number): Promise<readonly RejectedMessageRow[]> {
  const found = await db.query<RejectedMessageRow>(
    `select id, sender, control_id, kind, received_at, reason from feed_message
     where state = 'rejected' and seen_at is null order by received_at desc, id limit $1`,
    [limit],
  );
  return found.rows;
}

export async function markMessageSeen(db: Queryable, id: string, by: string, at: Instant): Promise<boolean> {
  const seen = await db.query(
    `update feed_message set seen_by = $2, seen_at = $3 where id = $1 and state = 'rejected' and seen_at is null`,
    [id, by, at],
  );
  return seen.rowCount === 1;
}

export interface FeedCounts {
  readonly last: Instant | null;
  readonly applied: number;
  readonly rejected: number;
}

/** When the last message came, what was applied since a moment, and what waits for somebody to look into it. */
export async function countFeed(db: Queryable, since: Instant): Promise<FeedCounts> {
  const found = await db.query<FeedCounts>(
    `select (select max(received_at) from feed_message) as last,
       (select count(*) from feed_message where received_at >= $1 and state <> 'rejected') as applied,
       (select count(*) from feed_message where state = 'rejected' and seen_at is null) as rejected`,
    [since],
  );
  return found.rows[0] ?? { last: null, applied: 0, rejected: 0 };
}
