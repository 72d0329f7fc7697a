import type { Instant } from '@solway/kernel';
import { type LedgerText, LOOK_KINDS } from '@solway/watch';
import type { Database, Queryable } from './database.ts';

const LOCK = 7_365_745;

/** Takes the watch for this transaction; false where another server has it. */
export async function takeWatch(tx: Queryable): Promise<boolean> {
  const lock = await tx.query<{ got: boolean }>('select pg_try_advisory_xact_lock($1) as got', [LOCK]);
  return lock.rows[0]?.got === true;
}

/** The place of the last entry that was judged; -1 before the first. */
export async function watchCursor(db: Queryable): Promise<number> {
  const found = await db.query<{ sequence: number }>('select sequence from watch_cursor');
  return found.rows[0]?.sequence ?? -1;
}

export async function moveWatchCursor(tx: Queryable, sequence: number): Promise<void> {
  await tx.query(
    'insert into watch_cursor (sequence) values ($1) on conflict (single) do update set sequence = excluded.sequence',
    [sequence],
  );
}

export interface WatchedText extends LedgerText {
  readonly sequence: number;
}

// The text of other kinds is not fetched: only their place is needed, to go on from. A place is the first half of
// what the browser is known by, which names nobody.
const COLUMNS = `e.id, e.sequence, e.kind, case when e.kind = any ($1) then e.leaf else '' end as leaf,
  case when e.kind = any ($1) then e.opening end as opening, left(encode(v.browser_hash, 'hex'), 32) as place`;

/** Entries that have a place in the tree after this one, in their order. */
export async function entriesAfter(
  db: Queryable,
  sequence: number,
  limit: number,
): Promise<readonly WatchedText[]> {
  const found = await db.query<WatchedText>({
    name: 'watch-entries-after',
    text: `select ${COLUMNS} from ledger_entry e left join view v on v.view_id = e.view_id
      where e.sequence > $2 order by e.sequence limit $3`,
    values: [LOOK_KINDS, sequence, limit],
  });
  return found.rows;
}

/** Looks whose time is from `from` until before `to` and whose place is at most `through`, in order, a page at a time. */
export async function* looksBetween(
  db: Database | Queryable,
  period: { readonly from: Instant; readonly to: Instant; readonly through: number },
  kinds: readonly string[] = LOOK_KINDS,
): AsyncGenerator<WatchedText> {
  const places = await db.query<{ first: number | null }>(
    'select min(sequence) as first from ledger_entry where at >= $1 and at < $2 and sequence <= $3',
    [period.from, period.to, period.through],
  );
  const first = places.rows[0]?.first;
  if (first == null) return;
  for (let after = first - 1; ;) {
    const page = await db.query<WatchedText>(
      `select ${COLUMNS} from ledger_entry e left join view v on v.view_id = e.view_id
       where e.sequence > $2 and e.sequence <= $3 and e.at >= $4 and e.at < $5 and e.kind = any ($1)
       order by e.sequence limit 2000`,
      [kinds, after, period.through, period.from, period.to],
    );
    yield* page.rows;
    const last = page.rows.at(-1);
    if (last === undefined || page.rows.length < 2000) return;
    after = last.sequence;
  }
}

/** The entries of these ids, oldest first, as the watch reads them. */
export async function entriesByIds(db: Queryable, ids: readonly string[]): Promise<readonly WatchedText[]> {
  const found = await db.query<WatchedText>(
    `select ${COLUMNS} from ledger_entry e left join view v on v.view_id = e.view_id
     where e.id = any ($2) order by e.at, e.id`,
    [LOOK_KINDS, ids],
  );
  return found.rows;
}

/** How many looks have been written that the watch has not judged; at most 10,000 are counted. */
export async function entriesWaiting(db: Queryable, cursor: number): Promise<number> {
  const found = await db.query<{ n: number }>(
    `select count(*) as n from (select 1 from ledger_entry
       where (sequence > $1 or sequence is null) and kind = any ($2) limit 10000) as waiting`,
    [cursor, LOOK_KINDS],
  );
  return found.rows[0]?.n ?? 0;
}
