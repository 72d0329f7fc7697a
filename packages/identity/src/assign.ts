import type { Instant } from '@solway/kernel';
import { appendEntry, assignCase, type Database, reviewCase, transaction, whoElseMay } from '@solway/store';
import { ReviewError } from './review-error.ts';
import { assignedEntry, type Steward } from './steward.ts';

/** Cases of one page of the worklist, and some. */
const MOST_CASES = 100;

/**
 * Says whose these cases are to be: a steward who may decide every one of them, or nobody's (`to` empty). All or none.
 * @throws {ReviewError} `review-unknown`, `review-withheld`, `review-assignee-unknown`
 */
export async function assignCases(
  db: Database,
  steward: Steward,
  asked: { readonly caseIds: readonly string[]; readonly to: string },
  at: Instant,
): Promise<{ readonly cases: number; readonly name?: string }> {
  const ids = [...new Set(asked.caseIds)].sort();
  if (ids.length === 0 || ids.length > MOST_CASES)
    throw new ReviewError('review-unknown', 'no case was chosen');
  return transaction(db, async (tx) => {
    let name: string | undefined;
    for (const caseId of ids) {
      const row = await reviewCase(tx, steward, caseId);
      if (row === undefined) throw new ReviewError('review-unknown', 'there is no such case');
      if (row.withheld || row.person_id === null)
        throw new ReviewError('review-withheld', 'this case is for a steward on the allow-list');
      const may = await whoElseMay(tx, steward.organisation, caseId, []);
      const to = may.find((one) => one.user_id === asked.to);
      if (asked.to !== '' && to === undefined)
        throw new ReviewError('review-assignee-unknown', 'nobody by that id may decide this case');
      name = to?.name;
      const by = to === undefined ? null : { by: `${steward.organisation}:${to.user_id}`, name: to.name };
      await assignCase(tx, caseId, by);
      await appendEntry(
        tx,
        assignedEntry(steward, { caseId, personId: row.person_id }, by?.by ?? 'nobody', at),
      );
    }
    return { cases: ids.length, ...(name === undefined ? {} : { name }) };
  });
}
