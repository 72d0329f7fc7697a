import type { Instant, IsoDate } from '@solway/kernel';
import type { Queryable } from './database.ts';
import { onStaff, replaceStaff, type StaffRow } from './staff.ts';

export interface DirectoryReading {
  readonly id: string;
  readonly organisation: string;
  readonly read_at: Instant;
  readonly digest: string;
  readonly accepted: number;
  readonly joined: number;
  readonly moved: number;
  readonly departed: number;
  readonly rejected: readonly { readonly line: number; readonly code: string }[];
}

export interface DirectoryChange {
  /** Users whom the directory did not hold before. */
  readonly joined: number;
  /** Users whose roles or teams are others now. */
  readonly moved: number;
  /** Users whom it does not hold any more. */
  readonly departed: number;
  /** Pages and sign-ins that ended because of it. */
  readonly ended: number;
}

/** How many users an organisation's directory holds today, and how many of those a new one leaves out. */
export async function countLeaving(
  db: Queryable,
  organisation: string,
  staying: readonly string[],
): Promise<{ readonly held: number; readonly leaving: number }> {
  const found = await db.query<{ held: number; leaving: number }>(
    `select count(distinct user_id) as held, count(distinct user_id) filter (where user_id <> all ($2)) as leaving
     from staff t where organisation = $1 and ${onStaff('t')}`,
    [organisation, staying],
  );
  return found.rows[0] ?? { held: 0, leaving: 0 };
}

/** Takes one organisation's directory whole, and ends at once what stood open for whom it does not hold any more. */
export async function takeDirectory(
  db: Queryable,
  organisation: string,
  rows: readonly StaffRow[],
  today: IsoDate,
  now: Instant,
): Promise<DirectoryChange> {
  const before = await placesOf(db, organisation);
  await replaceStaff(db, organisation, rows, today);
  const after = await placesOf(db, organisation);
  const changed = (count: (user: string) => boolean, users: Iterable<string>): number =>
    [...users].filter(count).length;
  return {
    joined: changed((user) => !before.has(user), after.keys()),
    moved: changed((user) => after.has(user) && after.get(user) !== before.get(user), before.keys()),
    departed: changed((user) => !after.has(user), before.keys()),
    ended: await endWhatIsNotVouched(db, organisation, now),
  };
}

/** Each user's roles and teams, as one text. */
async function placesOf(db: Queryable, organisation: string): Promise<ReadonlyMap<string, string>> {
  const found = await db.query<{ user_id: string; places: string }>(
    `select user_id, string_agg(role || ' ' || coalesce(team, ''), '|' order by role) as places
     from staff t where organisation = $1 and ${onStaff('t')} group by user_id`,
    [organisation],
  );
  return new Map(found.rows.map(({ user_id, places }) => [user_id, places]));
}

/**
 * Ends every open page and sign-in of a user whom the directory does not hold in that role today: those who left, who
 * moved, or whose cover is over.
 * @returns how many
 */
export async function endWhatIsNotVouched(
  db: Queryable,
  organisation: string,
  now: Instant,
): Promise<number> {
  const sessions = await db.query(
    `update sign_in_session s set ended_at = $2, end_reason = 'not-vouched'
     where s.organisation = $1 and s.ended_at is null and not exists (
       select 1 from staff t where t.organisation = s.organisation and t.user_id = s.user_id
         and t.role = any (s.roles) and ${onStaff('t')})`,
    [organisation, now],
  );
  const views = await db.query(
    `update view v set closed_at = $2, close_reason = 'not-vouched'
     where v.organisation = $1 and v.closed_at is null and v.expires_at > $2 and not exists (
       select 1 from staff t where t.organisation = v.organisation and t.user_id = v.user_id and t.role = v.role
         and ${onStaff('t')})`,
    [organisation, now],
  );
  return (sessions.rowCount ?? 0) + (views.rowCount ?? 0);
}

export async function recordReading(db: Queryable, reading: DirectoryReading): Promise<void> {
  await db.query(
    `insert into directory_reading (id, organisation, read_at, digest, accepted, joined, moved, departed, rejected)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      reading.id,
      reading.organisation,
      reading.read_at,
      reading.digest,
      reading.accepted,
      reading.joined,
      reading.moved,
      reading.departed,
      JSON.stringify(reading.rejected),
    ],
  );
}

/** The latest first. */
export async function directoryReadings(
  db: Queryable,
  organisation: string,
  limit: number,
): Promise<readonly DirectoryReading[]> {
  const found = await db.query<DirectoryReading>(
    'select * from directory_reading where organisation = $1 order by read_at desc limit $2',
    [organisation, limit],
  );
  return found.rows;
}

/** Organisations that have staff here, and whose directory has not come since this moment. */
export async function staleDirectories(db: Queryable, since: Instant): Promise<readonly string[]> {
  const found = await db.query<{ organisation: string }>(
    `select distinct s.organisation from staff s where s.left_on is null and not exists (
       select 1 from directory_reading r where r.organisation = s.organisation and r.read_at > $1) order by 1`,
    [since],
  );
  return found.rows.map(({ organisation }) => organisation);
}

/** Those who stand in for somebody, or whose row ends, within so many days of today: what to look at next. */
export async function endingSoon(
  db: Queryable,
  organisation: string,
  days: number,
): Promise<readonly { readonly name: string; readonly role: string; readonly works_until: IsoDate }[]> {
  const found = await db.query<{ name: string; role: string; works_until: IsoDate }>(
    `select name, role, works_until from staff t
     where organisation = $1 and ${onStaff('t')} and works_until <= current_date + $2::int order by works_until, name`,
    [organisation, days],
  );
  return found.rows;
}
