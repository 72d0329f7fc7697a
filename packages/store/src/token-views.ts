import type { Instant, ViewId } from '@solway/kernel';
import { CONTEXT_SQL, type ViewContext } from './context.ts';
import type { Queryable } from './database.ts';
import { COLUMNS, LAUNCHED, NEWEST_OF_SESSION, type OpenedView, type ViewRow } from './views.ts';

/**
 * The view of one person under one token: found, or opened here and now, in one statement. Undefined where it has
 * been closed, or a later one of the same host session has overtaken it.
 */
export async function viewOfToken(
  db: Queryable,
  asked: {
    /** Stands for the token and the person together. */
    readonly handleHash: Buffer;
    readonly tokenHash: Buffer;
    readonly view: Omit<ViewRow, 'break_glass_until' | 'notices_waiting'>;
    readonly now: Instant;
  },
): Promise<OpenedView | undefined> {
  const { view } = asked;
  const query = {
    name: 'view-of-token',
    text: `with found as (select ${COLUMNS}, closed_at from view where handle_hash = $1),
      made as (
        insert into view (handle_hash, browser_hash, ${LAUNCHED})
        select $1, $2, $3, $4, $5, $6, $7, 'summary', $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18
        where not exists (select 1 from found) on conflict (handle_hash) do nothing returning ${COLUMNS}, closed_at),
      s as (select * from found union all select * from made)
      select ${COLUMNS.replaceAll(/(\w+)/g, 's.$1')}, ${CONTEXT_SQL} as context from s
      where s.closed_at is null and s.expires_at > $17 and ${NEWEST_OF_SESSION}`,
    values: [
      asked.handleHash,
      asked.tokenHash,
      view.view_id,
      view.client_id,
      view.organisation,
      view.origin,
      view.host_session,
      view.user_id,
      view.user_name,
      view.role,
      view.purpose,
      view.relationship,
      view.stated_purpose,
      view.chi,
      view.person_id,
      view.correlation_id,
      asked.now,
      view.expires_at,
    ],
  };
  type Row = ViewRow & { context: ViewContext };
  // Of two requests at the same moment one opens it; the other finds it when it asks again.
  const row = (await db.query<Row>(query)).rows[0] ?? (await db.query<Row>(query)).rows[0];
  if (row === undefined) return undefined;
  const { context, ...rest } = row;
  // A notice is acknowledged on a page; a client has none.
  return { view: { ...rest, notices_waiting: false }, context };
}

/** Opens a token's view where its person is known from the start, and closes what the host session had open before. */
export async function closeEarlierOfSession(
  db: Queryable,
  { view_id, client_id, host_session }: Pick<ViewRow, 'view_id' | 'client_id' | 'host_session'>,
  now: Instant,
): Promise<void> {
  await db.query(
    `update view set closed_at = $4, close_reason = 'person-changed'
     where client_id = $2 and host_session = $3 and view_id <> $1 and closed_at is null`,
    [view_id, client_id, host_session, now],
  );
}

/** Closes every view that was opened under a token. */
export async function closeViewsOfToken(
  db: Queryable,
  tokenHash: Buffer,
  now: Instant,
): Promise<readonly ViewId[]> {
  const closed = await db.query<{ view_id: ViewId }>(
    `update view set closed_at = $2, close_reason = 'signed-out' where browser_hash = $1 and closed_at is null
     returning view_id`,
    [tokenHash, now],
  );
  return closed.rows.map((row) => row.view_id);
}
