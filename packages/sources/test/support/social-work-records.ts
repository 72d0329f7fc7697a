import type { MosaicDatabase } from './mosaic-database.ts';

export const FULL = '7000000001';
export const BARE = '7000000002';
export const RESTRICTED = '7000000003';
export const MANY = '7000000004';
export const NOBODY = '7000000099';
export const OTHER = '7000000077';

export async function addPerson(
  database: MosaicDatabase,
  personId: string,
  { restricted = 'N', context = 'A' } = {},
): Promise<void> {
  await database.run(
    `insert into dm_persons (person_id, full_name, title, first_name, last_name, date_of_birth, context_flag, gender, restricted)
     values ($1, 'McTEST, Isla', 'Mrs', 'Isla', 'McTest', '1985-04-19', $3, 'Female', $2)`,
    [personId, restricted, context],
  );
}

export async function addTeams(database: MosaicDatabase): Promise<void> {
  await database.run(`insert into organisations values
    (1, 'Nithsdale Adults', 'TEAM', 'Dumfries', '01387 000010', '01387 000011'),
    (2, 'Test Home Care', 'PROVIDER', null, '01387 000012', null)`);
  await database.run(`insert into workers values
    (1, 'Ann', 'Tester', 'ann@example.test', 'Social worker', '01387 000013', 1)`);
  await database.run(`insert into dm_personal_rel_types values (1, 'Daughter')`);
}

/** One row of each kind that the council's items are read from. */
export async function addRecordsOf(database: MosaicDatabase, personId: string): Promise<void> {
  const n = Number(personId) % 1000;
  const statements = [
    `insert into involvements values (${n}, $1, 1, 1, '2024-01-02', null)`,
    `insert into care_packages values (${n}, $1, 'HC', 'Home care', 2, '4 a day', 'CURRENT', '2025-02-03', null)`,
    `insert into care_package_visits select ${n}, 1, '08:00', 2 where $1 <> ''`,
    `insert into assessments values (${n}, $1, 'Adult support plan', 'COMPLETED', null, '2026-03-04', 'Package agreed')`,
    `insert into alerts values (${n}, $1, 'DOG', 'Visit in pairs', 'Large dog', 'Ring first', 'Y', '2026-01-01', null)`,
    `insert into registrations values (${n}0, $1, 'ASP', 'ASP_PLAN', 'Adult protection plan', null, 'N', 1, '2026-01-01', null)`,
    `insert into registrations values (${n}1, $1, 'CP', 'CP_UNBORN', null, null, 'Y', 1, '2026-01-01', null)`,
    `insert into registrations values (${n}2, $1, 'LAC', 'LAC_S25', 'Voluntary care', 'Foster care', 'N', 1, '2026-01-01', null)`,
    `insert into dm_personal_relationships values (${n}, $1, null, 'Mhairi Test', '01387 000014', 1, '1990-01-01', null, null, 'Y', 'Y', null)`,
    `insert into access_needs values (${n}, $1, 'HEARING', 'Deaf in left ear', null)`,
    `insert into support_reasons values ($1, 'PHYS', 'Physical disability', '2025-01-01', null)`,
    `insert into equipment values (${n}, $1, 'Bath lift', '2026-05-05', null)`,
    `insert into legal_powers values (${n}, $1, 'POA_WELFARE', 'Mhairi Test', '01387 000014', 'Y', '2025-01-01', null)`,
    `insert into mental_health_measures values (${n}, $1, 'CTO', 'Compulsory treatment order', 1, '2026-01-01', null)`,
    `insert into self_directed_support values ($1, 3, null, '2026-01-01', null)`,
    `insert into case_notes values (${n}, $1, 'VISIT', 'Home visit', '2026-11-01', 'All well.', 1)`,
  ];
  for (const statement of statements) await database.run(statement, [personId]);
}

export async function addAlerts(database: MosaicDatabase, personId: string, count: number): Promise<void> {
  await database.run(
    `insert into alerts (alert_id, person_id, label, start_date)
     select 100000 + n, $1, 'Alert ' || n, '2026-01-01' from generate_series(1, $2::int) n`,
    [personId, count],
  );
}
