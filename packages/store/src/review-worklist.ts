import type { IsoDate } from '@solway/kernel';
import type { Database } from './database.ts';
import { WITHHELD } from './review-involved.ts';
import {
  actorOf,
  CASE_COLUMNS,
  named,
  type Placed,
  REVIEW_PLACES,
  type ReviewCaseRow,
  type ReviewPlace,
  type ReviewReader,
} from './review.ts';

export interface WorklistRow extends ReviewCaseRow {
  readonly title: string | null;
  readonly forenames: string | null;
  readonly surname: string | null;
  readonly birth_date: IsoDate | null;
  readonly context: 'adult' | 'child' | null;
  readonly protection: boolean | null;
  readonly restricted: boolean | null;
  readonly suspended: boolean;
  /** Pairs that wait, and the weight of the best. */
  readonly pairs: number;
  readonly best_weight: number | null;
  /** This reader has judged it and it waits for another; or two have judged it differently. */
  readonly opinion: 'mine-waits' | 'disagreed' | null;
}

/** Which part of the worklist is wanted. */
export interface WorklistFilter {
  readonly place?: ReviewPlace;
  readonly whose?: 'mine' | 'nobody' | 'disagreed';
  readonly context?: 'child' | 'adult';
}

/** `$1` is who reads it. */
const WHOSE = {
  anybody: 'true',
  mine: 'c.assigned_to = $1',
  nobody: 'c.assigned_to is null',
  disagreed: `exists (select 1 from second_opinion d where d.case_id = c.id and d.state = 'disagreed')`,
} as const;

/** Whether a withheld person is a child is withheld as well: they are in neither list. */
const ofContext = (context: string): string =>
  `exists (select 1 from council_person p where p.person_id = c.person_id and p.context = '${context}') and not ${WITHHELD}`;
const WHOM = { everybody: 'true', child: ofContext('child'), adult: ofContext('adult') } as const;

/** One page of the worklist, first things first. A row that is withheld carries nothing of the person. */
export async function reviewWorklist(
  db: Database,
  reader: ReviewReader,
  options: WorklistFilter & { readonly limit: number; readonly after?: string },
): Promise<readonly WorklistRow[]> {
  const found = await db.query<Placed<WorklistRow>>(
    `select ${CASE_COLUMNS}, v.title, v.forenames, v.surname, v.birth_date, v.context, v.protection, v.restricted,
       coalesce(n.suspended, false) as suspended, n.pairs, n.best_weight,
       case when o.state = 'disagreed' then 'disagreed' when o.first_by = $1 then 'mine-waits' end as opinion
     from (select * from review_case c where c.open and ($3::smallint is null or c.place = $3)
         and ($4::uuid is null or (c.place, c.rank, c.waiting_since, c.id) >
           (select a.place, a.rank, a.waiting_since, a.id from review_case a where a.id = $4))
         and ${WHOSE[options.whose ?? 'anybody']}
         and ${WHOM[options.context ?? 'everybody']}
       order by c.place, c.rank, c.waiting_since, c.id limit $5) c
     cross join lateral (select ${WITHHELD} as withheld) x
     left join council_person v on v.person_id = c.person_id and not x.withheld
     left join lateral (select count(distinct l.link_id) as pairs, max(l.match_weight) as best_weight,
         bool_or(l.state = 'suspended') as suspended
       from waiting_pair l where l.person_id = c.person_id) n on not x.withheld
     left join second_opinion o on o.case_id = c.id and o.state in ('waiting', 'disagreed') and not x.withheld
     order by c.place, c.rank, c.waiting_since, c.id`,
    [
      actorOf(reader),
      reader.organisation,
      options.place === undefined ? null : REVIEW_PLACES.indexOf(options.place) + 1,
      options.after ?? null,
      options.limit,
    ],
  );
  return found.rows.map((row) => ({ ...named<WorklistRow>(row), pairs: row.pairs ?? 0 }));
}
