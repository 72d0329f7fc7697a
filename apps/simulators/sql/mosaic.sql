-- The stand-in for the council's Mosaic reporting database. The first part follows the tables that another
-- council has published (names, columns and widths); the second is ours, for what level 2 of the agreement needs.
-- A real site maps its own tables in place of the second part.

create table dm_persons (
  person_id bigint primary key,
  full_name varchar(80),
  title varchar(8),
  first_name varchar(30),
  last_name varchar(30),
  nhs_id varchar(10),
  date_of_birth date,
  date_of_death date,
  context_flag char(1) check (context_flag in ('A', 'C')),
  gender varchar(16),
  nationality varchar(60),
  email_address varchar(120),
  person_id_legacy varchar(20),
  restricted char(1) not null default 'N' check (restricted in ('Y', 'N')),
  known_as varchar(30)
);
create table dm_previous_names (
  person_id bigint not null references dm_persons,
  last_name varchar(30) not null,
  end_date date
);
create table dm_addresses (
  person_id bigint not null references dm_persons,
  address varchar(464),
  post_code varchar(16),
  unique_id varchar(12),
  start_date date,
  end_date date,
  is_contact_address char(1),
  is_display_address char(1)
);
create table dm_telephone_numbers (
  person_id bigint not null references dm_persons,
  telephone_number varchar(40),
  telephone_number_type varchar(20)
);
create table dm_personal_rel_types (
  rel_type_id int primary key,
  description varchar(60) not null
);
create table dm_personal_relationships (
  relationship_id bigint primary key,
  person_id bigint not null references dm_persons,
  other_person_id bigint references dm_persons,
  -- For a person who has no Mosaic record of their own.
  other_name varchar(80),
  other_telephone varchar(40),
  rel_type_id int not null references dm_personal_rel_types,
  start_date date,
  end_date date,
  parental_responsibility char(1),
  is_informal_carer char(1),
  is_next_of_kin char(1),
  is_key_holder char(1)
);
create table organisations (
  organisation_id int primary key,
  name varchar(80) not null,
  organisation_type varchar(20) not null, -- TEAM or PROVIDER
  office varchar(80),
  telephone varchar(40),
  out_of_hours_telephone varchar(40)
);
create table workers (
  worker_id int primary key,
  first_names varchar(60),
  last_names varchar(60),
  email_address varchar(120),
  job_title varchar(60),
  telephone varchar(40),
  organisation_id int references organisations
);
create table dm_visits (
  visit_id bigint primary key,
  person_id bigint not null references dm_persons,
  visit_type varchar(40),
  planned_datetime timestamptz,
  actual_datetime timestamptz,
  seen_alone_flag char(1),
  worker_id int references workers,
  cp_registration_id bigint
);
create table case_notes (
  note_id bigint primary key,
  person_id bigint not null references dm_persons,
  note_type varchar(40),
  title varchar(120),
  effective_date date,
  note text,
  created_by int references workers,
  sealed char(1) not null default 'N',
  third_party char(1) not null default 'N'
);

