import type { ChiNumber, Instant, IsoDate, MosaicPersonId } from '@solway/kernel';
import type { Database, Queryable } from './database.ts';
import { keptFrom } from './kept-from.ts';

/** What one person saw through one link: all of its pages together. */
export interface NewNotice {
  readonly organisation: string;
  readonly userId: string;
  /** In which they saw the last of it. */
  readonly role: string;
  /** Item types of which something was shown, or that were answered "none recorded". */
  readonly items: readonly string[];
  readonly pages: number;
  readonly firstAt: Instant;
  readonly lastAt: Instant;
}

/**
 * Leaves a notice for each person who saw something through a link, until they acknowledge it. Where the link has
 * been undone before, whoever has seen more since is told again.
 */
export async function raiseNotices(
  tx: Queryable,
  linkId: string,
  people: readonly NewNotice[],
  at: Instant,
): Promise<void> {
  if (people.length === 0) return;
  await tx.query(
    `insert into exposure_notice as n (link_id, organisation, user_id, role, items, pages, first_at, last_at, raised_at)
     select $1, row.organisation, row."userId", row.role, row.items, row.pages, row."firstAt", row."lastAt", $3
     from jsonb_to_recordset($2) as row (organisation text, "userId" text, role text, items text[], pages integer,
       "firstAt" timestamptz, "lastAt" timestamptz)
     order by 2, 3
     on conflict (link_id, organisation, user_id) do update
     set role = excluded.role, items = excluded.items, pages = excluded.pages, last_at = excluded.last_at,
       raised_at = excluded.raised_at, shown_at = null, acknowledged_at = null, told_by = null, escalated_at = null
     where n.last_at < excluded.last_at`,
    [linkId, JSON.stringify(people), at],
  );
}

/** A notice that waits for its reader, with what their own organisation calls the person whose page they had open. */
export interface WaitingNoticeRow {
  readonly id: string;
  readonly link_id: string;
  readonly chi: ChiNumber;
  readonly person_id: MosaicPersonId;
  readonly role: string;
  readonly items: readonly string[];
  readonly pages: number;
  readonly first_at: Instant;
  readonly last_at: Instant;
  readonly patient: OwnPerson | null;
  readonly council_person: OwnPerson | null;
  /** The council's record is restricted and this reader is not on its allow-list, or an identity is protected. */
  readonly withheld: boolean;
}

interface OwnPerson {
  readonly surname: string;
  readonly forenames: string;
  readonly birth_date: IsoDate | null;
}

/** True of a row `s` of a view whose user has something to acknowledge. */
export const HAS_NOTICES = `exists (select 1 from exposure_notice n
  where n.organisation = s.organisation and n.user_id = s.user_id and n.acknowledged_at is null)`;

/** The oldest first. */
export async function waitingNotices(
  db: Queryable,
  reader: { readonly organisation: string; readonly userId: string },
): Promise<readonly WaitingNoticeRow[]> {
  const found = await db.query<WaitingNoticeRow>(
    `select n.id, n.link_id, l.chi, l.person_id, n.role, n.items, n.pages, n.first_at, n.last_at,
       (select jsonb_build_object('surname', c.surname, 'forenames', array_to_string(c.forenames, ' '),
         'birth_date', c.birth_date) from chi_person c where c.chi = l.chi) as patient,
       case when p.person_id is null then null
         else jsonb_build_object('surname', p.surname, 'forenames', p.forenames, 'birth_date', p.birth_date)
       end as council_person,
       ${keptFrom('p', "n.organisation || ':' || n.user_id")} or coalesce(r.protected_identity, false) as withheld
     from exposure_notice n join link l on l.id = n.link_id
       left join council_person p on p.person_id = l.person_id
       left join chi_person r on r.chi = l.chi
     where n.organisation = $1 and n.user_id = $2 and n.acknowledged_at is null
     order by n.raised_at, n.id limit 5`,
    [reader.organisation, reader.userId],
  );
  return found.rows;
}

