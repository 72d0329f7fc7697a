import type { Instant } from '@solway/kernel';
import { Accumulator, type AccumulatorState, type Head, type SignedHead } from '@solway/ledger';
import { type Database, type Queryable, transaction } from './database.ts';

const LOCK = 7_365_744;

export interface Sequenced {
  /** How many leaves were given their place. */
  readonly placed: number;
  readonly head?: SignedHead;
}

interface Signing {
  readonly at: Instant;
  readonly sign: (head: Head) => SignedHead;
}

/**
 * Gives the oldest leaves without a place theirs in the Merkle tree, keeps the nodes that they complete, and signs
 * the new head, all in one transaction. One sequencer at a time: another finds the lock taken and does nothing.
 */
export async function sequenceLeaves(
  db: Database,
  options: Signing & { readonly logId: string; readonly limit: number },
): Promise<Sequenced> {
  return transaction(db, async (tx) => {
    if (!(await isOnlySequencer(tx))) return { placed: 0 };
    const waiting = await tx.query<{ id: string; leaf_hash: string }>(
      'select id, leaf_hash from ledger_entry where sequence is null order by at, id limit $1',
      [options.limit],
    );
    if (waiting.rows.length === 0) return { placed: 0 };
    const nodes = new NodeRows();
    const accumulator = new Accumulator(await readState(tx), nodes.add);
    const first = accumulator.size;
    for (const row of waiting.rows) accumulator.append(row.leaf_hash);
    await tx.query(
      `update ledger_entry e set sequence = placed.sequence
       from unnest($1::uuid[], $2::bigint[]) as placed (id, sequence) where e.id = placed.id`,
      [waiting.rows.map((row) => row.id), waiting.rows.map((_, index) => first + index)],
    );
    await nodes.insert(tx);
    const at = await headTime(tx, options.at);
    const head = options.sign({
      logId: options.logId,
      treeSize: accumulator.size,
      rootHash: accumulator.root(),
      at,
    });
    await tx.query(
      `insert into ledger_accumulator (state) values ($1) on conflict (single) do update set state = excluded.state`,
      [JSON.stringify(accumulator.state())],
    );
    await tx.query('insert into ledger_head (tree_size, at, head) values ($1, $2, $3)', [
      accumulator.size,
      at,
      JSON.stringify(head),
    ]);
    return { placed: waiting.rows.length, head };
  });
}

/**
 * Signs the newest tree again with the time of now, where nobody has countersigned it: for a clock that was ahead and
 * has been put right since, whose head no witness takes.
 */
export async function signNewestAgain(db: Database, { at, sign }: Signing): Promise<SignedHead | undefined> {
  return transaction(db, async (tx) => {
    if (!(await isOnlySequencer(tx))) return undefined;
    const found = await tx.query<{ head: SignedHead; countersigned_at: Instant | null }>(
      'select head, countersigned_at from ledger_head order by tree_size desc limit 1 for update',
    );
    const newest = found.rows[0];
    if (newest === undefined || newest.countersigned_at !== null) return undefined;
    const head = sign({ ...newest.head.head, at: await headTime(tx, at) });
    await tx.query('update ledger_head set head = $2, at = $3 where tree_size = $1', [
      head.head.treeSize,
      JSON.stringify(head),
      head.head.at,
    ]);
    return head;
  });
}

async function isOnlySequencer(tx: Queryable): Promise<boolean> {
  const lock = await tx.query<{ got: boolean }>('select pg_try_advisory_xact_lock($1) as got', [LOCK]);
  return lock.rows[0]?.got === true;
}

/**
 * The time that a head may say: never one before that of the last countersigned head, so that a clock put back a
 * little doesn't make heads that a witness must refuse.
 */
async function headTime(tx: Queryable, now: Instant): Promise<Instant> {
  const found = await tx.query<{ at: Instant }>(
    'select at from ledger_head where countersigned_at is not null order by tree_size desc limit 1',
  );
  const last = found.rows[0]?.at;
  return last !== undefined && last > now ? last : now;
}

/** Completed nodes, gathered to be written in one statement. */
class NodeRows {
  readonly #levels: number[] = [];
  readonly #indexes: number[] = [];
  readonly #hashes: string[] = [];

  readonly add = (level: number, index: number, hash: string): void => {
    this.#levels.push(level);
    this.#indexes.push(index);
    this.#hashes.push(hash);
  };

  async insert(tx: Queryable): Promise<void> {
    await tx.query(
      `insert into ledger_node (level, index, hash)
       select level, index, decode(hash, 'hex') from unnest($1::smallint[], $2::bigint[], $3::text[]) as node (level, index, hash)`,
      [this.#levels, this.#indexes, this.#hashes],
    );
  }
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
