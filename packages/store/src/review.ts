import type { Instant, MosaicPersonId } from '@solway/kernel';
import type { Database, Queryable } from './database.ts';
import { WHO_MAY, WITHHELD } from './review-involved.ts';

/** Why a council record waits for a person, and in which order. `deferred` waits for more, after all others. */
export type ReviewPlace = 'protection' | 'reported' | 'doubted' | 'close' | 'below' | 'deferred';

export const REVIEW_PLACES: readonly ReviewPlace[] = [
  'protection',
  'reported',
  'doubted',
  'close',
  'below',
  'deferred',
];

/** Who reads the worklist. */
export interface ReviewReader {
  readonly userId: string;
  readonly organisation: string;
}

/** As an allow-list and a claim name a user. */
export function actorOf({ organisation, userId }: ReviewReader): string {
  return `${organisation}:${userId}`;
}

export interface ReviewCaseRow {
  readonly id: string;
  /** The council's record; null where this reader may not know whose it is. */
  readonly person_id: MosaicPersonId | null;
  readonly open: boolean;
  readonly place: ReviewPlace;
  readonly waiting_since: Instant;
  readonly claimed_by: string | null;
  readonly claimed_name: string | null;
  readonly claimed_until: Instant | null;
  readonly assigned_to: string | null;
  readonly assigned_name: string | null;
  readonly withheld: boolean;
  /** Stewards who may decide a case that is withheld from this reader. */
  readonly may_decide: readonly string[];
}

export type Placed<Row extends ReviewCaseRow> = Omit<Row, 'place'> & { readonly place: number };

export const CASE_COLUMNS = `c.id, case when x.withheld then null else c.person_id end as person_id, c.open, c.place,
  c.waiting_since, c.claimed_by, c.claimed_name, c.claimed_until, c.assigned_to,
  c.assigned_name, x.withheld,
  case when x.withheld then ${WHO_MAY} else '{}' end as may_decide`;

export function named<Row extends ReviewCaseRow>(row: Placed<Row>): Row {
  return { ...row, place: REVIEW_PLACES[row.place - 1] ?? 'deferred' } as unknown as Row;
}

export interface PlaceCount {
  readonly place: ReviewPlace;
  readonly waiting: number;
  readonly oldest: Instant;
}

export async function countReviewCases(db: Database): Promise<readonly PlaceCount[]> {
  const found = await db.query<{ place: number; waiting: number; oldest: Instant }>(
    `select place, count(*) as waiting, min(waiting_since) as oldest from review_case where open group by place order by place`,
  );
  return found.rows.map((row) => ({ ...row, place: REVIEW_PLACES[row.place - 1] ?? 'deferred' }));
}

/** The case, as far as this reader may know of it. */
export async function reviewCase(
  db: Queryable,
  reader: ReviewReader,
  id: string,
): Promise<ReviewCaseRow | undefined> {
  const found = await db.query<Placed<ReviewCaseRow>>(
    `select ${CASE_COLUMNS} from review_case c cross join lateral (select ${WITHHELD} as withheld) x where c.id = $3`,
    [actorOf(reader), reader.organisation, id],
  );
  const row = found.rows[0];
  return row === undefined ? undefined : named(row);
}

/** The case of one council record, as far as this reader may know of it. */
export async function reviewCaseOf(
  db: Queryable,
  reader: ReviewReader,
  personId: string,
): Promise<ReviewCaseRow | undefined> {
  const found = await db.query<{ id: string }>('select id from review_case where person_id = $1', [personId]);
  const id = found.rows[0]?.id;
  return id === undefined ? undefined : reviewCase(db, reader, id);
}

/** The nearest case on either side that nobody else has claimed or been assigned, and that this reader may decide and has not judged; undefined at the end. */
export async function neighbourCase(
  db: Database,
  reader: ReviewReader,
  options: {
    readonly by: string;
    readonly at: Instant;
    readonly from?: string;
    readonly direction: 'next' | 'previous';
  },
): Promise<string | undefined> {
  const [than, order] = options.direction === 'next' ? ['>', ''] : ['<', 'desc'];
  const found = await db.query<{ id: string }>(
    `select c.id from review_case c
     where c.open and ($4::uuid is null or (c.place, c.rank, c.waiting_since, c.id) ${than}
         (select a.place, a.rank, a.waiting_since, a.id from review_case a where a.id = $4))
       and (c.claimed_by is null or c.claimed_by = $2 or c.claimed_until <= $3)
       and (c.assigned_to is null or c.assigned_to = $2)
       and not exists (select 1 from second_opinion o where o.case_id = c.id and o.state = 'waiting' and o.first_by = $2)
       and not ${WITHHELD}
     order by c.place ${order}, c.rank ${order}, c.waiting_since ${order}, c.id ${order} limit 1`,
    [actorOf(reader), options.by, options.at, options.from ?? null],
  );
  return found.rows[0]?.id;
}

/** The case of a council record, by the record's id or by a CHI number it is or was paired with; made if need be. */
export async function findCases(
  db: Database,
  reader: ReviewReader,
  number: string,
): Promise<readonly string[]> {
  await db.query(
    `insert into review_case (person_id, open, rank, waiting_since)
     select distinct l.person_id, false, 5, l.changed_at from link l
     where (l.person_id = $1 or l.chi = $1) and l.state = 'in-force' on conflict (person_id) do nothing`,
    [number],
  );
  const found = await db.query<{ id: string }>(
    `select c.id from review_case c where (c.person_id = $2 or c.person_id in
       (select l.person_id from link l where l.chi = $2)) and not ${WITHHELD} order by c.person_id limit 5`,
    [actorOf(reader), number],
  );
  return found.rows.map((row) => row.id);
}