/** Marks notices as having stood on a page; those for which it is the first time. */
export async function markShown(
  tx: Queryable,
  ids: readonly string[],
  at: Instant,
): Promise<readonly string[]> {
  const shown = await tx.query<{ id: string }>(
    'update exposure_notice set shown_at = $2 where id = any ($1) and shown_at is null returning id',
    [ids, at],
  );
  return shown.rows.map((row) => row.id);
}

export type AcknowledgedRow = Pick<WaitingNoticeRow, 'id' | 'link_id' | 'chi' | 'person_id'>;

/** Takes a notice as acknowledged by whom it is for; undefined where it is not theirs, or not waiting. */
export async function acknowledge(
  tx: Queryable,
  id: string,
  reader: { readonly organisation: string; readonly userId: string },
  at: Instant,
): Promise<AcknowledgedRow | undefined> {
  const done = await tx.query<AcknowledgedRow>(
    `update exposure_notice n set acknowledged_at = $4 from link l
     where n.id = $1 and n.organisation = $2 and n.user_id = $3 and n.acknowledged_at is null and l.id = n.link_id
     returning n.id, n.link_id, l.chi, l.person_id`,
    [id, reader.organisation, reader.userId, at],
  );
  return done.rows[0];
}

/** Takes a notice as settled by a steward, who told its reader in another way. */
export async function toldOtherwise(
  tx: Queryable,
  id: string,
  by: string,
  at: Instant,
): Promise<AcknowledgedRow | undefined> {
  const done = await tx.query<AcknowledgedRow>(
    `update exposure_notice n set acknowledged_at = $3, told_by = $2 from link l
     where n.id = $1 and n.acknowledged_at is null and l.id = n.link_id
     returning n.id, n.link_id, l.chi, l.person_id`,
    [id, by, at],
  );
  return done.rows[0];
}

export interface NoticeRow {
  readonly id: string;
  readonly organisation: string;
  readonly user_id: string;
  readonly role: string;
  readonly raised_at: Instant;
  readonly shown_at: Instant | null;
  readonly acknowledged_at: Instant | null;
  readonly told_by: string | null;
  readonly escalated_at: Instant | null;
  /** Their directory does not name them any more: no page of theirs will open. */
  readonly has_left: boolean;
}

/** Everybody who was to be told of one link. */
export async function noticesOfLink(db: Queryable, linkId: string): Promise<readonly NoticeRow[]> {
  const found = await db.query<NoticeRow>(
    `select n.id, n.organisation, n.user_id, n.role, n.raised_at, n.shown_at, n.acknowledged_at, n.told_by, n.escalated_at,
       not exists (select 1 from staff s where s.organisation = n.organisation and s.user_id = n.user_id
         and s.left_on is null) as has_left
     from exposure_notice n where n.link_id = $1 order by n.acknowledged_at is not null, n.raised_at, n.id`,
    [linkId],
  );
  return found.rows;
}

export interface LateLink {
  readonly link_id: string;
  readonly chi: ChiNumber;
  readonly person_id: MosaicPersonId;
  readonly waiting: number;
}

/** Marks what nobody has acknowledged since before `since`; the links that became late now. */
export async function escalateNotices(
  tx: Queryable,
  since: Instant,
  at: Instant,
): Promise<readonly LateLink[]> {
  const late = await tx.query<LateLink>(
    `with late as (update exposure_notice set escalated_at = $2
       where acknowledged_at is null and escalated_at is null and raised_at <= $1 returning link_id)
     select l.id as link_id, l.chi, l.person_id, count(*) as waiting
     from late join link l on l.id = late.link_id group by l.id order by l.id`,
    [since, at],
  );
  return late.rows;
}

/** How many people have not acknowledged, and how many of them for too long. */
export async function countNotices(
  db: Database,
): Promise<{ readonly waiting: number; readonly late: number; readonly links: number }> {
  const found = await db.query<{ waiting: number; late: number; links: number }>(
    `select count(*) as waiting, count(escalated_at) as late, count(distinct link_id) as links
     from exposure_notice where acknowledged_at is null`,
  );
  return found.rows[0] ?? { waiting: 0, late: 0, links: 0 };
}
