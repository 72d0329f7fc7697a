import type { Instant } from '@solway/kernel';
import type { SignedHead } from '@solway/ledger';
import type { Database, Queryable } from './database.ts';

/** A head as it is stored, with the countersignatures it has. */
export interface StoredHead {
  readonly head: SignedHead;
  /** When the countersignature came, by our own clock; null before. */
  readonly countersigned_at: Instant | null;
}

const COLUMNS = 'head, countersigned_at';

export async function latestHead(db: Queryable): Promise<StoredHead | undefined> {
  const found = await db.query<StoredHead>(
    `select ${COLUMNS} from ledger_head order by tree_size desc limit 1`,
  );
  return found.rows[0];
}

export async function latestCountersignedHead(db: Queryable): Promise<StoredHead | undefined> {
  const found = await db.query<StoredHead>(
    `select ${COLUMNS} from ledger_head where countersigned_at is not null order by tree_size desc limit 1`,
  );
  return found.rows[0];
}

/** Keeps a head with its countersignature. False where that very head is not the one stored of its size. */
export async function storeCountersigned(db: Queryable, signed: SignedHead, at: Instant): Promise<boolean> {
  const stored = await db.query(
    `update ledger_head set head = $2, countersigned_at = $3 where tree_size = $1 and head -> 'head' = $4::jsonb`,
    [signed.head.treeSize, JSON.stringify(signed), at, JSON.stringify(signed.head)],
  );
  return stored.rowCount === 1;
}

/** How far countersigning is behind: the age of the oldest head past the last countersigned one, in milliseconds. */
export async function countersigningLag(
  db: Database,
  now: Instant,
): Promise<{ readonly countersigned: number; readonly size: number; readonly oldestMs: number }> {
  const found = await db.query<{ countersigned: number; size: number; oldest: Instant | null }>(
    `with last as (
       select coalesce(max(tree_size), 0) as size from ledger_head where countersigned_at is not null
     )
     select last.size as countersigned,
       coalesce((select max(tree_size) from ledger_head), 0) as size,
       (select at from ledger_head where tree_size > last.size order by tree_size limit 1) as oldest
     from last`,
  );
  const { countersigned = 0, size = 0, oldest = null } = found.rows[0] ?? {};
  return {
    countersigned,
    size,
    oldestMs: oldest === null ? 0 : Math.max(0, Date.parse(now) - Date.parse(oldest)),
  };
}

/** The last head countersigned before a moment, and no larger than a size: where an archive of a period begins. */
export async function countersignedBefore(
  db: Queryable,
  moment: Instant,
  mostLeaves: number,
): Promise<SignedHead | undefined> {
  const found = await db.query<{ head: SignedHead }>(
    `select head from ledger_head where countersigned_at is not null and at < $1 and tree_size <= $2
     order by tree_size desc limit 1`,
    [moment, mostLeaves],
  );
  return found.rows[0]?.head;
}

/** The first head countersigned at or after a moment, and of at least a size: where an archive of a period ends. */
export async function countersignedFrom(
  db: Queryable,
  moment: Instant,
  leastLeaves: number,
): Promise<SignedHead | undefined> {
  const found = await db.query<{ head: SignedHead }>(
    `select head from ledger_head where countersigned_at is not null and at >= $1 and tree_size >= $2
     order by tree_size limit 1`,
    [moment, leastLeaves],
  );
  return found.rows[0]?.head;
}

const PAGE = 500;

/** Countersigned heads larger than `after`, to `through`, by size; then the newest, where it is of the range. */
export async function* headsBetween(
  db: Database,
  after: number,
  through: number,
): AsyncGenerator<SignedHead> {
  for (let from = after; ;) {
    const page = await db.query<{ head: SignedHead; tree_size: number }>(
      `select head, tree_size from ledger_head
       where tree_size > $1 and tree_size <= $2 and (countersigned_at is not null or tree_size = $2)
       order by tree_size limit ${PAGE}`,
      [from, through],
    );
    for (const { head } of page.rows) yield head;
    const last = page.rows.at(-1);
    if (last === undefined || page.rows.length < PAGE) return;
    from = last.tree_size;
  }
}
