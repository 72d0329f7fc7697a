-- Doubts about a link that stands. The link stays in force; its record waits for a steward, who keeps or undoes it.
create table link_doubt (
  id uuid primary key default gen_random_uuid(),
  link_id uuid not null references link on delete cascade,
  reason text not null,
  detail jsonb not null default '{}',
  raised_by text not null,
  raised_at timestamptz not null,
  settled_by text,
  settled_at timestamptz
);
create unique index link_doubt_open on link_doubt (link_id, reason) where settled_at is null;

-- Every pair that a steward has to decide about, and since when; one that is in doubt once for each reason.
create view waiting_pair (link_id, person_id, state, since, match_weight, explanation) as
select id, person_id, state, changed_at, match_weight, explanation
from link where state in ('under-review', 'suspended')
union all
select l.id, l.person_id, 'doubted', d.raised_at, l.match_weight, l.explanation
from link l join link_doubt d on d.link_id = l.id and d.settled_at is null
where l.state = 'in-force';

-- A place of its own for what is doubted: after what is stopped, since pages are still shown through it.
drop index review_case_worklist;
alter table review_case drop column place;
alter table review_case drop constraint review_case_rank_check;
update review_case set rank = rank + 1 where rank >= 3;
-- 1 protection, children and restricted people; 2 suspended; 3 doubted; 4 runner-up too close; 5 below the threshold.
alter table review_case add constraint review_case_rank_check check (rank between 1 and 5);
alter table review_case add column place smallint not null
  generated always as (case when deferred_at is null then rank else 6 end) stored;
create index review_case_worklist on review_case (place, rank, waiting_since, id) where open;