-- Ours.
-- One row a person known to the service: the involvement, its team and its allocated worker.
create table involvements (
  involvement_id bigint primary key,
  person_id bigint not null references dm_persons,
  organisation_id int not null references organisations,
  worker_id int references workers,
  start_date date,
  end_date date
);
create table care_packages (
  package_id bigint primary key,
  person_id bigint not null references dm_persons,
  service_code varchar(20) not null,
  service varchar(80) not null,
  provider_id int references organisations,
  frequency varchar(80),
  status varchar(20), -- CURRENT, PLANNED, ENDED, SUSPENDED
  start_date date,
  end_date date
);
-- Planned visits of an ordinary week: day 1 is Monday.
create table care_package_visits (
  package_id bigint not null references care_packages,
  day_of_week int not null,
  visit_time time not null,
  workers int not null default 1
);
create table assessments (
  assessment_id bigint primary key,
  person_id bigint not null references dm_persons,
  assessment_type varchar(80),
  status varchar(20), -- COMPLETED, IN_PROGRESS, DUE
  due_date date,
  completed_date date,
  outcome varchar(200)
);
create table alerts (
  alert_id bigint primary key,
  person_id bigint not null references dm_persons,
  alert_code varchar(20),
  label varchar(120),
  detail text,
  action text,
  -- Y where the alert is a danger to staff: its label is a level 1 item.
  staff_safety char(1) not null default 'N',
  start_date date,
  end_date date,
  sealed char(1) not null default 'N',
  third_party char(1) not null default 'N'
);
-- Child protection (CP), looked after (LAC) and adult protection (ASP). An unborn baby is held on the mother.
create table registrations (
  registration_id bigint primary key,
  person_id bigint not null references dm_persons,
  registration_type varchar(3) not null check (registration_type in ('CP', 'LAC', 'ASP')),
  status_code varchar(40), -- e.g. CP_REGISTERED, CP_UNBORN, LAC_CSO, LAC_S25, LAC_PERMANENCE, LAC_KINSHIP, ASP_INQUIRY, ASP_PLAN
  status varchar(120),
  placement varchar(120),
  unborn char(1) not null default 'N',
  lead_worker_id int references workers,
  start_date date,
  end_date date
);
create table access_needs (
  need_id bigint primary key,
  person_id bigint not null references dm_persons,
  need_code varchar(20), -- INTERPRETER, HEARING, SIGHT, SPEECH, EASY_READ, KEY_SAFE, ACCESS
  need varchar(120) not null,
  detail varchar(400)
);
create table support_reasons (
  person_id bigint not null references dm_persons,
  reason_code varchar(20),
  reason varchar(120) not null,
  start_date date,
  end_date date
);
create table equipment (
  equipment_id bigint primary key,
  person_id bigint not null references dm_persons,
  description varchar(120) not null,
  issued_date date,
  returned_date date
);
create table legal_powers (
  power_id bigint primary key,
  person_id bigint not null references dm_persons,
  power_code varchar(20) not null, -- POA_WELFARE, POA_CONTINUING, GUARDIANSHIP
  holder varchar(80) not null,
  holder_telephone varchar(40),
  in_operation char(1), -- Y, N or NULL where not known
  start_date date,
  end_date date
);
create table mental_health_measures (
  measure_id bigint primary key,
  person_id bigint not null references dm_persons,
  measure_code varchar(20),
  measure varchar(120) not null,
  officer_id int references workers,
  start_date date,
  end_date date
);
create table self_directed_support (
  person_id bigint not null references dm_persons,
  option int not null,
  budget_holder varchar(80),
  start_date date,
  end_date date
);
-- Who may know of a restricted person. A user of another organisation is named with it (`health`).
create table restricted_access (
  person_id bigint not null references dm_persons,
  user_id varchar(60) not null,
  organisation varchar(60),
  primary key (person_id, user_id)
);
-- Records of an earlier identity that the law protects: adoption, a change of gender.
create table protected_identities (
  person_id bigint primary key references dm_persons
);
-- One row a table of the reporting copy: when it was last refreshed from Mosaic itself.
create table watermarks (
  table_name varchar(60) primary key,
  refreshed_at timestamptz not null
);

create index on dm_previous_names (person_id);
create index on dm_addresses (person_id);
create index on dm_telephone_numbers (person_id);
create index on dm_personal_relationships (person_id);
create index on dm_visits (person_id);
create index on case_notes (person_id);
create index on involvements (person_id);
create index on care_packages (person_id);
create index on care_package_visits (package_id);
create index on assessments (person_id);
create index on alerts (person_id);
create index on registrations (person_id);
create index on access_needs (person_id);
create index on support_reasons (person_id);
create index on equipment (person_id);
create index on legal_powers (person_id);
create index on mental_health_measures (person_id);
create index on self_directed_support (person_id);
