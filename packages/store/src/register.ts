import type { ChiNumber, Instant, IsoDate, MosaicPersonId } from '@solway/kernel';
import type { Queryable } from './database.ts';
import type { ChiPersonRow, CouncilPersonRow } from './people.ts';

export const CHI_COLUMNS = `chi, surname, forenames, known_as, birth_surname, previous_surnames, mother_birth_surname, birth_date,
  sex, death_date, address, postcode, previous_postcodes, gp_practice`;
const COUNCIL_COLUMNS = `person_id, title, forenames, surname, known_as, previous_surnames, birth_date, sex, addresses,
  telephones, context, restricted, protection, chi_held`;

/** Takes these numbers for one change, in their order, whether anybody is held under them or not. */
export async function lockNumbers(tx: Queryable, numbers: readonly ChiNumber[]): Promise<void> {
  for (const chi of [...numbers].sort())
    await tx.query('select pg_advisory_xact_lock(7365745, hashtext($1))', [chi]);
}

export type RegisteredRow = ChiPersonRow & { readonly source_at: Instant | null };

export async function registeredPerson(tx: Queryable, chi: ChiNumber): Promise<RegisteredRow | undefined> {
  const found = await tx.query<RegisteredRow>(
    `select ${CHI_COLUMNS}, source_at from chi_person where chi = $1`,
    [chi],
  );
  return found.rows[0];
}

/** Puts one person on the register, or changes them. */
export async function putRegisteredPerson(
  tx: Queryable,
  row: ChiPersonRow,
  told: { readonly sourceAt: Instant | null; readonly at: Instant },
): Promise<void> {
  const columns = CHI_COLUMNS.split(/,\s*/).filter((column) => column !== 'chi');
  await tx.query(
    `insert into chi_person (${CHI_COLUMNS}, source_at, loaded_at)
     select ${CHI_COLUMNS}, $2::timestamptz, $3::timestamptz from jsonb_populate_record(null::chi_person, $1)
     on conflict (chi) do update set ${columns.map((column) => `${column} = excluded.${column}`).join(', ')},
       source_at = coalesce(excluded.source_at, chi_person.source_at), loaded_at = excluded.loaded_at`,
    [JSON.stringify(row), told.sourceAt, told.at],
  );
}

/** Whether the register uses this number no more. */
export async function isSuperseded(tx: Queryable, chi: ChiNumber): Promise<boolean> {
  const found = await tx.query('select 1 from superseded_chi where chi = $1', [chi]);
  return found.rowCount !== 0;
}

/** Takes a number off the register; what it stood in the place of follows, unless there is nothing to be told. */
export async function supersedeNumber(
  tx: Queryable,
  chi: ChiNumber,
  by: ChiNumber | null,
  at: Instant,
): Promise<void> {
  await tx.query(
    'insert into superseded_chi (chi, by_chi, at) values ($1, $2, $3) on conflict (chi) do nothing',
    [chi, by, at],
  );
  await tx.query('update superseded_chi set by_chi = $2 where by_chi = $1', [chi, by]);
  await tx.query('delete from chi_person where chi = $1', [chi]);
}

/** Notes that two numbers belong together, or no longer do. False where that was so already. */
export async function linkNumbers(
  tx: Queryable,
  pair: readonly [ChiNumber, ChiNumber],
  linked: boolean,
  at: Instant,
): Promise<boolean> {
  const [a, b] = [...pair].sort();
  const done = linked
    ? await tx.query(
        `insert into linked_chi (chi_a, chi_b, linked_at) values ($1, $2, $3)
         on conflict (chi_a, chi_b) do update set linked_at = excluded.linked_at, ended_at = null
         where linked_chi.ended_at is not null`,
        [a, b, at],
      )
    : await tx.query(
        'update linked_chi set ended_at = $3 where chi_a = $1 and chi_b = $2 and ended_at is null',
        [a, b, at],
      );
  return done.rowCount === 1;
}

/** The council's records of these people, for matching one at a time; a protected earlier identity is left out. */
export async function councilPeople(
  db: Queryable,
  personIds: readonly string[],
): Promise<readonly CouncilPersonRow[]> {
  const found = await db.query<CouncilPersonRow>(
    `select ${COUNCIL_COLUMNS} from council_person where person_id = any ($1) and not protected_identity order by person_id`,
    [personIds],
  );
  return found.rows;
}

/** Council records that a change of this person on the register may touch: paired with them, or born that day and unpaired. */
export async function councilPeopleNear(
  tx: Queryable,
  chi: ChiNumber,
  birthDate: IsoDate | null,
  limit: number,
): Promise<readonly MosaicPersonId[]> {
  const found = await tx.query<{ person_id: MosaicPersonId }>(
    `(select person_id from link where chi = $1 and state <> 'undone')
     union
     (select p.person_id from council_person p where p.birth_date = $2 and not p.protected_identity
        and not exists (select 1 from link l where l.person_id = p.person_id and l.state <> 'undone')
      order by p.person_id limit $3)`,
    [chi, birthDate, limit],
  );
  return found.rows.map((row) => row.person_id);
}

export interface NearPerson {
  readonly birthDates: readonly IsoDate[];
  /** In capitals. */
  readonly surnames: readonly string[];
  /** In capitals. */
  readonly forenames: readonly string[];
  /** As people write them: `DG1 1AA`. */
  readonly postcodes: readonly string[];
  readonly numbers: readonly string[];
}

/** People on the register who share something with one that is looked for. */
export async function registeredNear(
  db: Queryable,
  near: NearPerson,
  limit: number,
): Promise<readonly ChiPersonRow[]> {
  const found = await db.query<ChiPersonRow>({
    name: 'registered-near',
    text: `select ${CHI_COLUMNS} from chi_person where not protected_identity and (chi = any ($1) or birth_date = any ($2)
        or (upper(surname) = any ($3) and upper(forenames[1]) = any ($4)) or postcode = any ($5))
      order by chi limit $6`,
    values: [near.numbers, near.birthDates, near.surnames, near.forenames, near.postcodes, limit],
  });
  return found.rows;
}

const NAMES_A_PAGE = 10_000;

/** Everyone on the register, a page at a time: of use for their names. */
export async function* registeredNames(db: Queryable): AsyncGenerator<readonly ChiPersonRow[]> {
  let after = '';
  for (;;) {
    const found = await db.query<ChiPersonRow>(
      `select ${CHI_COLUMNS} from chi_person where chi > $1 and not protected_identity order by chi limit ${NAMES_A_PAGE}`,
      [after],
    );
    if (found.rows.length > 0) yield found.rows;
    const last = found.rows.at(-1);
    if (found.rows.length < NAMES_A_PAGE || last === undefined) return;
    after = last.chi;
  }
}
