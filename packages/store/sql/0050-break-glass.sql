-- Emergency access: one view, one person, for a short time. What was written as its reason is in the ledger alone.
alter table view add column break_glass_until timestamptz;

-- `id` is that of its ledger entry. Open until the privacy officer of the user's own organisation has looked at it.
create table break_glass (
  id uuid primary key,
  view_id uuid not null,
  organisation text not null,
  user_id text not null,
  user_name text not null,
  role text not null,
  purpose text not null,
  reason text not null,
  opened_at timestamptz not null,
  open_until timestamptz not null,
  reviewed_at timestamptz,
  reviewed_by text,
  outcome text check (outcome in ('justified', 'not-justified', 'follow-up'))
);
create index break_glass_unreviewed on break_glass (organisation, opened_at) where reviewed_at is null;
create index break_glass_organisation on break_glass (organisation, opened_at desc);
