import { randomBytes } from 'node:crypto';
import type { ChiNumber, Instant } from '@solway/kernel';
import { type Entry, sealEntry } from '@solway/ledger';
import type { Database, Queryable } from './database.ts';

/** Writes the entry in the caller's transaction; alone, it is one committed statement. */
export async function appendEntry(
  db: Queryable,
  entry: Entry,
  about: { readonly chi?: ChiNumber } = {},
): Promise<void> {
  const sealed = sealEntry(entry, randomBytes(32));
  await db.query({
    name: 'append-entry',
    text: `insert into ledger_entry (id, kind, at, leaf, leaf_hash, opening, subject_chi, view_id)
           values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    values: [
      entry.id,
      entry.kind,
      entry.at,
      sealed.leaf,
      sealed.leafHash,
      sealed.opening,
      about.chi ?? null,
      'viewId' in entry ? (entry.viewId ?? null) : null,
    ],
  });
}

const BATCH = 1000;

/** Writes many entries, a thousand in a statement. */
export async function appendEntries(
  db: Queryable,
  entries: readonly { readonly entry: Entry; readonly chi?: ChiNumber }[],
): Promise<void> {
  for (let i = 0; i < entries.length; i += BATCH) {
    const rows = entries.slice(i, i + BATCH).map(({ entry, chi }) => {
      const { leaf, leafHash, opening } = sealEntry(entry, randomBytes(32));
      const { id, kind, at } = entry;
      return { id, kind, at, leaf, leaf_hash: leafHash, opening, subject_chi: chi ?? null };
    });
    await db.query(
      `insert into ledger_entry (id, kind, at, leaf, leaf_hash, opening, subject_chi)
       select id, kind, at, leaf, leaf_hash, opening, subject_chi from jsonb_populate_recordset(null::ledger_entry, $1)`,
      [JSON.stringify(rows)],
    );
  }
}

export interface StoredEntry {
  readonly id: string;
  /** Place in the tree, from 0; null until the sequencer has come by. */
  readonly sequence: number | null;
  readonly at: Instant;
  readonly leaf: string;
  readonly leaf_hash: string;
  readonly opening: string | null;
}

const COLUMNS = 'id, sequence, at, leaf, leaf_hash, opening';

export async function recentEntries(
  db: Database,
  options: { readonly limit: number; readonly before?: Instant; readonly kinds?: readonly string[] },
): Promise<readonly StoredEntry[]> {
  const found = await db.query<StoredEntry>(
    `select ${COLUMNS} from ledger_entry
     where ($2::timestamptz is null or at < $2) and ($3::text[] is null or kind = any ($3))
     order by at desc, id limit $1`,
    [options.limit, options.before ?? null, options.kinds ?? null],
  );
  return found.rows;
}

/** The entries of these kinds about one person on the register, the oldest first. */
export async function entriesAbout(
  db: Queryable,
  chi: ChiNumber,
  kinds: readonly string[],
): Promise<readonly StoredEntry[]> {
  const found = await db.query<StoredEntry>(
    `select ${COLUMNS} from ledger_entry where subject_chi = $1 and kind = any ($2) order by at, id`,
    [chi, kinds],
  );
  return found.rows;
}

export async function entryById(db: Database, id: string): Promise<StoredEntry | undefined> {
  const found = await db.query<StoredEntry>(`select ${COLUMNS} from ledger_entry where id = $1`, [id]);
  return found.rows[0];
}

export async function entriesOfView(db: Queryable, viewId: string): Promise<readonly StoredEntry[]> {
  const found = await db.query<StoredEntry>(
    `select ${COLUMNS} from ledger_entry where view_id = $1 order by at, id`,
    [viewId],
  );
  return found.rows;
}

const PERIOD_PAGE = 500;

/** The entries of these kinds whose time is from `from` until before `to`, oldest first, a page at a time. */
export async function* entriesOfPeriod(
  db: Queryable,
  from: Instant,
  to: Instant,
  kinds: readonly string[],
): AsyncGenerator<StoredEntry> {
  for (let after: { at: Instant; id: string } | undefined; ;) {
    const page: { rows: StoredEntry[] } = await db.query<StoredEntry>(
      `select ${COLUMNS} from ledger_entry
       where at >= $1 and at < $2 and kind = any ($3) and ($4::timestamptz is null or (at, id) > ($4, $5::uuid))
       order by at, id limit ${PERIOD_PAGE}`,
      [from, to, kinds, after?.at ?? null, after?.id ?? null],
    );
    yield* page.rows;
    const last = page.rows.at(-1);
    if (last === undefined || page.rows.length < PERIOD_PAGE) return;
    after = { at: last.at, id: last.id };
  }
}

/**
 * The leaves of these kinds since a moment, the oldest first, a batch at a time: for what is reckoned over many.
 * What can be erased is not read.
 */
export async function* leavesSince(
  db: Database,
  kinds: readonly string[],
  since: Instant,
  batch = 250,
): AsyncIterable<readonly string[]> {
  let after: { readonly at: Instant; readonly id: string } = {
    at: since,
    id: '00000000-0000-0000-0000-000000000000',
  };
  for (;;) {
    const found = await db.query<{ id: string; at: Instant; leaf: string }>(
      `select id, at, leaf from ledger_entry where kind = any ($1) and (at, id) > ($2, $3::uuid)
       order by at, id limit $4`,
      [kinds, after.at, after.id, batch],
    );
    const last = found.rows.at(-1);
    if (last === undefined) return;
    yield found.rows.map(({ leaf }) => leaf);
    after = last;
  }
}
