import type { Queryable } from './database.ts';

/**
 * Brings the worklist in line with the links, in the caller's transaction: of these people, or of all. What was
 * put off comes back when something new has happened to it.
 */
export async function syncReviewCases(db: Queryable, personIds?: readonly string[]): Promise<void> {
  await db.query(
    `insert into review_case as c (person_id, open, rank, waiting_since)
     select w.person_id, true,
       case when bool_or(p.protection or p.restricted or p.context = 'child') then 1
         when bool_or(w.state = 'suspended') then 2
         when bool_or(w.state = 'doubted') then 3
         when bool_or(w.explanation ->> 'reason' = 'runner-up-too-close') then 4
         else 5 end,
       min(w.since)
     from waiting_pair w left join council_person p on p.person_id = w.person_id
     where $1::text[] is null or w.person_id = any ($1)
     group by w.person_id order by w.person_id
     on conflict (person_id) do update set open = true, rank = excluded.rank,
       waiting_since = excluded.waiting_since,
       deferred_at = case when exists (select 1 from waiting_pair n where n.person_id = c.person_id
           and n.since > c.deferred_at)
         then null else c.deferred_at end
     where not c.open or c.rank <> excluded.rank or c.waiting_since <> excluded.waiting_since
       or c.deferred_at is not null`,
    [personIds ?? null],
  );
  await db.query(
    `update review_case c set open = false, deferred_at = null
     where c.open and ($1::text[] is null or c.person_id = any ($1))
       and not exists (select 1 from waiting_pair w where w.person_id = c.person_id)`,
    [personIds ?? null],
  );
}
