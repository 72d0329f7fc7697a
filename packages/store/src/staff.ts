import type { IsoDate } from '@solway/kernel';
import type { Queryable } from './database.ts';

export interface StaffRow {
  readonly user_id: string;
  readonly organisation: string;
  readonly role: string;
  readonly name: string;
  readonly team: string | null;
  readonly training_completed: IsoDate | null;
  readonly caseload?: string | null;
  /** The days on which the row holds, both included; without them it holds until it is left out. */
  readonly works_from?: IsoDate | null;
  readonly works_until?: IsoDate | null;
  /** The user whose place this one takes for a time. */
  readonly covers?: string | null;
  /** What watching for misuse needs; a directory that does not hold it leaves it out. */
  readonly surname?: string | null;
  /** Of themself, as a patient. */
  readonly chi?: string | null;
  readonly address?: string | null;
  readonly postcode?: string | null;
  /** `Mo-Fr 08:00-18:00`, or `any`. */
  readonly hours?: string | null;
  /** Postcode districts. */
  readonly serves?: readonly string[] | null;
  readonly since?: IsoDate | null;
}

/** True of a row of the directory, of this name in the statement, that holds today, on a Scottish calendar. */
export function onStaff(row: string): string {
  const today = `(now() at time zone 'Europe/London')::date`;
  return `(${row}.left_on is null and coalesce(${row}.works_from <= ${today}, true)
    and coalesce(${row}.works_until >= ${today}, true))`;
}

/** Whether the organisation's directory, today, holds this person in this role. */
export async function isVouched(
  db: Queryable,
  organisation: string,
  userId: string,
  role: string,
): Promise<boolean> {
  const found = await db.query(
    `select 1 from staff t where organisation = $1 and user_id = $2 and role = $3 and ${onStaff('t')}`,
    [organisation, userId, role],
  );
  return found.rowCount === 1;
}

/** Everybody whom the directories hold today, by organisation, role and user id. */
export async function staffInRoles(db: Queryable): Promise<readonly StaffRow[]> {
  const found = await db.query<StaffRow>(
    `select user_id, organisation, role, name, team, training_completed from staff where left_on is null
     order by organisation, role, user_id`,
  );
  return found.rows;
}

/** Takes one organisation's staff directory whole: who is no longer in it has left, from this day. */
export async function replaceStaff(
  db: Queryable,
  organisation: string,
  rows: readonly StaffRow[],
  today: IsoDate,
): Promise<void> {
  await db.query('update staff set left_on = $2 where organisation = $1 and left_on is null', [
    organisation,
    today,
  ]);
  await db.query(
    `insert into staff (user_id, organisation, role, name, team, training_completed, surname, chi, address, postcode,
       hours, serves, since, caseload, works_from, works_until, covers)
     select user_id, $1, role, name, team, training_completed, surname, chi, address, postcode, hours, serves, since,
       caseload, works_from, works_until, covers
     from jsonb_populate_recordset(null::staff, $2)
     on conflict (organisation, user_id, role) do update
     set name = excluded.name, team = excluded.team, training_completed = excluded.training_completed, left_on = null,
       surname = excluded.surname, chi = excluded.chi, address = excluded.address, postcode = excluded.postcode,
       hours = excluded.hours, serves = excluded.serves, since = excluded.since, caseload = excluded.caseload,
       works_from = excluded.works_from, works_until = excluded.works_until, covers = excluded.covers`,
    [organisation, JSON.stringify(rows)],
  );
}

/** The data stewards of an organisation, by name. */
export async function stewardsOf(
  db: Queryable,
  organisation: string,
): Promise<readonly Pick<StaffRow, 'user_id' | 'name'>[]> {
  const found = await db.query<Pick<StaffRow, 'user_id' | 'name'>>(
    `select user_id, name from staff where organisation = $1 and role = 'data-steward' and left_on is null
     order by name, user_id`,
    [organisation],
  );
  return found.rows;
}
