-- The staff directory as a feed: when each row holds, for whom somebody stands in, and what became of each file.

alter table staff add column caseload text;
-- The days on which the row holds, both included; null is without end.
alter table staff add column works_from date;
alter table staff add column works_until date;
-- The user whose place this one takes for a time.
alter table staff add column covers text;

-- One file that was taken. `id` is that of its ledger entry.
create table directory_reading (
  id uuid primary key,
  organisation text not null,
  read_at timestamptz not null,
  -- SHA-256 of the file, in hex.
  digest text not null,
  accepted integer not null,
  joined integer not null,
  moved integer not null,
  departed integer not null,
  -- Rows that were not taken: `[{"line": 7, "code": "role-missing"}]`. Nothing of the row is kept.
  rejected jsonb not null
);
create index directory_reading_latest on directory_reading (organisation, read_at desc);
