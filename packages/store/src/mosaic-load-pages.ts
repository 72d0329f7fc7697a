import type { ChiNumber, Instant, MosaicPersonId } from '@solway/kernel';
import type { Database, Queryable } from './database.ts';
import { keptFrom } from './kept-from.ts';
import type { LoadOrigin, LoadOutcome } from './mosaic-loads.ts';

/**
 * People whom user $1 (organisation:user) may not know of, and the numbers that would tell of them: a row that
 * names either is withheld.
 */
const HIDDEN = `hidden as materialized (select p.person_id, lpad(p.chi_held, 10, '0') as held from council_person p
    where ${keptFrom('p', '$1')}),
  hidden_chi as materialized (select held as chi from hidden where held is not null
    union select l.chi from hidden join link l on l.person_id = hidden.person_id and l.state <> 'undone')`;
const WITHHELD = `(r.person_id in (select person_id from hidden)
  or lpad(r.chi, 10, '0') in (select chi from hidden_chi))`;

export interface LoadRow {
  readonly id: string;
  readonly origin: LoadOrigin;
  /** A steward's name; or which part of Solway. */
  readonly made_by: string;
  readonly made_at: Instant;
  readonly finished_at: Instant | null;
  readonly waiting: number;
  readonly accepted: number;
  readonly unchanged: number;
  readonly rejected: number;
}

const COUNTED = `select m.id, m.origin, m.made_at,
    coalesce((select s.name from staff s where s.organisation || ':' || s.user_id = m.made_by limit 1), m.made_by) as made_by, m.finished_at, n.waiting, n.accepted, n.unchanged, n.rejected
  from mosaic_load m cross join lateral (
    select count(*) filter (where outcome = 'waiting') as waiting,
      count(*) filter (where outcome = 'accepted') as accepted,
      count(*) filter (where outcome = 'unchanged') as unchanged,
      count(*) filter (where outcome = 'rejected') as rejected
    from mosaic_load_row where load_id = m.id) n`;

/** The newest loads, with their counts. */
export async function recentLoads(db: Queryable, limit: number): Promise<readonly LoadRow[]> {
  const found = await db.query<LoadRow>(`${COUNTED} order by m.made_at desc, m.id limit $1`, [limit]);
  return found.rows;
}

export async function loadById(db: Queryable, id: string): Promise<LoadRow | undefined> {
  const found = await db.query<LoadRow>(`${COUNTED} where m.id = $1`, [id]);
  return found.rows[0];
}

export interface ShownLoadRow {
  readonly number: number;
  readonly person_id: string;
  readonly chi: string;
  readonly action: string;
  readonly outcome: LoadOutcome;
  readonly reason: string | null;
  readonly surname: string | null;
  readonly forenames: string | null;
  readonly title: string | null;
}

export interface ShownLoadRows {
  readonly rows: readonly ShownLoadRow[];
  /** Rows of the same outcome, in the whole load, that this reader may not see. */
  readonly withheld: number;
}

/** Rows of a load as far as this reader may see them, in their order. */
export async function loadRowsFor(
  db: Database,
  actor: string,
  loadId: string,
  options: { readonly outcome?: LoadOutcome; readonly after?: number; readonly limit: number },
): Promise<ShownLoadRows> {
  const chosen = [actor, loadId, options.outcome ?? null];
  const found = await db.query<ShownLoadRow>(
    `with ${HIDDEN}
     select r.number, r.person_id, r.chi, r.action, r.outcome, r.reason, p.surname, p.forenames, p.title
     from mosaic_load_row r left join council_person p on p.person_id = r.person_id
     where r.load_id = $2 and ($3::text is null or r.outcome = $3) and r.number > $4 and not ${WITHHELD}
     order by r.number limit $5`,
    [...chosen, options.after ?? 0, options.limit],
  );
  const withheld = await db.query<{ n: number }>(
    `with ${HIDDEN} select count(*) as n from mosaic_load_row r
     where r.load_id = $2 and ($3::text is null or r.outcome = $3) and ${WITHHELD}`,
    chosen,
  );
  return { rows: found.rows, withheld: withheld.rows[0]?.n ?? 0 };
}

export interface ReasonCount {
  readonly reason: string;
  readonly rows: number;
}

/** How many rows of a load were rejected for each reason. */
export async function loadReasons(db: Queryable, loadId: string): Promise<readonly ReasonCount[]> {
  const found = await db.query<ReasonCount>(
    `select reason, count(*) as rows from mosaic_load_row where load_id = $1 and outcome = 'rejected'
     group by reason order by 2 desc, 1`,
    [loadId],
  );
  return found.rows;
}

/** Which of these people this user may not be told of. */
export async function hiddenAmong(
  db: Queryable,
  actor: string,
  personIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const found = await db.query<{ person_id: string }>(
    `select p.person_id from council_person p where p.person_id = any ($2) and ${keptFrom('p', '$1')}`,
    [actor, personIds],
  );
  return new Set(found.rows.map((row) => row.person_id));
}

/** Everyone whose link is in force and who is not restricted, by their number. */
export async function matchedPeople(
  db: Queryable,
): Promise<readonly { readonly chi: ChiNumber; readonly person_id: MosaicPersonId }[]> {
  const found = await db.query<{ chi: ChiNumber; person_id: MosaicPersonId }>(
    `select l.chi, l.person_id from link l join council_person p on p.person_id = l.person_id
     where l.state = 'in-force' and not p.restricted and not p.protected_identity order by l.chi, l.person_id`,
  );
  return found.rows;
}
