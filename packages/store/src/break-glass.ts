import type { Instant, ViewId } from '@solway/kernel';
import type { Queryable } from './database.ts';
import { NEWEST_OF_SESSION } from './views.ts';

export const BREAK_GLASS_OUTCOMES = ['justified', 'not-justified', 'follow-up'] as const;
export type BreakGlassOutcome = (typeof BREAK_GLASS_OUTCOMES)[number];

/** One emergency opening, and what its review found. Its words are in the ledger entry of the same id. */
export interface BreakGlassRow {
  readonly id: string;
  readonly view_id: ViewId;
  readonly organisation: string;
  readonly user_id: string;
  readonly user_name: string;
  readonly role: string;
  readonly purpose: string;
  readonly reason: string;
  readonly opened_at: Instant;
  readonly open_until: Instant;
  readonly reviewed_at: Instant | null;
  readonly reviewed_by: string | null;
  readonly outcome: BreakGlassOutcome | null;
}

const COLUMNS = `id, view_id, organisation, user_id, user_name, role, purpose, reason, opened_at, open_until, reviewed_at,
  reviewed_by, outcome`;

/**
 * Opens a view for an emergency; `fresh` is false where it is open so already. Undefined where the view is over or was
 * overtaken.
 */
export async function openBreakGlass(
  db: Queryable,
  opening: {
    readonly id: string;
    readonly viewId: ViewId;
    readonly reason: string;
    readonly at: Instant;
    readonly until: Instant;
  },
): Promise<{ readonly fresh: boolean; readonly until: Instant } | undefined> {
  const { id, viewId, reason, at, until } = opening;
  const opened = await db.query(
    `with opened as (
       update view s set break_glass_until = $5
       where s.view_id = $2 and s.kind = 'summary' and s.closed_at is null and s.expires_at > $4 and ${NEWEST_OF_SESSION}
         and (s.break_glass_until is null or s.break_glass_until <= $4) returning *)
     insert into break_glass (id, view_id, organisation, user_id, user_name, role, purpose, reason, opened_at, open_until)
     select $1, view_id, organisation, user_id, user_name, role, purpose, $3, $4, $5 from opened`,
    [id, viewId, reason, at, until],
  );
  if (opened.rowCount === 1) return { fresh: true, until };
  const standing = await db.query<{ break_glass_until: Instant }>(
    'select break_glass_until from view where view_id = $1 and closed_at is null and break_glass_until > $2',
    [viewId, at],
  );
  const row = standing.rows[0];
  return row === undefined ? undefined : { fresh: false, until: row.break_glass_until };
}

/** One organisation's emergency openings: those nobody has reviewed first, the oldest first; then the latest. */
export async function breakGlassOf(
  db: Queryable,
  organisation: string,
  limit: number,
): Promise<readonly BreakGlassRow[]> {
  const found = await db.query<BreakGlassRow>(
    `select ${COLUMNS} from break_glass where organisation = $1
     order by reviewed_at is not null, case when reviewed_at is null then opened_at end, opened_at desc, id limit $2`,
    [organisation, limit],
  );
  return found.rows;
}

export async function countUnreviewedBreakGlass(db: Queryable, organisation: string): Promise<number> {
  const found = await db.query<{ n: number }>(
    'select count(*) as n from break_glass where organisation = $1 and reviewed_at is null',
    [organisation],
  );
  return found.rows[0]?.n ?? 0;
}

/**
 * Records what a review found and ends its task, once, and never by the one whose access it was. Undefined where there was none of
 * this organisation waiting under this id.
 */
export async function reviewBreakGlass(
  db: Queryable,
  review: {
    readonly id: string;
    readonly organisation: string;
    readonly by: string;
    readonly outcome: BreakGlassOutcome;
    readonly at: Instant;
  },
): Promise<BreakGlassRow | undefined> {
  const reviewed = await db.query<BreakGlassRow>(
    `with reviewed as (
       update break_glass set reviewed_at = $5, reviewed_by = $3, outcome = $4
       where id = $1 and organisation = $2 and user_id <> $3 and reviewed_at is null returning ${COLUMNS}),
     done as (
       update task t set done_at = $5, done_by = $2 || ':' || $3 from reviewed r
       where t.kind = 'break-glass' and t.detail ->> 'breakGlass' = r.id::text and t.done_at is null)
     select * from reviewed`,
    [review.id, review.organisation, review.by, review.outcome, review.at],
  );
  return reviewed.rows[0];
}
