import type { Instant, ViewId } from '@solway/kernel';
import { CONTEXT_SQL, type ViewContext } from './context.ts';
import type { Database, Queryable } from './database.ts';
import type { LaunchRow } from './launches.ts';
import { HAS_NOTICES } from './notices.ts';

/** A launch that was opened, and when; the handle is spent, and the date of birth has been checked. */
export interface ViewRow extends Omit<
  LaunchRow,
  'handle_hash' | 'birth_date' | 'created_at' | 'app_context'
> {
  readonly view_id: ViewId;
  readonly opened_at: Instant;
  /** Its user has been shown something through a wrong link, and has not acknowledged it. */
  readonly notices_waiting: boolean;
  /** Emergency access for this view, before this moment; null where there was none. */
  readonly break_glass_until: Instant | null;
}

export interface OpenedView {
  readonly view: ViewRow;
  readonly context: ViewContext;
  /** It has closed or expired: what was seen can still be told of, and nothing more shown. */
  readonly over?: true;
}

/** What a view takes over from its launch. */
export const LAUNCHED = `view_id, client_id, organisation, origin, host_session, kind, user_id, user_name, role, purpose, relationship,
  stated_purpose, chi, person_id, correlation_id, opened_at, expires_at`;
export const COLUMNS = `${LAUNCHED}, break_glass_until`;

/**
 * True of a summary `s` that no later one of the same host session has overtaken. Two opened at the very same moment
 * do not see each other close: of those, the one with the greater id stands.
 */
export const NEWEST_OF_SESSION = `(s.kind <> 'summary' or not exists (select 1 from view later
  where later.client_id = s.client_id and later.host_session = s.host_session and later.kind = 'summary'
    and later.closed_at is null and (later.opened_at, later.view_id) > (s.opened_at, s.view_id)))`;

/**
 * Spends a handle and opens its one view, in one statement: of two openers at once, one wins. The same host
 * session's earlier page closes: one page, one person; so does whatever another user of that host left open in the
 * same browser. Undefined where the handle can't be opened.
 */
export async function openView(
  db: Queryable,
  opening: {
    readonly handleHash: Buffer;
    readonly origin: string;
    readonly viewId: ViewId;
    readonly browserHash: Buffer;
    readonly now: Instant;
    readonly expiresAt: Instant;
  },
): Promise<OpenedView | undefined> {
  const found = await db.query<ViewRow & { context: ViewContext }>({
    name: 'open-view',
    text: `with opened as (
        update launch set opened_at = $5
        where handle_hash = $1 and opened_at is null and expires_at > $5 and origin = $2 returning *),
      closed as (
        update view v set closed_at = $5,
          close_reason = case when v.user_id = o.user_id then 'person-changed' else 'user-changed' end from opened o
        where v.closed_at is null and v.client_id = o.client_id
          and ((v.host_session = o.host_session and v.kind = 'summary' and o.kind = 'summary')
            or (v.browser_hash = $4 and v.user_id <> o.user_id))),
      s as (
        insert into view (handle_hash, browser_hash, ${LAUNCHED})
        select handle_hash, $4, $3, client_id, organisation, origin, host_session, kind, user_id, user_name, role, purpose,
          relationship, stated_purpose, chi, person_id, correlation_id, $5, $6
        from opened returning ${COLUMNS})
      select s.*, ${HAS_NOTICES} as notices_waiting, ${CONTEXT_SQL} as context from s`,
    values: [
      opening.handleHash,
      opening.origin,
      opening.viewId,
      opening.browserHash,
      opening.now,
      opening.expiresAt,
    ],
  });
  return split(found.rows[0]);
}

export type ViewRefusal = 'unknown-view' | 'second-browser' | 'closed' | 'expired';

/** An open view, for the browser that opened it and no other. */
export async function findView(
  db: Queryable,
  viewId: ViewId,
  browserHash: Buffer,
  now: Instant,
): Promise<OpenedView | ({ readonly refused: ViewRefusal } & Partial<OpenedView>)> {
  const found = await db.query<
    ViewRow & {
      context: ViewContext;
      browser_hash: Buffer;
      closed_at: Instant | null;
      newest: boolean;
    }
  >({
    name: 'find-view',
    text: `select s.*, ${NEWEST_OF_SESSION} as newest, ${HAS_NOTICES} as notices_waiting, ${CONTEXT_SQL} as context from view s where view_id = $1`,
    values: [viewId],
  });
  const row = found.rows[0];
  const opened = split(row);
  if (row === undefined || opened === undefined) return { refused: 'unknown-view' };
  if (!row.browser_hash.equals(browserHash)) return { refused: 'second-browser', ...opened };
  if (row.closed_at !== null || !row.newest) return { refused: 'closed', ...opened };
  if (row.expires_at <= now) return { refused: 'expired', ...opened };
  return opened;
}

/** Closes a view; false where it was closed already. */
export async function closeView(
  db: Queryable,
  viewId: ViewId,
  reason: string,
  now: Instant,
): Promise<boolean> {
  const closed = await db.query(
    'update view set closed_at = $3, close_reason = $2 where view_id = $1 and closed_at is null',
    [viewId, reason, now],
  );
  return closed.rowCount === 1;
}

function split(row: (ViewRow & { context: ViewContext }) | undefined): OpenedView | undefined {
  if (row === undefined) return undefined;
  const { context, ...view } = row;
  return { view, context };
}

export async function countOpenViews(db: Database, now: Instant): Promise<number> {
  const found = await db.query<{ n: number }>(
    'select count(*) as n from view where closed_at is null and expires_at > $1',
    [now],
  );
  return found.rows[0]?.n ?? 0;
}
