-- Accidental releases: what went to whom by mistake, and the steps since. The law's 72 hours run from when it was known.
create table release (
  id uuid primary key default gen_random_uuid(),
  reference bigint generated always as identity,
  organisation text not null,
  state text not null check (state in ('raised', 'contained', 'assessed', 'notified', 'closed')),
  what text not null,
  known_at timestamptz not null,
  notify_by timestamptz not null,
  people integer not null check (people >= 0),
  risk text check (risk in ('none', 'risk', 'high')),
  owner_name text not null,
  raised_at timestamptz not null,
  closed_at timestamptz
);
create index release_open on release (organisation, notify_by) where state <> 'closed';

create table release_step (
  id bigint generated always as identity primary key,
  release_id uuid not null references release on delete cascade,
  at timestamptz not null,
  by_name text not null,
  state text not null,
  note text not null
);
create index release_step_of on release_step (release_id, id);
