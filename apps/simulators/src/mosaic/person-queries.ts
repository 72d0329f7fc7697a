import type pg from 'pg';
import type { PersonLine, PersonToTry } from '../host/host-system.ts';

interface PersonRow {
  readonly person_id: string;
  readonly full_name: string | null;
  readonly first_name: string | null;
  readonly last_name: string | null;
  readonly born: string | null;
  readonly died: string | null;
  readonly gender: string | null;
  readonly restricted: string;
  readonly known_as: string | null;
  readonly post_code: string | null;
}

const COLUMNS = `p.person_id::text, p.full_name, p.first_name, p.last_name, p.gender, p.restricted, p.known_as,
  to_char(p.date_of_birth, 'YYYY-MM-DD') as born, to_char(p.date_of_death, 'YYYY-MM-DD') as died,
  (select a.post_code from dm_addresses a where a.person_id = p.person_id and a.is_display_address = 'Y' limit 1)
    as post_code`;

export interface FoundPerson {
  readonly line: PersonLine;
  readonly died: string | null;
  readonly restricted: boolean;
}

export async function searchPeople(
  pool: pg.Pool,
  text: string,
  limit: number,
): Promise<readonly FoundPerson[]> {
  if (/^\d{1,18}$/.test(text)) {
    const found = await findPerson(pool, text);
    return found === undefined ? [] : [found];
  }
  const [first = '', second = ''] = text.toLowerCase().split(text.includes(',') ? /\s*,\s*/ : /\s+/);
  const result = await pool.query(
    `select ${COLUMNS} from dm_persons p
     where (lower(last_name) like $1 and lower(first_name) like $2)
        or (lower(last_name) like $2 and lower(first_name) like $1 and $2 <> '%')
     order by lower(last_name), lower(first_name), person_id limit $3`,
    [`${pattern(first)}%`, `${pattern(second)}%`, limit],
  );
  return (result.rows as readonly PersonRow[]).map(foundOf);
}

const pattern = (text: string): string => text.replace(/[\\%_]/g, '\\$&');

export async function findPerson(pool: pg.Pool, id: string): Promise<FoundPerson | undefined> {
  if (!/^\d{1,18}$/.test(id)) return undefined;
  const result = await pool.query(`select ${COLUMNS} from dm_persons p where p.person_id = $1`, [id]);
  const [row] = result.rows as readonly PersonRow[];
  return row === undefined ? undefined : foundOf(row);
}

function foundOf(row: PersonRow): FoundPerson {
  const restricted = row.restricted === 'Y';
  const knownAs = row.known_as === null ? '' : ` “${row.known_as}”`;
  return {
    line: {
      id: row.person_id,
      // A restricted person shows a display name only.
      name: restricted
        ? `${row.full_name ?? 'Name not known'} (restricted)`
        : `${(row.last_name ?? 'Not known').toUpperCase()}, ${row.first_name ?? ''}${knownAs}`,
      birthDate: restricted ? '' : (row.born ?? ''),
      sex: row.gender ?? 'Not known',
      number: row.person_id,
      postcode: restricted ? '' : (row.post_code ?? ''),
    },
    died: row.died,
    restricted,
  };
}

export async function mayOpenRestricted(pool: pg.Pool, id: string, userId: string): Promise<boolean> {
  const result = await pool.query('select 1 from restricted_access where person_id = $1 and user_id = $2', [
    id,
    userId,
  ]);
  return result.rowCount !== 0;
}

const OPEN = 'exists (select 1 from involvements i where i.person_id = p.person_id and i.end_date is null)';
const CARED = `exists (select 1 from care_packages c where c.person_id = p.person_id and c.service_code = 'CAH' and c.status = 'CURRENT')`;
const REGISTERED = (type: string, unborn: string): string =>
  `exists (select 1 from registrations r where r.person_id = p.person_id and r.registration_type = '${type}' and r.end_date is null and r.unborn = '${unborn}')`;
const ALERTS = '(select count(*) from alerts a where a.person_id = p.person_id and a.end_date is null)';
const OLDER = `p.date_of_birth between '1900-01-01' and now() - interval '75 years' and p.date_of_death is null and p.restricted = 'N'`;

/** About ten people who each show something different, by what the council's own record says. */
const TO_TRY: readonly (readonly [kind: string, reason: string, where: string, wanted: number])[] = [
  [
    'care-and-alerts',
    'Older adult with care at home and two alerts or more',
    `${OLDER} and ${OPEN} and ${CARED} and ${ALERTS} >= 2`,
    2,
  ],
  [
    'power-of-attorney',
    'Older adult with care at home and a welfare power of attorney',
    `${OLDER} and ${OPEN} and ${CARED} and exists (select 1 from legal_powers l where l.person_id = p.person_id and l.power_code = 'POA_WELFARE')`,
    1,
  ],
  [
    'child-protection',
    'Child on the child protection register',
    `p.context_flag = 'C' and p.date_of_birth is not null and ${REGISTERED('CP', 'N')}`,
    1,
  ],
  [
    'looked-after',
    'Looked-after child',
    `p.context_flag = 'C' and p.date_of_birth is not null and ${REGISTERED('LAC', 'N')}`,
    1,
  ],
  ['unborn', 'Expectant mother whose unborn baby is on the register', REGISTERED('CP', 'Y'), 1],
  [
    'adult-protection',
    'Adult under adult support and protection',
    `p.date_of_birth is not null and ${REGISTERED('ASP', 'N')}`,
    1,
  ],
  [
    'twin',
    'One of twins: same surname, birthday and address as another person',
    `p.context_flag = 'C' and exists (select 1 from dm_persons o join dm_addresses oa using (person_id) join dm_addresses pa on pa.person_id = p.person_id and pa.address = oa.address where o.person_id <> p.person_id and o.last_name = p.last_name and o.date_of_birth = p.date_of_birth and left(o.first_name, 1) <> left(p.first_name, 1))`,
    1,
  ],
  [
    'closed',
    'Closed case: known before, nothing now',
    `p.context_flag = 'A' and p.date_of_birth is not null and p.date_of_death is null and p.restricted = 'N' and not ${OPEN}`,
    1,
  ],
  ['deceased', 'Has died', 'p.date_of_death is not null and p.date_of_birth is not null', 1],
  [
    'restricted',
    'Restricted: only the first social worker, the first team manager and the second data steward may open it',
    `p.restricted = 'Y' and p.date_of_birth is not null`,
    1,
  ],
  ['no-birth-date', 'No date of birth recorded', 'p.date_of_birth is null', 1],
  [
    'hostile-html',
    'A record with hostile markup in it',
    `exists (select 1 from alerts a where a.person_id = p.person_id and a.label like 'Note: <%')`,
    1,
  ],
];

export async function peopleToTry(pool: pg.Pool): Promise<readonly PersonToTry[]> {
  const people: PersonToTry[] = [];
  for (const [kind, reason, where, wanted] of TO_TRY) {
    const taken = people.map((one) => one.person.id);
    const result = await pool.query(
      `select ${COLUMNS} from dm_persons p where ${where} and p.person_id <> all($1::bigint[]) order by p.person_id limit $2`,
      [taken, wanted],
    );
    for (const row of result.rows as readonly PersonRow[])
      people.push({ person: foundOf(row).line, kind, reason });
  }
  return people;
}
