-- Whose a case is to be, and the second judgement of a case by a steward who does not know of the first.
alter table review_case add column assigned_to text;
alter table review_case add column assigned_name text;
create index review_case_assigned on review_case (assigned_to, place, rank, waiting_since, id) where open;

-- A verdict is `none`, or `link:` and the pair. A category is what agreement is reckoned by: the leading candidate,
-- another, or none. Nothing of the case has moved while it waits or is disagreed about.
create table second_opinion (
  id uuid primary key default gen_random_uuid(),
  case_id uuid not null references review_case on delete cascade,
  why text not null check (why in ('sampled', 'asked')),
  state text not null check (state in ('waiting', 'agreed', 'disagreed', 'resolved', 'lapsed')),
  -- The digest of what the first steward saw: on another screen their verdict stands for nothing.
  screen text not null,
  first_by text not null,
  first_name text not null,
  first_at timestamptz not null,
  first_verdict text not null,
  first_category text not null check (first_category in ('leader', 'other', 'none')),
  first_note text not null,
  second_by text,
  second_name text,
  second_at timestamptz,
  second_verdict text,
  second_category text check (second_category in ('leader', 'other', 'none')),
  second_note text,
  resolved_by text,
  resolved_verdict text,
  resolved_at timestamptz
);
create unique index second_opinion_open on second_opinion (case_id) where state in ('waiting', 'disagreed');
create index second_opinion_judged on second_opinion (second_at) where second_at is not null;
