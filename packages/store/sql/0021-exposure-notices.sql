-- Who saw something through a link that has been undone, and whether they know. One row for each person and link.
create table exposure_notice (
  id uuid primary key default gen_random_uuid(),
  link_id uuid not null references link on delete cascade,
  organisation text not null,
  user_id text not null,
  -- In which they saw it: in another role they are told less.
  role text not null,
  items text[] not null,
  pages integer not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  raised_at timestamptz not null,
  -- When it first stood on a page of theirs.
  shown_at timestamptz,
  acknowledged_at timestamptz,
  -- The steward who told them in another way; null where they acknowledged it themselves.
  told_by text,
  escalated_at timestamptz,
  unique (link_id, organisation, user_id)
);
create index exposure_notice_waiting on exposure_notice (organisation, user_id) where acknowledged_at is null;
create index exposure_notice_late on exposure_notice (raised_at) where acknowledged_at is null;
