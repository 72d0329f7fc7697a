-- What was disclosed and refused, counted by day: no user and no person is in it, so it outlives the entries.
create table report_day (
  day date not null,
  organisation text not null,
  role text not null,
  team text not null,
  purpose text not null,
  kind text not null,
  item text not null,
  outcome text not null,
  clause text not null,
  gate text not null,
  n bigint not null,
  primary key (day, organisation, role, team, purpose, kind, item, outcome, clause, gate)
);

-- Entries that were judged before there were counts are read again: findings have their keys, and the counts of looks
-- that could not be judged, or were too many, begin anew.
delete from watch_cursor;
delete from watch_unjudged;
delete from watch_overflow;
