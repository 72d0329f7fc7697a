import type { Instant } from '@solway/kernel';
import type { Queryable } from './database.ts';

/**
 * True for one caller when a transfer is due, and then it is due again after `everyMs`. The first time is
 * `everyMs` after it is first asked for. In the caller's transaction: what it does is done with it or not at all.
 */
export async function takeTurn(tx: Queryable, name: string, everyMs: number, now: Instant): Promise<boolean> {
  const next = new Date(Date.parse(now) + everyMs).toISOString();
  const begun = await tx.query(
    'insert into transfer_schedule (name, next_at) values ($1, $2) on conflict (name) do nothing',
    [name, next],
  );
  if (begun.rowCount === 1) return false;
  const taken = await tx.query(
    // A shorter interval than before counts from now.
    `update transfer_schedule set next_at = $2 where name = $1 and (next_at <= $3 or next_at > $2)
     returning next_at`,
    [name, next, now],
  );
  return taken.rowCount === 1;
}
