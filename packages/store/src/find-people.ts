import type { ChiNumber, IsoDate, MosaicPersonId, UserId } from '@solway/kernel';
import type { Queryable } from './database.ts';
import type { Sex } from './people.ts';

/** A person as their own organisation's register has them, for a client of that organisation. */
export interface FoundPerson {
  readonly title: string | null;
  readonly surname: string;
  readonly forenames: readonly string[];
  readonly sex: Sex | null;
  readonly birth_date: IsoDate | null;
  readonly death_date: IsoDate | null;
  readonly address: string | null;
  readonly postcode: string | null;
}

/** What to look for: each as far as it is given. Names by their beginning, whatever the case. */
export interface PersonQuery {
  readonly ids?: readonly string[];
  readonly family?: string;
  readonly given?: string;
  readonly birthDate?: IsoDate;
  readonly sex?: Sex;
  readonly postcode?: string;
}

/**
 * People of the CHI register by their present names; earlier names, and identities that the law
 * protects, find nobody. In the order of their numbers.
 */
export async function findChiPeople(
  db: Queryable,
  query: PersonQuery,
  limit: number,
): Promise<readonly (FoundPerson & { readonly chi: ChiNumber })[]> {
  const { name, where, values } = conditionsOf(query, {
    ids: 'chi = any ($)',
    family: 'lower(surname) like $',
    given: 'exists (select 1 from unnest(forenames) f where lower(f) like $)',
    birthDate: 'birth_date = $',
    sex: 'sex = $',
    postcode: `replace(upper(postcode), ' ', '') = $`,
  });
  const found = await db.query<FoundPerson & { chi: ChiNumber }>({
    name: `find-chi-people${name}`,
    text: `select chi, null as title, surname, forenames, sex, birth_date, death_date, address, postcode
      from chi_person where ${where} and not protected_identity order by chi limit $${values.length + 1}`,
    values: [...values, limit],
  });
  return found.rows;
}

/**
 * People of the council's own record. One who is restricted is found by those on the allow-list, and by nobody
 * else; one with a protected identity by nobody.
 */
export async function findCouncilPeople(
  db: Queryable,
  query: PersonQuery,
  user: { readonly id: UserId; readonly organisation: string },
  limit: number,
): Promise<readonly (FoundPerson & { readonly person_id: MosaicPersonId })[]> {
  const { name, where, values } = conditionsOf(query, {
    ids: 'p.person_id = any ($)',
    family: 'lower(p.surname) like $',
    given: `' ' || lower(p.forenames) like '% ' || $`,
    birthDate: 'p.birth_date = $',
    sex: 'p.sex = $',
    postcode: `replace(upper(home.postcode), ' ', '') = $`,
  });
  const found = await db.query<FoundPerson & { person_id: MosaicPersonId }>({
    name: `find-council-people${name}`,
    text: `select p.person_id, p.title, p.surname, array_remove(string_to_array(p.forenames, ' '), '') as forenames,
        p.sex, p.birth_date, null::date as death_date, home.address, home.postcode
      from council_person p
      left join lateral (
        select a.value ->> 'address' as address, a.value ->> 'postcode' as postcode
        from jsonb_array_elements(p.addresses) a where (a.value ->> 'current')::boolean limit 1) home on true
      where ${where} and not p.protected_identity and (not p.restricted or exists (
          select 1 from restricted_access r where r.person_id = p.person_id and r.user_id = $${values.length + 1} and r.organisation = $${values.length + 2}))
      order by p.person_id limit $${values.length + 3}`,
    values: [...values, user.id, user.organisation, limit],
  });
  return found.rows;
}

/** Changes when another CHI extract has been loaded. */
export async function registerStamp(db: Queryable): Promise<string> {
  const found = await db.query<{ stamp: string }>(
    `select count(*) || '|' || coalesce(max(loaded_at)::text, '') as stamp from chi_person`,
  );
  return found.rows[0]?.stamp ?? '';
}

/** The conditions for what is asked, and no others, so that each shape of question has a plan of its own. */
function conditionsOf(
  query: PersonQuery,
  conditions: Readonly<Record<keyof PersonQuery, string>>,
): { readonly name: string; readonly where: string; readonly values: readonly unknown[] } {
  const asked = {
    ...query,
    family: beginning(query.family),
    given: beginning(query.given),
    postcode: query.postcode?.replaceAll(/\s/g, '').toUpperCase(),
  };
  const parts = Object.entries(conditions).filter(
    ([field]) => asked[field as keyof PersonQuery] !== undefined,
  );
  return {
    name: parts.map(([field]) => `-${field}`).join(''),
    where:
      parts.map(([, condition], at) => condition.replace('$', () => `$${at + 1}`)).join(' and ') || 'false',
    values: parts.map(([field]) => asked[field as keyof PersonQuery]),
  };
}

/** What stands for itself in a pattern is escaped: a search for `%` finds nobody. */
function beginning(text: string | undefined): string | undefined {
  return text === undefined ? undefined : `${text.toLowerCase().replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
}
