import type { Instant } from '@solway/kernel';
import {
  type AccumulatorState,
  LedgerError,
  type NodeReader,
  nodesRead,
  rootAt,
  type StoredEntry as ExportedEntry,
} from '@solway/ledger';
import type { Database, Queryable } from './database.ts';

/**
 * Makes a proof from the stored nodes, fetched in one query.
 * @throws {LedgerError} size-invalid; node-missing where a node is not stored
 */
export async function proveFromNodes<T>(db: Queryable, prove: (read: NodeReader) => T): Promise<T> {
  const wanted = nodesRead(prove);
  const found = await db.query<{ level: number; index: number; hash: string }>(
    `select level, index, encode(hash, 'hex') as hash
     from unnest($1::smallint[], $2::bigint[]) as wanted (level, index) join ledger_node using (level, index)`,
    [wanted.map(({ level }) => level), wanted.map(({ index }) => index)],
  );
  const nodes = new Map(found.rows.map(({ level, index, hash }) => [`${level}/${index}`, hash]));
  return prove((level, index) => {
    const hash = nodes.get(`${level}/${index}`);
    if (hash === undefined)
      throw new LedgerError('node-missing', `subtree ${index} of level ${level} is not stored`);
    return hash;
  });
}

/** The state of the tree when it had that many leaves. Throws as `proveFromNodes` does. */
export async function treeStateAt(db: Queryable, size: number): Promise<AccumulatorState> {
  // The root is made of the complete subtrees and nothing else, largest first: just what the state is.
  return proveFromNodes(db, (read) => {
    const roots: string[] = [];
    rootAt(size, (level, index) => {
      const hash = read(level, index);
      roots.push(hash);
      return hash;
    });
    return { size, roots };
  });
}

/** The first and last place of the entries whose time is from `from` until before `to`; undefined for none. */
export async function placesOfPeriod(
  db: Queryable,
  from: Instant,
  to: Instant,
): Promise<{ readonly first: number; readonly last: number } | undefined> {
  const found = await db.query<{ first: number | null; last: number | null }>(
    'select min(sequence) as first, max(sequence) as last from ledger_entry where at >= $1 and at < $2',
    [from, to],
  );
  const { first = null, last = null } = found.rows[0] ?? {};
  return first === null || last === null ? undefined : { first, last };
}

const PAGE = 256;

/**
 * What the tree holds from place `from` until before `to`, a page at a time: the hash each leaf had when it was given
 * its place, and the entry that stands there now, if one does.
 */
export async function* leavesBetween(db: Database, from: number, to: number): AsyncGenerator<ExportedEntry> {
  for (let at = from; at < to; at += PAGE) {
    const page = await db.query<{ hash: string; leaf: string | null; opening: string | null }>({
      name: 'leaves-between',
      text: `select encode(node.hash, 'hex') as hash, entry.leaf, entry.opening
             from ledger_node node left join ledger_entry entry on entry.sequence = node.index
             where node.level = 0 and node.index >= $1 and node.index < $2 order by node.index`,
      values: [at, Math.min(at + PAGE, to)],
    });
    for (const { hash, leaf, opening } of page.rows) {
      yield leaf === null ? { leaf, opening: null, listed: hash } : { leaf, opening, listed: hash };
    }
  }
}
