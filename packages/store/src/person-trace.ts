import type { Instant, IsoDate } from '@solway/kernel';
import type { Queryable } from './database.ts';
import type { StoredEntry } from './ledger.ts';

/** Everything that Solway holds of one person, table by table, for whoever answers for it. */
export interface CouncilTrace {
  readonly people: readonly {
    readonly person_id: string;
    readonly title: string | null;
    readonly forenames: string;
    readonly surname: string;
    readonly known_as: string | null;
    readonly previous_surnames: readonly string[];
    readonly birth_date: IsoDate | null;
    readonly sex: string | null;
    readonly addresses: readonly {
      readonly address: string | null;
      readonly postcode: string | null;
      readonly current: boolean;
    }[];
    readonly telephones: readonly string[];
    readonly context: string | null;
    readonly restricted: boolean;
    readonly protection: boolean;
    readonly chi_held: string | null;
    readonly loaded_at: Instant;
  }[];
  readonly notes: readonly { readonly id: number; readonly at: Instant; readonly note: string }[];
}

export async function councilTrace(db: Queryable, personId: string): Promise<CouncilTrace> {
  const people = await db.query<CouncilTrace['people'][number]>(
    `select person_id, title, forenames, surname, known_as, previous_surnames, birth_date, sex, addresses, telephones,
       context, restricted, protection, chi_held, loaded_at from council_person where person_id = $1`,
    [personId],
  );
  const notes = await db.query<CouncilTrace['notes'][number]>(
    `select n.id, n.at, n.note from review_note n join review_case c on c.id = n.case_id where c.person_id = $1
     order by n.at`,
    [personId],
  );
  return { people: people.rows, notes: notes.rows };
}

export interface RegisterTrace {
  readonly chi: string;
  readonly surname: string;
  readonly forenames: readonly string[];
  readonly known_as: string | null;
  readonly birth_surname: string | null;
  readonly previous_surnames: readonly string[];
  readonly mother_birth_surname: string | null;
  readonly birth_date: IsoDate | null;
  readonly sex: string | null;
  readonly death_date: IsoDate | null;
  readonly address: string | null;
  readonly postcode: string | null;
  readonly previous_postcodes: readonly string[];
  readonly gp_practice: string | null;
  readonly loaded_at: Instant;
}

export async function registerTrace(db: Queryable, chi: string): Promise<RegisterTrace | undefined> {
  const found = await db.query<RegisterTrace>(
    `select chi, surname, forenames, known_as, birth_surname, previous_surnames, mother_birth_surname, birth_date, sex,
       death_date, address, postcode, previous_postcodes, gp_practice, loaded_at from chi_person where chi = $1`,
    [chi],
  );
  return found.rows[0];
}

export interface TracedTask {
  readonly id: string;
  readonly kind: string;
  readonly raised_at: Instant;
  readonly raised_by: string;
  readonly done_at: Instant | null;
}

export async function tasksAbout(
  db: Queryable,
  about: { readonly chi?: string | undefined; readonly personId?: string | undefined },
): Promise<readonly TracedTask[]> {
  const found = await db.query<TracedTask>(
    `select id, kind, raised_at, raised_by, done_at from task
     where chi = $1 or person_ids @> array[$2::text] order by raised_at`,
    [about.chi ?? null, about.personId ?? null],
  );
  return found.rows;
}

/** The ledger's entries about one person: by the CHI number, or by a page that was asked for by the Mosaic number. */
export async function entriesTracing(
  db: Queryable,
  about: { readonly chi?: string | undefined; readonly personId?: string | undefined },
): Promise<readonly StoredEntry[]> {
  const found = await db.query<StoredEntry>(
    `select id, sequence, at, leaf, leaf_hash, opening from ledger_entry where subject_chi = $1
     union
     select e.id, e.sequence, e.at, e.leaf, e.leaf_hash, e.opening from ledger_entry e
     join view v on v.view_id = e.view_id where v.person_id = $2
     order by at, id`,
    [about.chi ?? null, about.personId ?? null],
  );
  return found.rows;
}

/** Which of these entries an investigation that is not closed rests on. */
export async function underInvestigation(
  db: Queryable,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  const found = await db.query<{ id: string }>(
    `select distinct one as id from finding f, unnest(f.evidence) as one
     where f.state = 'investigating' and f.evidence && $1::uuid[] and one = any ($1::uuid[])`,
    [ids],
  );
  return new Set(found.rows.map((row) => row.id));
}
