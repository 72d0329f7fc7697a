import type { Instant, IsoDate, MosaicPersonId } from '@solway/kernel';
import type { Database, Queryable } from './database.ts';
import { onStaff } from './staff.ts';

/** Why a council record waits for a person, and in which order. `deferred` waits for more, after all others. */
export type ReviewPlace = 'protection' | 'reported' | 'doubted' | 'close' | 'below' | 'deferred';

const PLACES: readonly ReviewPlace[] = ['protection', 'reported', 'doubted', 'close', 'below', 'deferred'];

/**
 * Whether a case touches a restricted person for whom user $1 (organisation:user) is not on the allow-list, or a
 * protected identity, for which nobody is: the council record itself, or another that shares a candidate with it,
 * since saying so would tell who is restricted.
 */
const INVOLVED = `(select c.person_id union select o.person_id from link m join link o on o.chi = m.chi
    where m.person_id = c.person_id and m.state <> 'undone' and o.state <> 'undone')`;
const WITHHELD = `exists (select 1 from ${INVOLVED} involved (person_id)
  join council_person r on r.person_id = involved.person_id and (r.restricted or r.protected_identity)
  where r.protected_identity or not exists (select 1 from restricted_access a
    where a.person_id = r.person_id and a.organisation || ':' || a.user_id = $1))`;
/** Names of the organisation's stewards ($2) who are on every allow-list that the case needs. */
const WHO_MAY = `array(select distinct s.name from staff s
  where s.organisation = $2 and s.role = 'data-steward' and ${onStaff('s')} and not exists (
    select 1 from ${INVOLVED} involved (person_id)
    join council_person r on r.person_id = involved.person_id and (r.restricted or r.protected_identity)
    where r.protected_identity or not exists (select 1 from restricted_access a
      where a.person_id = r.person_id and a.organisation = s.organisation and a.user_id = s.user_id))
  order by s.name)`;

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
  readonly withheld: boolean;
  /** Stewards who may decide a case that is withheld from this reader. */
  readonly may_decide: readonly string[];
}

export interface WorklistRow extends ReviewCaseRow {
  readonly title: string | null;
  readonly forenames: string | null;
  readonly surname: string | null;
  readonly birth_date: IsoDate | null;
  readonly context: 'adult' | 'child' | null;
  readonly protection: boolean | null;
  readonly restricted: boolean | null;
  readonly suspended: boolean;
  /** Pairs that wait, and the weight of the best. */
  readonly pairs: number;
  readonly best_weight: number | null;
}

type Placed<Row extends ReviewCaseRow> = Omit<Row, 'place'> & { readonly place: number };

const CASE_COLUMNS = `c.id, case when x.withheld then null else c.person_id end as person_id, c.open, c.place,
  c.waiting_since, c.claimed_by, c.claimed_name, c.claimed_until, x.withheld,
  case when x.withheld then ${WHO_MAY} else '{}' end as may_decide`;

function named<Row extends ReviewCaseRow>(row: Placed<Row>): Row {
  return { ...row, place: PLACES[row.place - 1] ?? 'deferred' } as unknown as Row;
}

/** One page of the worklist, first things first. A row that is withheld carries nothing of the person. */
export async function reviewWorklist(
  db: Database,
  reader: ReviewReader,
  options: { readonly limit: number; readonly place?: ReviewPlace; readonly after?: string },
): Promise<readonly WorklistRow[]> {
  const found = await db.query<Placed<WorklistRow>>(
    `select ${CASE_COLUMNS}, v.title, v.forenames, v.surname, v.birth_date, v.context, v.protection, v.restricted,
       coalesce(n.suspended, false) as suspended, n.pairs, n.best_weight
     from (select * from review_case where open and ($3::smallint is null or place = $3)
         and ($4::uuid is null or (place, rank, waiting_since, id) >
           (select a.place, a.rank, a.waiting_since, a.id from review_case a where a.id = $4))
       order by place, rank, waiting_since, id limit $5) c
     cross join lateral (select ${WITHHELD} as withheld) x
     left join council_person v on v.person_id = c.person_id and not x.withheld
     left join lateral (select count(distinct l.link_id) as pairs, max(l.match_weight) as best_weight,
         bool_or(l.state = 'suspended') as suspended
       from waiting_pair l where l.person_id = c.person_id) n on not x.withheld
     order by c.place, c.rank, c.waiting_since, c.id`,
    [
      actorOf(reader),
      reader.organisation,
      options.place === undefined ? null : PLACES.indexOf(options.place) + 1,
      options.after ?? null,
      options.limit,
    ],
  );
  return found.rows.map((row) => ({ ...named<WorklistRow>(row), pairs: row.pairs ?? 0 }));
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
  return found.rows.map((row) => ({ ...row, place: PLACES[row.place - 1] ?? 'deferred' }));
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

/** The nearest case on either side that nobody else has claimed and this reader may decide; undefined at the end. */
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
       and (c.claimed_by is null or c.claimed_by = $2 or c.claimed_until <= $3) and not ${WITHHELD}
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

/** Takes the case for one steward until a moment; false where another holds it. Nobody else's claim is disturbed. */
export async function claimCase(
  db: Queryable,
  id: string,
  claim: {
    readonly by: string;
    readonly name: string;
    readonly at: Instant;
    readonly until: Instant;
  },
): Promise<boolean> {
  const claimed = await db.query(
    `update review_case set claimed_by = $2, claimed_name = $3, claimed_until = $5
     where id = $1 and (claimed_by is null or claimed_by = $2 or claimed_until <= $4)`,
    [id, claim.by, claim.name, claim.at, claim.until],
  );
  return claimed.rowCount === 1;
}

/** Gives back every case that this steward holds. */
export async function releaseClaims(db: Queryable, by: string): Promise<void> {
  await db.query(
    'update review_case set claimed_by = null, claimed_name = null, claimed_until = null where claimed_by = $1',
    [by],
  );
}
