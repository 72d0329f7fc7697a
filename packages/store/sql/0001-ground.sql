-- What Solway keeps: the demographics it needs for matching, links, launches and views, staff, the agreement, and
-- the ledger. No copy of a care record.

create table council_person (
  person_id text primary key,
  title text,
  forenames text not null,
  surname text not null,
  known_as text,
  previous_surnames text[] not null default '{}',
  birth_date date,
  sex text check (sex in ('male', 'female')),
  addresses jsonb not null default '[]',
  telephones text[] not null default '{}',
  context text check (context in ('adult', 'child')),
  restricted boolean not null default false,
  protection boolean not null default false,
  chi_held text,
  loaded_at timestamptz not null
);

create table chi_person (
  chi text primary key,
  surname text not null,
  forenames text[] not null default '{}',
  known_as text,
  birth_surname text,
  previous_surnames text[] not null default '{}',
  mother_birth_surname text,
  birth_date date,
  sex text check (sex in ('male', 'female')),
  death_date date,
  address text,
  postcode text,
  previous_postcodes text[] not null default '{}',
  gp_practice text,
  loaded_at timestamptz not null
);

-- Who may know of a restricted person, as the person's own organisation says.
create table restricted_access (
  person_id text not null,
  user_id text not null,
  primary key (person_id, user_id)
);

-- Rows of an extract that could not be loaded, with the reason.
create table load_rejection (
  id bigint generated always as identity primary key,
  extract text not null,
  place text not null,
  code text not null,
  at timestamptz not null
);

create table match_run (
  id uuid primary key,
  model text not null,
  started_at timestamptz not null,
  finished_at timestamptz,
  council_count integer not null,
  chi_count integer not null,
  outcome jsonb
);

-- A pair that someone or the model has judged. `under-review` waits for a person; `undone` stays as proof and
-- keeps the pair from coming back by itself.
create table link (
  id uuid primary key,
  person_id text not null,
  chi text not null,
  state text not null check (state in ('in-force', 'under-review', 'suspended', 'undone')),
  match_weight double precision not null,
  explanation jsonb not null,
  run_id uuid references match_run,
  made_by text not null,
  changed_at timestamptz not null,
  unique (person_id, chi)
);
create index link_chi on link (chi);
create unique index link_one_chi_a_person on link (person_id) where state = 'in-force';

create table staff (
  user_id text not null,
  organisation text not null,
  role text not null,
  name text not null,
  team text,
  training_completed date,
  left_on date,
  primary key (organisation, user_id, role)
);

create table agreement (
  id text not null,
  version text not null,
  digest text not null,
  text text not null,
  in_force_from timestamptz not null,
  ended_at timestamptz,
  primary key (id, version)
);

create table launch_assertion (
  client_id text not null,
  jti text not null,
  expires_at timestamptz not null,
  primary key (client_id, jti)
);
create index launch_assertion_expiry on launch_assertion (expires_at);

-- A one-time handle, kept as its hash.
create table launch (
  handle_hash bytea primary key,
  client_id text not null,
  organisation text not null,
  origin text not null,
  host_session text not null,
  kind text not null check (kind in ('summary', 'governance')),
  user_id text not null,
  user_name text not null,
  role text not null,
  purpose text not null,
  relationship text,
  stated_purpose text,
  chi text,
  person_id text,
  birth_date date,
  correlation_id text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  opened_at timestamptz
);
create index launch_expiry on launch (expires_at);

-- One opened page: one person, one user, one purpose, one browser.
create table view (
  view_id uuid primary key,
  handle_hash bytea not null unique,
  browser_hash bytea not null,
  client_id text not null,
  organisation text not null,
  origin text not null,
  host_session text not null,
  kind text not null,
  user_id text not null,
  user_name text not null,
  role text not null,
  purpose text not null,
  relationship text,
  stated_purpose text,
  chi text,
  person_id text,
  correlation_id text not null,
  opened_at timestamptz not null,
  expires_at timestamptz not null,
  closed_at timestamptz,
  close_reason text
);
create index view_open on view (client_id, host_session) where closed_at is null;

create table task (
  id uuid primary key,
  kind text not null,
  chi text,
  person_ids text[] not null default '{}',
  detail jsonb not null,
  raised_by text not null,
  raised_at timestamptz not null,
  done_at timestamptz,
  done_by text
);
create index task_open on task (raised_at) where done_at is null;

create table incident (
  id uuid primary key,
  kind text not null,
  detail jsonb not null,
  raised_at timestamptz not null,
  ended_at timestamptz
);
create unique index incident_one_open on incident (kind) where ended_at is null;

create table unknown_code (
  source text not null,
  item text not null,
  system text not null,
  code text not null,
  seen bigint not null default 1,
  first_at timestamptz not null,
  last_at timestamptz not null,
  primary key (source, item, system, code)
);

-- `leaf` and `leaf_hash` never change. `opening` (the personal part and its salt) and `subject_chi` may be erased
-- when retention ends: the leaf commits only to their salted hash. `sequence` is the place in the Merkle tree,
-- counted from 0 and given in batches after the act.
create table ledger_entry (
  id uuid primary key,
  sequence bigint unique,
  kind text not null,
  at timestamptz not null,
  leaf text not null,
  leaf_hash text not null,
  opening text,
  subject_chi text,
  view_id uuid
);
create index ledger_entry_at on ledger_entry (at desc);
create index ledger_entry_subject on ledger_entry (subject_chi, at desc) where subject_chi is not null;
create index ledger_entry_view on ledger_entry (view_id) where view_id is not null;
create index ledger_entry_unsequenced on ledger_entry (at) where sequence is null;

create table ledger_head (
  tree_size bigint primary key,
  at timestamptz not null,
  head jsonb not null,
  countersignature jsonb
);
-- What the sequencer needs to go on: the roots of the full subtrees of the tree so far.
create table ledger_accumulator (
  single boolean primary key default true check (single),
  state jsonb not null
);
