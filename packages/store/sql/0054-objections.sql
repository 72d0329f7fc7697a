-- Objections (UK GDPR, Article 21) to what an organisation shares of its own record. What the person said and why it
-- was decided as it was are in the ledger alone. `id` is that of the entry by which it was received.
create table objection (
  id uuid primary key,
  -- The party that holds the record, and weighs it.
  holder text not null,
  -- The person by the holder's own number: one of the two.
  chi text,
  person_id text,
  -- Item types; null is every one.
  items text[],
  received_at timestamptz not null,
  received_by text not null,
  outcome text check (outcome in ('upheld', 'not-upheld')),
  decided_at timestamptz,
  decided_by text,
  check ((chi is null) <> (person_id is null))
);
create index objection_chi on objection (chi) where outcome = 'upheld';
create index objection_person on objection (person_id) where outcome = 'upheld';
create index objection_holder on objection (holder, received_at desc);
