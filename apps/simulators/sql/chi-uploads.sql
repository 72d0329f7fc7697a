-- What the stand-in needs beside the reporting tables to take CHI numbers as the real Mosaic does. Run at every
-- start: a data folder of an earlier version gets it too.

-- Every row that was ever sent, by its sender's key, and what became of it.
create table if not exists chi_uploads (
  upload_key varchar(200) primary key,
  person_id varchar(200) not null,
  chi varchar(200) not null,
  action varchar(20) not null,
  outcome varchar(20) not null,
  reason varchar(60),
  taken_at timestamptz not null default now()
);
-- Records that a worker has open.
create table if not exists record_locks (
  person_id bigint primary key references dm_persons,
  locked_by varchar(60) not null
);
-- Records that were found to be one person's, and the one that goes on.
create table if not exists dm_merged_persons (
  person_id bigint primary key references dm_persons,
  merged_into bigint not null references dm_persons
);
create index if not exists dm_persons_nhs_id on dm_persons (nhs_id) where nhs_id is not null;
