import type { Instant } from '@solway/kernel';
import type { Queryable } from './database.ts';

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

/** Says whose a case is to be; nobody's where `to` is null. */
export async function assignCase(
  db: Queryable,
  id: string,
  to: { readonly by: string; readonly name: string } | null,
): Promise<void> {
  await db.query('update review_case set assigned_to = $2, assigned_name = $3 where id = $1', [
    id,
    to?.by ?? null,
    to?.name ?? null,
  ]);
}
