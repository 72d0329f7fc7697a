-- Who completed which course, for which version of the agreement: brought in from files, each by a party for its own
-- staff. `staff.training_completed` is the latest of them, or what the directory says where that is later.
create table training_completion (
  organisation text not null,
  user_id text not null,
  course text not null,
  agreement_version text not null,
  completed_on date not null,
  imported_at timestamptz not null,
  primary key (organisation, user_id, course, agreement_version, completed_on)
);
