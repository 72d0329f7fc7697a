import type { Instant, IsoDate } from '@solway/kernel';
import type { Queryable } from './database.ts';

export interface CompletionRow {
  readonly user_id: string;
  readonly course: string;
  readonly agreement_version: string;
  readonly completed_on: IsoDate;
}

/**
 * Keeps completions of one organisation's staff, each once, and moves the day from which their training counts;
 * never back.
 * @returns how many were not held before
 */
export async function putCompletions(
  db: Queryable,
  organisation: string,
  rows: readonly CompletionRow[],
  at: Instant,
): Promise<number> {
  const kept = await db.query(
    `insert into training_completion (organisation, user_id, course, agreement_version, completed_on, imported_at)
     select $1, user_id, course, agreement_version, completed_on, $3
     from jsonb_to_recordset($2) as c (user_id text, course text, agreement_version text, completed_on date)
     on conflict do nothing`,
    [organisation, JSON.stringify(rows), at],
  );
  await db.query(
    `update staff s set training_completed = greatest(s.training_completed, c.last) from (
       select user_id, max(completed_on) as last from training_completion where organisation = $1 group by user_id) c
     where s.organisation = $1 and s.user_id = c.user_id and s.training_completed is distinct from
       greatest(s.training_completed, c.last)`,
    [organisation],
  );
  return kept.rowCount ?? 0;
}

/** The latest completion of each member of an organisation's staff. */
export async function latestCompletions(
  db: Queryable,
  organisation: string,
): Promise<readonly CompletionRow[]> {
  const found = await db.query<CompletionRow>(
    `select distinct on (user_id) user_id, course, agreement_version, completed_on from training_completion
     where organisation = $1 order by user_id, completed_on desc, agreement_version desc`,
    [organisation],
  );
  return found.rows;
}
