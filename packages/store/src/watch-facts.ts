import type { Instant, IsoDate } from '@solway/kernel';
import {
  type Facts,
  foldName,
  type Look,
  peerRate,
  type PeerRate,
  type StaffFacts,
  type SubjectFacts,
  userKey,
} from '@solway/watch';
import type { Queryable } from './database.ts';

interface StaffFactRow {
  readonly organisation: string;
  readonly user_id: string;
  readonly surname: string | null;
  readonly chi: string | null;
  readonly address: string | null;
  readonly postcode: string | null;
  readonly teams: readonly string[] | null;
  readonly serves: readonly string[] | null;
  readonly hours: string | null;
  readonly since: IsoDate | null;
  readonly left_on: IsoDate | null;
}

/** Facts that change slowly, read now and then: how common names are, and how busy the roles. */
export interface SlowFacts {
  readonly surnames: ReadonlyMap<string, number>;
  readonly peers: ReadonlyMap<string, PeerRate>;
}

/** @param since the first day of the peers' history that is used */
export async function readSlowFacts(db: Queryable, since: IsoDate): Promise<SlowFacts> {
  const names = await db.query<{ surname: string; n: number; total: number }>(
    `select surname, count(*) as n, (select count(*) from chi_person) as total from chi_person
     group by surname having count(*) * 2000 > (select count(*) from chi_person)`,
  );
  const surnames = new Map<string, number>();
  for (const { surname, n, total } of names.rows) {
    const name = foldName(surname);
    surnames.set(name, (surnames.get(name) ?? 0) + (1000 * n) / total);
  }
  const hours = await db.query<{ organisation: string; role: string; people: number; hours: number }>(
    `select organisation, role, people, sum(hours)::int as hours from watch_peer_hour where day >= $1 group by 1, 2, 3`,
    [since],
  );
  const days = await db.query<{ organisation: string; role: string; userDays: number; breakGlass: number }>(
    `select organisation, role, sum(user_days)::int as "userDays", sum(break_glass)::int as "breakGlass"
       from watch_peer_day where day >= $1 group by 1, 2`,
    [since],
  );
  const keyOf = (row: { organisation: string; role: string }): string => `${row.organisation}|${row.role}`;
  const byRole = Map.groupBy(hours.rows, keyOf);
  const daysByRole = Map.groupBy(days.rows, keyOf);
  const peers = new Map<string, PeerRate>();
  for (const [key, rows] of byRole) {
    const rate = peerRate(rows, daysByRole.get(key) ?? []);
    if (rate !== undefined) peers.set(key, rate);
  }
  return { surnames, peers };
}

/**
 * The facts for a batch of looks. The council's looks are judged by the council's record of the person, and anyone
 * else's by the CHI register, so that a finding tells its reader nothing that only the other side holds. That a person
 * has died is taken from the register for a council look only where the page itself could say so.
 */
