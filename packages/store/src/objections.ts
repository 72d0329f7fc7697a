import type { Instant } from '@solway/kernel';
import type { Queryable } from './database.ts';

export const OBJECTION_OUTCOMES = ['upheld', 'not-upheld'] as const;
export type ObjectionOutcome = (typeof OBJECTION_OUTCOMES)[number];

export interface ObjectionRow {
  readonly id: string;
  readonly holder: string;
  readonly chi: string | null;
  readonly person_id: string | null;
  /** Item types; null is every one. */
  readonly items: readonly string[] | null;
  readonly received_at: Instant;
  readonly received_by: string;
  readonly outcome: ObjectionOutcome | null;
  readonly decided_at: Instant | null;
  readonly decided_by: string | null;
}

export async function receiveObjection(
  db: Queryable,
  objection: Pick<
    ObjectionRow,
    'id' | 'holder' | 'chi' | 'person_id' | 'items' | 'received_at' | 'received_by'
  >,
): Promise<void> {
  await db.query(
    `insert into objection (id, holder, chi, person_id, items, received_at, received_by)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      objection.id,
      objection.holder,
      objection.chi,
      objection.person_id,
      objection.items,
      objection.received_at,
      objection.received_by,
    ],
  );
}

/** Those that wait first, the oldest first; then what was decided, the latest first. */
export async function objectionsOf(
  db: Queryable,
  holder: string,
  limit: number,
): Promise<readonly ObjectionRow[]> {
  const found = await db.query<ObjectionRow>(
    `select * from objection where holder = $1
     order by outcome is not null, case when outcome is null then received_at end, decided_at desc, id limit $2`,
    [holder, limit],
  );
  return found.rows;
}

/**
 * Decides one, once, and never by who wrote it down. An objection that was not upheld, or was, can be raised again as
 * another.
 */
export async function decideObjection(
  db: Queryable,
  decision: {
    readonly id: string;
    readonly holder: string;
    readonly by: string;
    readonly outcome: ObjectionOutcome;
    readonly at: Instant;
  },
): Promise<ObjectionRow | undefined> {
  const decided = await db.query<ObjectionRow>(
    `update objection set outcome = $4, decided_at = $5, decided_by = $3
     where id = $1 and holder = $2 and received_by <> $3 and outcome is null returning *`,
    [decision.id, decision.holder, decision.by, decision.outcome, decision.at],
  );
  return decided.rows[0];
}
