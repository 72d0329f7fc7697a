-- The register's own messages (HL7 v2), and what they change.

create table feed_message (
  id uuid primary key,
  -- Who sent it and under which id: MSH-3 and MSH-4, MSH-10. Empty where they could not be read.
  sender text not null,
  control_id text not null,
  -- SHA-256 of the message: the same again is the same message.
  digest text not null,
  -- The message as it came. Null where it joins a protected earlier identity to a later one: that is not kept.
  raw bytea,
  -- `ADT^A31`
  kind text not null,
  event_at timestamptz,
  received_at timestamptz not null,
  state text not null check (state in ('stored', 'applied', 'unchanged', 'older', 'rejected')),
  reason text,
  settled_at timestamptz,
  seen_by text,
  seen_at timestamptz,
  unique (sender, control_id, digest)
);
create index feed_message_stored on feed_message (received_at, id) where state = 'stored';
create index feed_message_rejected on feed_message (received_at desc) where state = 'rejected' and seen_at is null;

-- When the register itself recorded what is held: an older message changes nothing.
alter table chi_person add column source_at timestamptz;

-- Numbers that the register uses no more, and the one in their place; null where it names none, or none may be told.
create table superseded_chi (
  chi text primary key,
  by_chi text,
  at timestamptz not null,
  check (by_chi <> chi)
);
create index superseded_chi_by on superseded_chi (by_chi) where by_chi is not null;

-- Numbers that the register says belong together, without having merged them.
create table linked_chi (
  chi_a text not null,
  chi_b text not null,
  linked_at timestamptz not null,
  ended_at timestamptz,
  primary key (chi_a, chi_b),
  check (chi_a < chi_b)
);

-- One person against the register, by what a record can share with the right person's.
create index chi_person_name on chi_person (upper(surname), upper(forenames[1]));
create index chi_person_postcode on chi_person (postcode);
