-- The life of an agreement: its versions from draft to their end, who wrote, commented on and signed them. The table
-- `agreement` stays what decides: a version has a row there from the moment it is brought into force.

create table agreement_version (
  version_id uuid primary key,
  agreement_id text not null,
  version text not null,
  text text not null,
  -- SHA-256 of the canonical form; null while the text does not hold together.
  digest text,
  title text not null,
  level smallint not null,
  starts_on date not null,
  ends_on date not null,
  review_on date not null,
  review_grace_days integer not null,
  state text not null check (state in ('draft', 'consultation', 'signed', 'approved', 'withdrawn')),
  -- Counts the changes of the text: a form of an earlier one is not taken.
  revision integer not null default 1,
  based_on uuid references agreement_version,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  review_begun_at timestamptz,
  -- Set by a decision to go on after a review; the text's own date stays in the text.
  review_moved_to date,
  ended_because text check (ended_because in ('superseded', 'ended'))
);
-- Two drafts may be thought of under one number; only one of them can be put to the parties.
create unique index agreement_version_number on agreement_version (agreement_id, version)
  where state not in ('draft', 'withdrawn');

-- Everybody who wrote any of a version: none of them may approve it.
create table agreement_author (
  version_id uuid not null references agreement_version,
  organisation text not null,
  user_id text not null,
  name text not null,
  primary key (version_id, organisation, user_id)
);

-- Which roles of which party sign a version, as its text says: they may open the pages it is read on.
create table agreement_office (
  version_id uuid not null references agreement_version,
  party text not null,
  role text not null,
  office text not null,
  primary key (version_id, party, role)
);

create table agreement_comment (
  id uuid primary key,
  version_id uuid not null references agreement_version,
  revision integer not null,
  at timestamptz not null,
  organisation text not null,
  name text not null,
  role text not null,
  section text not null,
  words text not null
);
create index agreement_comment_version on agreement_comment (version_id, at);

create table agreement_signature (
  id uuid primary key,
  version_id uuid not null references agreement_version,
  digest text not null,
  party text not null,
  role text not null,
  office text not null,
  user_id text not null,
  name text not null,
  at timestamptz not null,
  -- Ed25519 over all of the above, by the key with this id.
  key_id text not null,
  value text not null,
  voided_at timestamptz
);
create unique index agreement_signature_office on agreement_signature (version_id, party, role)
  where voided_at is null;
create unique index agreement_signature_value on agreement_signature (value);

-- What came of a review, and who took it on themselves.
create table agreement_review (
  id uuid primary key,
  version_id uuid not null references agreement_version,
  at timestamptz not null,
  organisation text not null,
  name text not null,
  role text not null,
  decision text not null check (decision in ('continue', 'end-proposed', 'end')),
  reason text not null,
  next_review date
);
create index agreement_review_version on agreement_review (version_id, at);

-- What is in force from before there were signatures was taken as signed.
insert into agreement_version (version_id, agreement_id, version, text, digest, title, level, starts_on, ends_on,
  review_on, review_grace_days, state, created_at, changed_at, ended_because)
select gen_random_uuid(), id, version, text, digest, coalesce(substring(text from '(?n)^title: (.+)$'), id),
  coalesce(substring(text from '(?n)^level: ([1-4])')::smallint, 1), in_force_from::date, '9999-12-31', '9999-12-31', 0, 'approved',
  in_force_from, in_force_from, case when ended_at is null then null else 'superseded' end
from agreement;
