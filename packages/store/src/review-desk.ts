import type { ChiNumber, Instant, MosaicPersonId } from '@solway/kernel';
import type { Database, Queryable } from './database.ts';
import { keptFrom } from './kept-from.ts';
import { actorOf, type ReviewReader } from './review.ts';

/** A report from a page that showed no match: nothing was stopped, and somebody has to look. */
export interface ReportRow {
  readonly id: string;
  readonly chi: ChiNumber | null;
  readonly person_id: MosaicPersonId | null;
  readonly surname: string | null;
  readonly forenames: string | null;
  readonly reason: string | null;
  readonly raised_by: string;
  readonly raised_at: Instant;
  /** It is about a restricted person of the council's, and this reader is not on the allow-list. */
  readonly withheld: boolean;
}

const REPORT = `select t.id, t.raised_by, t.raised_at, t.detail ->> 'reason' as reason, x.withheld,
    case when x.withheld then null else t.chi end as chi,
    case when x.withheld then null else t.person_ids[1] end as person_id,
    case when x.withheld then null else p.surname end as surname,
    case when x.withheld then null else p.forenames end as forenames
  from task t left join council_person p on p.person_id = t.person_ids[1]
  cross join lateral (select ${keptFrom('p', '$1')} as withheld) x
  where t.kind = 'not-my-patient-unlinked' and t.done_at is null`;

/** The oldest first. Whether the number that was open has a link plays no part: the page that is reported showed none. */
export async function openReports(db: Database, reader: ReviewReader): Promise<readonly ReportRow[]> {
  const found = await db.query<ReportRow>(`${REPORT} order by t.raised_at, t.id limit 25`, [actorOf(reader)]);
  return found.rows;
}

export async function reportById(
  db: Queryable,
  reader: ReviewReader,
  id: string,
): Promise<ReportRow | undefined> {
  const found = await db.query<ReportRow>(`${REPORT} and t.id = $2`, [actorOf(reader), id]);
  return found.rows[0];
}

/** A link that was undone, of which somebody has still to acknowledge what they saw. */
export interface UnacknowledgedRow {
  readonly link_id: string;
  readonly chi: ChiNumber | null;
  readonly person_id: MosaicPersonId | null;
  readonly waiting: number;
  readonly late: number;
  readonly since: Instant;
  readonly withheld: boolean;
}

/** Those with somebody late first, then the oldest. */
export async function unacknowledgedLinks(
  db: Database,
  reader: ReviewReader,
): Promise<readonly UnacknowledgedRow[]> {
  const found = await db.query<UnacknowledgedRow>(
    `select n.link_id, n.waiting, n.late, n.since, x.withheld, case when x.withheld then null else l.chi end as chi,
       case when x.withheld then null else l.person_id end as person_id
     from (select link_id, count(*) as waiting, count(escalated_at) as late, min(raised_at) as since
         from exposure_notice where acknowledged_at is null group by link_id) n
       join link l on l.id = n.link_id left join council_person p on p.person_id = l.person_id
     cross join lateral (select ${keptFrom('p', '$1')} as withheld) x
     order by n.late = 0, n.since, n.link_id limit 25`,
    [actorOf(reader)],
  );
  return found.rows;
}
