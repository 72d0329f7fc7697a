-- The data protection impact assessment of each version.
create table agreement_assessment (
  version_id uuid primary key references agreement_version,
  body jsonb not null,
  -- The text it was signed off for; null while it is open. It stands for any text that shares nothing more.
  assessed_text text,
  changed_at timestamptz not null
);
