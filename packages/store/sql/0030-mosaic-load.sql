-- CHI numbers that are given to Mosaic, or taken back, row by row, and what became of each.

create table mosaic_load (
  id uuid primary key,
  -- What differs between our links and Mosaic; what an undone link takes back; rejected rows again; a steward's file.
  origin text not null check (origin in ('changes', 'undone', 'again', 'file')),
  -- SHA-256 of a steward's file: the same file again is the same load.
  digest text unique,
  made_by text not null,
  made_at timestamptz not null,
  finished_at timestamptz
);
create index mosaic_load_made on mosaic_load (made_at desc, id);
create index mosaic_load_unfinished on mosaic_load (made_at, id) where finished_at is null;

create table mosaic_load_row (
  load_id uuid not null references mosaic_load on delete cascade,
  -- In the file, the header being line 1; else the place in the load, from 1.
  number integer not null,
  -- As they were given: a row that can't be read is kept as well.
  person_id text not null,
  chi text not null,
  action text not null,
  outcome text not null default 'waiting' check (outcome in ('waiting', 'accepted', 'unchanged', 'rejected')),
  reason text check ((outcome = 'rejected') = (reason is not null)),
  attempts smallint not null default 0,
  sent_at timestamptz,
  answered_at timestamptz,
  primary key (load_id, number)
);
create index mosaic_load_row_waiting on mosaic_load_row (load_id, attempts, number) where outcome = 'waiting';
create index mosaic_load_row_person on mosaic_load_row (person_id);

-- What an undone link leaves in Mosaic is looked for every few seconds.
create index link_undone on link (person_id) where state = 'undone';
create index council_person_chi_held on council_person (chi_held) where chi_held is not null;

-- When a transfer that runs by itself is to run next.
create table transfer_schedule (
  name text primary key,
  next_at timestamptz not null
);
