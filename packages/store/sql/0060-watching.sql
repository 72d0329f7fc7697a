-- Watching for misuse: facts of the staff directory, what the rules found, and what came of it.

alter table staff
  add column surname text,
  add column chi text,
  add column address text,
  add column postcode text,
  add column hours text,
  add column serves text[],
  add column since date;
create index staff_chi on staff (chi) where chi is not null;

-- The place in the tree of the last entry that was judged.
create table watch_cursor (
  single boolean primary key default true check (single),
  sequence bigint not null
);

-- A rule as an officer has set it; a rule without a row is as the code has it.
create table watch_rule (
  rule text primary key,
  is_on boolean not null,
  thresholds jsonb not null,
  changed_by text not null,
  changed_at timestamptz not null
);

-- Whom an organisation watches over particularly. `person` is `chi …` or `mosaic …`.
create table watched_person (
  organisation text not null,
  person text not null,
  why text not null,
  until date,
  by_name text not null,
  at timestamptz not null,
  primary key (organisation, person)
);

create table watch_suppression (
  id uuid primary key default gen_random_uuid(),
  rule text not null,
  organisation text not null,
  user_id text not null,
  -- Null for whomever the user looks at.
  chi text,
  reason text not null,
  until date not null,
  by_name text not null,
  at timestamptz not null,
  ended_at timestamptz
);
create index watch_suppression_user on watch_suppression (organisation, user_id) where ended_at is null;

create table investigation (
  id uuid primary key default gen_random_uuid(),
  reference bigint generated always as identity,
  organisation text not null,
  state text not null check (state in ('open', 'closed')),
  owner_id text not null,
  owner_name text not null,
  due_on date not null,
  opened_at timestamptz not null,
  outcome text check (outcome in ('false-alarm', 'justified', 'misuse', 'not-proven')),
  closed_at timestamptz
);
create index investigation_open on investigation (organisation, due_on) where state = 'open';

create table investigation_step (
  id bigint generated always as identity primary key,
  investigation_id uuid not null references investigation on delete cascade,
  at timestamptz not null,
  by_name text not null,
  step text not null,
  note text not null default ''
);
create index investigation_step_of on investigation_step (investigation_id, id);

-- `key_hash` is of what makes two findings one: the rule, the user, and the person and day or the hour.
create table finding (
  id uuid primary key default gen_random_uuid(),
  key_hash bytea not null unique,
  rule text not null,
  organisation text not null,
  user_id text not null,
  user_name text not null,
  chi text,
  person_ids text[] not null default '{}',
  sentence text not null,
  evidence uuid[] not null,
  day date not null,
  first_at timestamptz not null,
  last_at timestamptz not null,
  found_at timestamptz not null,
  state text not null check (state in ('new', 'suppressed', 'investigating', 'closed')),
  suppression_id uuid references watch_suppression,
  investigation_id uuid references investigation
);
create index finding_day on finding (organisation, rule, day);
create index finding_new on finding (organisation, last_at desc) where state = 'new';
create index finding_investigation on finding (investigation_id) where investigation_id is not null;

-- What a rule found beyond its most for a day: counted, and judged again when the rule has been mended.
create table watch_overflow (
  rule text not null,
  organisation text not null,
  day date not null,
  beyond bigint not null,
  again boolean not null default false,
  primary key (rule, organisation, day)
);

create table watch_unjudged (
  rule text not null,
  organisation text not null,
  missing text not null,
  day date not null,
  looks bigint not null,
  primary key (rule, organisation, missing, day)
);

create table watch_user (
  organisation text not null,
  user_id text not null,
  last_look_at timestamptz not null,
  primary key (organisation, user_id)
);

create table watch_night (
  day date primary key,
  judged_at timestamptz not null,
  looks bigint not null
);
create table watch_peer_hour (
  day date not null,
  organisation text not null,
  role text not null,
  people integer not null,
  hours integer not null,
  primary key (day, organisation, role, people)
);
create table watch_peer_day (
  day date not null,
  organisation text not null,
  role text not null,
  user_days integer not null,
  break_glass integer not null,
  primary key (day, organisation, role)
);
