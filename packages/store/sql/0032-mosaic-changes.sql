-- How far a source had been refreshed when it was last read.
create table source_watermark (
  source text primary key,
  refreshed_at timestamptz not null,
  read_at timestamptz not null
);

-- Since when Mosaic no longer holds the record.
alter table council_person add column gone_at timestamptz;
