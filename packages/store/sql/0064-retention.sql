-- What keeps a person's entries from being erased, and the runs that erased.
create table legal_hold (
  id uuid primary key default gen_random_uuid(),
  organisation text not null,
  chi text,
  person_id text,
  name text not null,
  why text not null,
  by_name text not null,
  at timestamptz not null,
  ended_at timestamptz,
  check (chi is not null or person_id is not null)
);
create index legal_hold_chi on legal_hold (chi) where ended_at is null;

create table retention_run (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  before timestamptz not null,
  erased bigint not null
);
