-- Requests of people, or of somebody for them, for what is held and disclosed about them. Each organisation answers
-- for its own.
create table access_request (
  id uuid primary key default gen_random_uuid(),
  reference bigint generated always as identity,
  organisation text not null,
  state text not null check (state in ('open', 'released', 'ended')),
  received_on date not null,
  -- The person, by the number of the organisation's own system.
  chi text,
  person_id text,
  name text not null,
  birth_date date,
  requester text not null check (requester in ('self', 'proxy')),
  proxy_name text,
  proxy_basis text,
  scope text not null,
  identity_confirmed_on date,
  extended_on date,
  gathered_at timestamptz,
  released_at timestamptz,
  -- The answer as it went out, and its SHA-256, which the ledger holds as well.
  document jsonb,
  digest text,
  owner_name text not null,
  check ((chi is null) <> (person_id is null))
);
create index access_request_open on access_request (organisation, received_on) where state = 'open';

create table access_request_stop (
  request_id uuid not null references access_request on delete cascade,
  from_on date not null,
  until_on date,
  why text not null,
  primary key (request_id, from_on)
);

create table access_request_step (
  id bigint generated always as identity primary key,
  request_id uuid not null references access_request on delete cascade,
  at timestamptz not null,
  by_name text not null,
  step text not null,
  note text not null default ''
);
create index access_request_step_of on access_request_step (request_id, id);

create table access_request_item (
  request_id uuid not null references access_request on delete cascade,
  key text not null,
  item jsonb not null,
  held boolean not null,
  entry_id uuid,
  decision text check (decision in ('include', 'withhold')),
  reason text,
  by_name text,
  primary key (request_id, key)
);

-- Looks that were asked for by a Mosaic number are found by their views.
create index view_person on view (person_id) where person_id is not null;
create index finding_evidence on finding using gin (evidence) where state = 'investigating';
