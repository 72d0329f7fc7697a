import type { Instant } from '@solway/kernel';
import type { Queryable } from './database.ts';

/** What a council's system says of people as a whole, and who may know of those it restricts. */
export interface RestrictionsRead {
  readonly restricted: readonly string[];
  readonly protectedIdentities: readonly string[];
  readonly access: readonly RestrictedAccessRow[];
}

export interface RestrictedAccessRow {
  readonly person_id: string;
  /** The user's own party, by its id in the agreement: two organisations may give out the same user id. */
  readonly organisation: string;
  readonly user_id: string;
}

export interface RestrictionsChanged {
  readonly restricted: number;
  readonly lifted: number;
  readonly protected: number;
  readonly unprotected: number;
  readonly access: number;
}

/** Brings the council's restrictions, protected identities and allow-lists to what its system says now. */
export async function applyRestrictions(
  db: Queryable,
  source: string,
  read: RestrictionsRead,
  at: Instant,
): Promise<RestrictionsChanged> {
  const flags = await db.query<Omit<RestrictionsChanged, 'access'>>(
    `with was as (
       select person_id, restricted, protected_identity, person_id = any ($1) as now_restricted,
         person_id = any ($2) as now_protected
       from council_person
       where restricted <> (person_id = any ($1)) or protected_identity <> (person_id = any ($2)) for update),
     done as (
       update council_person c set restricted = was.now_restricted, protected_identity = was.now_protected
       from was where was.person_id = c.person_id)
     select count(*) filter (where now_restricted and not restricted) as restricted,
       count(*) filter (where restricted and not now_restricted) as lifted,
       count(*) filter (where now_protected and not protected_identity) as protected,
       count(*) filter (where protected_identity and not now_protected) as unprotected from was`,
    [read.restricted, read.protectedIdentities],
  );
  const access = await replaceRestrictedAccess(db, read.access);
  await noteReading(db, source, at);
  const { restricted = 0, lifted = 0, protected: marked = 0, unprotected = 0 } = flags.rows[0] ?? {};
  return { restricted, lifted, protected: marked, unprotected, access };
}

/** @returns how many entries came or went */
export async function replaceRestrictedAccess(
  db: Queryable,
  rows: readonly RestrictedAccessRow[],
): Promise<number> {
  const changed = await db.query<{ n: number }>(
    `with said as (
       select distinct person_id, organisation, user_id
       from jsonb_to_recordset($1) as row (person_id text, organisation text, user_id text)),
     gone as (
       delete from restricted_access a where not exists (select 1 from said s where s.person_id = a.person_id
         and s.organisation = a.organisation and s.user_id = a.user_id) returning 1),
     come as (
       insert into restricted_access (person_id, organisation, user_id) select person_id, organisation, user_id from said
       on conflict do nothing returning 1)
     select (select count(*) from gone) + (select count(*) from come) as n`,
    [JSON.stringify(rows)],
  );
  return changed.rows[0]?.n ?? 0;
}

/** What a source said of a person when it was asked for something else: kept, so that the next look need not ask. */
export async function keepMark(
  db: Queryable,
  about: { readonly chi: readonly string[] } | { readonly personIds: readonly string[] },
  mark: 'restricted-person' | 'protected-identity',
  at: Instant,
): Promise<void> {
  if ('chi' in about) {
    await db.query('update chi_person set withheld_seen_at = $2 where chi = any ($1)', [about.chi, at]);
    return;
  }
  const column = mark === 'restricted-person' ? 'restricted' : 'protected_identity';
  await db.query(`update council_person set ${column} = true where person_id = any ($1)`, [about.personIds]);
}

export async function noteReading(db: Queryable, source: string, at: Instant): Promise<void> {
  await db.query(
    `insert into restriction_reading (source, read_at) values ($1, $2)
     on conflict (source) do update set read_at = excluded.read_at`,
    [source, at],
  );
}

/** When a source was last heard on who is restricted; undefined for never. */
export async function lastReading(db: Queryable, source: string): Promise<Instant | undefined> {
  const found = await db.query<{ read_at: Instant }>(
    'select read_at from restriction_reading where source = $1',
    [source],
  );
  return found.rows[0]?.read_at;
}
