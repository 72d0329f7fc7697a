-- A third kind of opened page, and the data steward's worklist.

alter table launch drop constraint launch_kind_check;
alter table launch add constraint launch_kind_check check (kind in ('summary', 'governance', 'stewardship'));
alter table view add constraint view_kind_check check (kind in ('summary', 'governance', 'stewardship'));

-- One row for each council record that a person has to decide about, or has decided about. It follows the links:
-- `open` while a pair of the record waits for review or is suspended. `id` is opaque, so that a page can name a
-- case without naming a person.
create table review_case (
  id uuid primary key default gen_random_uuid(),
  person_id text not null unique,
  open boolean not null,
  -- 1 protection, children and restricted people; 2 suspended; 3 runner-up too close; 4 below the threshold.
  rank smallint not null check (rank between 1 and 4),
  waiting_since timestamptz not null,
  deferred_at timestamptz,
  -- Where it stands in the worklist: what needs more goes after everything else.
  place smallint not null generated always as (case when deferred_at is null then rank else 5 end) stored,
  claimed_by text,
  claimed_name text,
  claimed_until timestamptz,
  decided_by text,
  decided_at timestamptz
);
create index review_case_worklist on review_case (place, rank, waiting_since, id) where open;

-- What a steward wrote when a case needed more.
create table review_note (
  id bigint generated always as identity primary key,
  case_id uuid not null references review_case on delete cascade,
  at timestamptz not null,
  by_name text not null,
  note text not null
);
create index review_note_case on review_note (case_id, at);

create index link_waiting on link (person_id) where state in ('under-review', 'suspended');
create index task_open_person on task using gin (person_ids) where done_at is null;

-- Pairs that waited before there was a worklist.
insert into review_case (person_id, open, rank, waiting_since)
select l.person_id, true,
  case when bool_or(p.protection or p.restricted or p.context = 'child') then 1
    when bool_or(l.state = 'suspended') then 2
    when bool_or(l.explanation ->> 'reason' = 'runner-up-too-close') then 3
    else 4 end,
  min(l.changed_at)
from link l left join council_person p on p.person_id = l.person_id
where l.state in ('under-review', 'suspended')
group by l.person_id;
