import type { Instant, MosaicPersonId } from '@solway/kernel';
import type { Queryable } from './database.ts';
import type { CouncilPersonRow } from './people.ts';

/** How far this source was refreshed when it was last read; undefined where it never was. */
export async function watermarkOf(db: Queryable, source: string): Promise<Instant | undefined> {
  const found = await db.query<{ refreshed_at: Instant }>(
    'select refreshed_at from source_watermark where source = $1',
    [source],
  );
  return found.rows[0]?.refreshed_at;
}

export async function putWatermark(
  tx: Queryable,
  source: string,
  refreshed: Instant,
  at: Instant,
): Promise<void> {
  await tx.query(
    `insert into source_watermark (source, refreshed_at, read_at) values ($1, $2, $3)
     on conflict (source) do update set refreshed_at = excluded.refreshed_at, read_at = excluded.read_at`,
    [source, refreshed, at],
  );
}

const COLUMNS = `title, forenames, surname, known_as, previous_surnames, birth_date, sex, addresses, telephones, context,
  restricted, protection, protected_identity, chi_held`;
const BATCH = 1000;

export interface CouncilChanges {
  /** Records that are new, or not as they were. */
  readonly changed: readonly MosaicPersonId[];
  /** Records that Mosaic holds no longer, since this reading. */
  readonly gone: readonly MosaicPersonId[];
}

/** Takes every council record as it is now, in the caller's transaction, and says what that changed. */
export async function takeCouncilPeople(
  tx: Queryable,
  rows: AsyncIterable<CouncilPersonRow>,
  at: Instant,
): Promise<CouncilChanges> {
  await tx.query('create temporary table seen_person (person_id text primary key) on commit drop');
  const changed: MosaicPersonId[] = [];
  let batch: CouncilPersonRow[] = [];
  const flush = async (): Promise<void> => {
    changed.push(...(await takeBatch(tx, batch, at)));
    batch = [];
  };
  for await (const row of rows) {
    batch.push(row);
    if (batch.length === BATCH) await flush();
  }
  await flush();
  const gone = await tx.query<{ person_id: MosaicPersonId }>(
    `update council_person p set gone_at = $1 where gone_at is null
       and not exists (select 1 from seen_person s where s.person_id = p.person_id) returning person_id`,
    [at],
  );
  return { changed, gone: gone.rows.map((row) => row.person_id) };
}

async function takeBatch(
  tx: Queryable,
  rows: readonly CouncilPersonRow[],
  at: Instant,
): Promise<readonly MosaicPersonId[]> {
  if (rows.length === 0) return [];
  const names = COLUMNS.split(/,\s*/);
  const text = JSON.stringify(rows);
  await tx.query(
    `insert into seen_person select person_id from jsonb_to_recordset($1) as row (person_id text) on conflict do nothing`,
    [text],
  );
  const written = await tx.query<{ person_id: MosaicPersonId }>(
    `insert into council_person (person_id, ${COLUMNS}, loaded_at)
     select person_id, ${COLUMNS}, $2 from jsonb_populate_recordset(null::council_person, $1)
     on conflict (person_id) do update set ${names.map((name) => `${name} = excluded.${name}`).join(', ')},
       loaded_at = excluded.loaded_at, gone_at = null
     where council_person.gone_at is not null or (${names.map((name) => `council_person.${name}`).join(', ')})
       is distinct from (${names.map((name) => `excluded.${name}`).join(', ')})
     returning person_id`,
    [text, at],
  );
  return written.rows.map((row) => row.person_id);
}
