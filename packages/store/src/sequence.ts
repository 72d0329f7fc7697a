import type { Instant } from '@solway/kernel';
import { Accumulator, type AccumulatorState, type Head, type SignedHead } from '@solway/ledger';
import { type Database, type Queryable, transaction } from './database.ts';

const LOCK = 7_365_744;

export interface Sequenced {
  /** How many leaves were given their place. */
  readonly placed: number;
  readonly head?: SignedHead;
}

/**
 * Gives the oldest leaves without a place theirs in the Merkle tree, and signs the new head, all in one
 * transaction. One sequencer at a time: another finds the lock taken and does nothing.
 */
export async function sequenceLeaves(
  db: Database,
  options: {
    readonly logId: string;
    readonly limit: number;
    readonly at: Instant;
    readonly sign: (head: Head) => SignedHead;
  },
): Promise<Sequenced> {
  return transaction(db, async (tx) => {
    const lock = await tx.query<{ got: boolean }>('select pg_try_advisory_xact_lock($1) as got', [LOCK]);
    if (lock.rows[0]?.got !== true) return { placed: 0 };
    const waiting = await tx.query<{ id: string; leaf_hash: string }>(
      'select id, leaf_hash from ledger_entry where sequence is null order by at, id limit $1',
      [options.limit],
    );
    if (waiting.rows.length === 0) return { placed: 0 };
    const accumulator = new Accumulator(await readState(tx));
    const first = accumulator.size;
    for (const row of waiting.rows) accumulator.append(row.leaf_hash);
    await tx.query(
      `update ledger_entry e set sequence = placed.sequence
       from unnest($1::uuid[], $2::bigint[]) as placed (id, sequence) where e.id = placed.id`,
      [waiting.rows.map((row) => row.id), waiting.rows.map((_, index) => first + index)],
    );
    const head = options.sign({
      logId: options.logId,
      treeSize: accumulator.size,
      rootHash: accumulator.root(),
      at: options.at,
    });
    await tx.query(
      `insert into ledger_accumulator (state) values ($1) on conflict (single) do update set state = excluded.state`,
      [JSON.stringify(accumulator.state())],
    );
    await tx.query('insert into ledger_head (tree_size, at, head) values ($1, $2, $3)', [
      accumulator.size,
      options.at,
      JSON.stringify(head),
    ]);
    return { placed: waiting.rows.length, head };
  });
}

async function readState(tx: Queryable): Promise<AccumulatorState> {
  const found = await tx.query<{ state: AccumulatorState }>('select state from ledger_accumulator');
  return found.rows[0]?.state ?? { size: 0, roots: [] };
}

/** How far sequencing is behind: the age of the oldest leaf without a place, in milliseconds, and how many wait. */
export async function sequencingLag(
  db: Database,
  now: Instant,
): Promise<{ readonly waiting: number; readonly oldestMs: number }> {
  const found = await db.query<{ waiting: number; oldest: Instant | null }>(
    'select count(*) as waiting, min(at) as oldest from ledger_entry where sequence is null',
  );
  const row = found.rows[0];
  return {
    waiting: row?.waiting ?? 0,
    oldestMs: row?.oldest == null ? 0 : Math.max(0, Date.parse(now) - Date.parse(row.oldest)),
  };
}

export async function latestHead(db: Database): Promise<SignedHead | undefined> {
  const found = await db.query<{ head: SignedHead }>(
    'select head from ledger_head order by tree_size desc limit 1',
  );
  return found.rows[0]?.head;
}
