import type { ChiNumber, Instant, IsoDate, MosaicPersonId } from '@solway/kernel';
import type { Database, Queryable } from './database.ts';

export type Sex = 'male' | 'female';

/** A council record, as far as matching needs it. */
export interface CouncilPersonRow {
  readonly person_id: MosaicPersonId;
  readonly title: string | null;
  readonly forenames: string;
  readonly surname: string;
  readonly known_as: string | null;
  readonly previous_surnames: readonly string[];
  readonly birth_date: IsoDate | null;
  readonly sex: Sex | null;
  readonly addresses: readonly {
    readonly address: string | null;
    readonly postcode: string | null;
    readonly current: boolean;
  }[];
  readonly telephones: readonly string[];
  readonly context: 'adult' | 'child' | null;
  readonly restricted: boolean;
  /** On the child or adult protection register, or looked after: a link needs a human. */
  readonly protection: boolean;
  readonly chi_held: string | null;
  /** An earlier identity that the law protects; left out, it is as it was. */
  readonly protected_identity?: boolean;
}

/** A person on the CHI register, as far as matching needs them. */
export interface ChiPersonRow {
  readonly chi: ChiNumber;
  readonly surname: string;
  readonly forenames: readonly string[];
  readonly known_as: string | null;
  readonly birth_surname: string | null;
  readonly previous_surnames: readonly string[];
  readonly mother_birth_surname: string | null;
  readonly birth_date: IsoDate | null;
  readonly sex: Sex | null;
  readonly death_date: IsoDate | null;
  readonly address: string | null;
  readonly postcode: string | null;
  readonly previous_postcodes: readonly string[];
  readonly gp_practice: string | null;
}

const BATCH = 1000;

async function* batches<T>(rows: AsyncIterable<T> | Iterable<T>): AsyncIterable<T[]> {
  let batch: T[] = [];
  for await (const row of rows) {
    batch.push(row);
    if (batch.length === BATCH) {
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}

async function load<T>(
  db: Queryable,
  table: 'council_person' | 'chi_person',
  key: string,
  rows: AsyncIterable<T> | Iterable<T>,
  loadedAt: Instant,
): Promise<number> {
  let count = 0;
  for await (const batch of batches(rows)) {
    const stamped = batch.map((row) => ({ ...row, loaded_at: loadedAt }));
    const columns = Object.keys(stamped[0] ?? {});
    const update = columns
      .filter((column) => column !== key)
      .map((column) => `${column} = excluded.${column}`);
    await db.query(
      `insert into ${table} (${columns.join(', ')})
       select ${columns.join(', ')} from jsonb_populate_recordset(null::${table}, $1)
       on conflict (${key}) do update set ${update.join(', ')}`,
      [JSON.stringify(stamped)],
    );
    count += batch.length;
  }
  return count;
}

export function loadCouncilPeople(
  db: Queryable,
  rows: AsyncIterable<CouncilPersonRow> | Iterable<CouncilPersonRow>,
  loadedAt: Instant,
): Promise<number> {
  return load(db, 'council_person', 'person_id', rows, loadedAt);
}

export function loadChiPeople(
  db: Queryable,
  rows: AsyncIterable<ChiPersonRow> | Iterable<ChiPersonRow>,
  loadedAt: Instant,
): Promise<number> {
  return load(db, 'chi_person', 'chi', rows, loadedAt);
}

export async function recordLoadRejections(
  db: Queryable,
  extract: string,
  rows: readonly { readonly place: string; readonly code: string }[],
  at: Instant,
): Promise<void> {
  await db.query(
    `insert into load_rejection (extract, place, code, at)
     select $1, row.place, row.code, $3 from jsonb_to_recordset($2) as row (place text, code text)`,
    [extract, JSON.stringify(rows), at],
  );
}

/** For matching: an earlier identity that the law protects is left out, and so is never matched to. */
export async function readCouncilPeople(db: Database): Promise<readonly CouncilPersonRow[]> {
  const found = await db.query<CouncilPersonRow>(
    `select person_id, title, forenames, surname, known_as, previous_surnames, birth_date, sex, addresses, telephones,
       context, restricted, protection, chi_held
     from council_person where not protected_identity order by person_id`,
  );
  return found.rows;
}

/** For matching, as above. */
export async function readChiPeople(db: Database): Promise<readonly ChiPersonRow[]> {
  const found = await db.query<ChiPersonRow>(
    `select chi, surname, forenames, known_as, birth_surname, previous_surnames, mother_birth_surname, birth_date, sex,
       death_date, address, postcode, previous_postcodes, gp_practice
     from chi_person where not protected_identity order by chi`,
  );
  return found.rows;
}

export async function countPeople(db: Database): Promise<{ readonly council: number; readonly chi: number }> {
  const found = await db.query<{ council: number; chi: number }>(
    'select (select count(*) from council_person) as council, (select count(*) from chi_person) as chi',
  );
  return found.rows[0] ?? { council: 0, chi: 0 };
}
