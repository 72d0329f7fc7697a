import type { Instant, IsoDate } from '@solway/kernel';
import type { Database } from './database.ts';
import type { ReviewPlace } from './review.ts';
import { REVIEW_PLACES } from './review.ts';

export type AgeBand = 'under-1' | '1-4' | '5-15' | '16-17' | '18-64' | '65-84' | '85-on' | 'not-known';

/** Council records of one age: those with a link in force, those that wait for a steward, and the rest. */
export interface StandingRow {
  readonly band: AgeBand;
  readonly linked: number;
  readonly review: number;
  readonly unmatched: number;
}

export async function standingByAge(db: Database, today: IsoDate): Promise<readonly StandingRow[]> {
  const found = await db.query<StandingRow>(
    `with standing as (
       select person_id, bool_or(state = 'in-force') as linked from link where state <> 'undone' group by person_id),
     aged as (
       select s.linked, extract(year from age($1::date, p.birth_date)) as years
       from council_person p left join standing s on s.person_id = p.person_id where not p.protected_identity)
     select case when years is null then 'not-known' when years < 1 then 'under-1' when years < 5 then '1-4'
         when years < 16 then '5-15' when years < 18 then '16-17' when years < 65 then '18-64'
         when years < 85 then '65-84' else '85-on' end as band,
       count(*) filter (where linked) as linked, count(*) filter (where not linked) as review,
       count(*) filter (where linked is null) as unmatched
     from aged group by 1`,
    [today],
  );
  return found.rows;
}

/** How long the cases of one group of the worklist have waited. */
export interface BacklogRow {
  readonly place: ReviewPlace;
  readonly underDay: number;
  readonly underWeek: number;
  readonly underMonth: number;
  readonly longer: number;
}

export async function backlogByAge(db: Database, now: Instant): Promise<readonly BacklogRow[]> {
  const found = await db.query<Omit<BacklogRow, 'place'> & { readonly place: number }>(
    `select place, count(*) filter (where waited < interval '1 day') as "underDay",
       count(*) filter (where waited >= interval '1 day' and waited < interval '7 days') as "underWeek",
       count(*) filter (where waited >= interval '7 days' and waited < interval '28 days') as "underMonth",
       count(*) filter (where waited >= interval '28 days') as longer
     from (select place, $1::timestamptz - waiting_since as waited from review_case where open) c
     group by place order by place`,
    [now],
  );
  return found.rows.map((row) => ({ ...row, place: REVIEW_PLACES[row.place - 1] ?? 'deferred' }));
}

export interface FailureRow {
  /** Loading into Mosaic, or the extract that was read. */
  readonly into: string;
  readonly reason: string;
  readonly rows: number;
}

/** Rows of the last thirty days that Mosaic refused, and rows of extracts that could not be read. */
export async function failuresSince(db: Database, since: Instant): Promise<readonly FailureRow[]> {
  const found = await db.query<FailureRow>(
    `select 'mosaic' as into, r.reason, count(*) as rows from mosaic_load_row r join mosaic_load m on m.id = r.load_id
     where m.made_at >= $1 and r.outcome = 'rejected' group by r.reason
     union all
     select extract, code, count(*) from load_rejection where at >= $1 group by extract, code
     order by 1, 3 desc, 2`,
    [since],
  );
  return found.rows;
}

export interface DuplicateCounts {
  /** CHI numbers on which more than one council record stands. */
  readonly sharedNumbers: number;
  /** Groups of council records with one name, birth date and postcode. */
  readonly lookalikesInMosaic: number;
  readonly lookalikesInChi: number;
}

export async function countDuplicates(db: Database): Promise<DuplicateCounts> {
  const found = await db.query<DuplicateCounts>(
    `select (select count(*) from (select 1 from link where state = 'in-force' group by chi having count(*) > 1) shared)
         as "sharedNumbers",
       (select count(*) from (select 1 from council_person where birth_date is not null and not protected_identity
          group by lower(surname), lower(split_part(forenames, ' ', 1)), birth_date, current_postcodes(addresses)
          having count(*) > 1) council) as "lookalikesInMosaic",
       (select count(*) from (select 1 from chi_person where birth_date is not null and not protected_identity
          group by lower(surname), lower(forenames[1]), birth_date, upper(replace(postcode, ' ', ''))
          having count(*) > 1) chi) as "lookalikesInChi"`,
  );
  return found.rows[0] ?? { sharedNumbers: 0, lookalikesInMosaic: 0, lookalikesInChi: 0 };
}

export interface RunRow {
  readonly id: string;
  readonly model: string;
  readonly started_at: Instant;
  readonly finished_at: Instant;
  readonly council_count: number;
  readonly chi_count: number;
  readonly outcome: Readonly<Record<string, unknown>> | null;
}

/** The last runs that finished, the newest first. */
export async function finishedRuns(db: Database, limit: number): Promise<readonly RunRow[]> {
  const found = await db.query<RunRow>(
    `select id, model, started_at, finished_at, council_count, chi_count, outcome from match_run
     where finished_at is not null order by finished_at desc, id limit $1`,
    [limit],
  );
  return found.rows;
}