export async function readFacts(
  db: Queryable,
  looks: readonly Look[],
  slow: SlowFacts,
  council: string,
): Promise<Facts> {
  const users = [...new Set(looks.map((look) => look.userId))];
  const chis = [...new Set(looks.flatMap((look) => look.chi ?? []))];
  const persons = [
    ...new Set(looks.flatMap((look) => (look.organisation === council ? look.personIds : []))),
  ];
  // A user in several roles is one person: they have left when no role is left.
  const staff = await db.query<StaffFactRow>(
    `select organisation, user_id, max(surname) as surname, max(chi) as chi, max(address) as address,
         max(postcode) as postcode, array_agg(distinct team) filter (where team is not null) as teams,
         (select array_agg(distinct district) from staff s, unnest(s.serves) as district
           where s.organisation = staff.organisation and s.user_id = staff.user_id) as serves,
         max(hours) as hours, min(since) as since,
         case when bool_and(left_on is not null) then max(left_on) end as left_on
       from staff where user_id = any ($1) or chi = any ($2) group by organisation, user_id`,
    [users, chis],
  );
  const lasts = await db.query<{ organisation: string; user_id: string; last_look_at: Instant }>(
    'select organisation, user_id, last_look_at from watch_user where user_id = any ($1)',
    [users],
  );
  const patients = await db.query<{
    chi: string;
    surnames: (string | null)[];
    address: string | null;
    postcode: string | null;
    previous_postcodes: string[];
    death_date: IsoDate | null;
  }>(
    `select chi, array[surname, birth_surname] || previous_surnames as surnames, address, postcode,
         previous_postcodes, death_date from chi_person where chi = any ($1)`,
    [chis],
  );
  const records = await db.query<{
    person_id: string;
    surnames: string[];
    addresses: { address: string | null; postcode: string | null }[];
    chi_held: string | null;
  }>(
    `select person_id, array[surname] || previous_surnames as surnames, addresses, chi_held
       from council_person where person_id = any ($1)`,
    [persons],
  );
  const watched = await db.query<{ organisation: string; person: string; why: string }>(
    `select organisation, person, why from watched_person
       where person = any ($1) and (until is null or until >= current_date)`,
    [[...chis.map((chi) => `chi ${chi}`), ...persons.map((id) => `mosaic ${id}`)]],
  );
  const byUser = new Map(staff.rows.map((row) => [keyOfRow(row), staffFacts(row)]));
  const byChi = new Map(
    staff.rows
      .filter((row) => row.chi !== null)
      .map((row) => [`${row.organisation}|${row.chi}`, staffFacts(row)]),
  );
  const lastOf = new Map(lasts.rows.map((row) => [keyOfRow(row), row.last_look_at]));
  const patientOf = new Map(patients.rows.map((row) => [row.chi, row]));
  const recordOf = new Map(records.rows.map((row) => [row.person_id, row]));
  const watchedBy = new Map(watched.rows.map((row) => [`${row.organisation}|${row.person}`, row.why]));

  const councilSubject = (look: Look): SubjectFacts | undefined => {
    const held = look.personIds.flatMap((id) => recordOf.get(id) ?? []);
    if (held.length === 0) return undefined;
    const patient = look.kind === 'disclosed' && look.chi !== undefined ? patientOf.get(look.chi) : undefined;
    const chi = look.chi ?? held.find((one) => one.chi_held !== null)?.chi_held ?? undefined;
    return {
      surnames: held.flatMap((one) => one.surnames),
      addresses: held.flatMap((one) => one.addresses),
      ...(patient?.death_date == null ? {} : { deathDate: patient.death_date }),
      ...(chi === undefined ? {} : { chi }),
    };
  };
  const healthSubject = (look: Look): SubjectFacts | undefined => {
    const patient = look.chi === undefined ? undefined : patientOf.get(look.chi);
    if (patient === undefined) return undefined;
    return {
      surnames: patient.surnames.filter((one) => one !== null),
      addresses: [
        { address: patient.address, postcode: patient.postcode },
        ...patient.previous_postcodes.map((postcode) => ({ address: null, postcode })),
      ],
      chi: patient.chi,
      ...(patient.death_date === null ? {} : { deathDate: patient.death_date }),
    };
  };
  return {
    staff: (organisation, userId) => byUser.get(userKey({ organisation, userId })),
    staffWithChi: (organisation, chi) => byChi.get(`${organisation}|${chi}`),
    subject(look) {
      const subject = look.organisation === council ? councilSubject(look) : healthSubject(look);
      const names = [
        ...(look.chi === undefined ? [] : [`chi ${look.chi}`]),
        ...(look.organisation === council ? look.personIds.map((id) => `mosaic ${id}`) : []),
      ];
      const why = names
        .map((name) => watchedBy.get(`${look.organisation}|${name}`))
        .find((one) => one !== undefined);
      if (why === undefined) return subject;
      return { ...(subject ?? { surnames: [], addresses: [] }), watched: why };
    },
    surnamePerThousand: (name) => slow.surnames.get(name) ?? 0,
    lastLookAt: (organisation, userId) => lastOf.get(userKey({ organisation, userId })),
    peers: (organisation, role) => slow.peers.get(`${organisation}|${role}`),
  };
}

function keyOfRow(row: { readonly organisation: string; readonly user_id: string }): string {
  return userKey({ organisation: row.organisation, userId: row.user_id });
}

function staffFacts(row: StaffFactRow): StaffFacts {
  return {
    organisation: row.organisation,
    userId: row.user_id,
    teams: row.teams ?? [],
    ...(row.surname === null ? {} : { surname: row.surname }),
    ...(row.chi === null ? {} : { chi: row.chi }),
    ...(row.address === null ? {} : { address: row.address }),
    ...(row.postcode === null ? {} : { postcode: row.postcode }),
    ...(row.serves === null ? {} : { serves: row.serves }),
    ...(row.hours === null ? {} : { hours: row.hours }),
    ...(row.since === null ? {} : { since: row.since }),
    ...(row.left_on === null ? {} : { leftOn: row.left_on }),
  };
}

/** Remembers when each user last looked at anybody. */
export async function rememberLooks(tx: Queryable, looks: readonly Look[]): Promise<void> {
  const last = new Map<string, Look>();
  for (const look of looks) {
    const before = last.get(userKey(look));
    if (before === undefined || before.at < look.at) last.set(userKey(look), look);
  }
  const rows = [...last.values()];
  await tx.query(
    `insert into watch_user (organisation, user_id, last_look_at)
     select * from unnest($1::text[], $2::text[], $3::timestamptz[])
     on conflict (organisation, user_id) do update
     set last_look_at = greatest(watch_user.last_look_at, excluded.last_look_at)`,
    [rows.map((one) => one.organisation), rows.map((one) => one.userId), rows.map((one) => one.at)],
  );
}
