-- The ledger's tree, kept so that its growth can be proved to a witness, and what the witness countersigned.

-- Every complete subtree (RFC 9162): it covers 2^level leaves from index * 2^level. Level 0 are the leaf hashes as
-- they were when they were given their place; `ledger_entry` holds them a second time, and an export compares.
create table ledger_node (
  level smallint not null,
  index bigint not null,
  hash bytea not null check (length(hash) = 32),
  primary key (level, index)
);

-- The countersignature stands inside `head`; this is when it came, by our clock.
alter table ledger_head drop column countersignature;
alter table ledger_head add column countersigned_at timestamptz;
create index ledger_head_countersigned on ledger_head (tree_size) where countersigned_at is not null;
create index ledger_head_at on ledger_head (at) where countersigned_at is not null;

-- A tree from before this has no nodes, and nobody has countersigned it: it is made anew.
delete from ledger_head;
delete from ledger_accumulator;
update ledger_entry set sequence = null where sequence is not null;
