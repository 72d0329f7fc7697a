import type { Instant } from '@solway/kernel';
import type { Queryable } from './database.ts';

export interface AssessmentRow {
  readonly version_id: string;
  /** An assessment, as the governance package reads and writes it. */
  readonly body: unknown;
  readonly assessed_text: string | null;
  readonly changed_at: Instant;
}

export async function assessmentOf(db: Queryable, versionId: string): Promise<AssessmentRow | undefined> {
  const found = await db.query<AssessmentRow>(
    'select version_id, body, assessed_text, changed_at from agreement_assessment where version_id = $1',
    [versionId],
  );
  return found.rows[0];
}

export async function putAssessment(db: Queryable, row: AssessmentRow): Promise<void> {
  await db.query(
    `insert into agreement_assessment (version_id, body, assessed_text, changed_at) values ($1, $2, $3, $4)
     on conflict (version_id) do update set body = excluded.body, assessed_text = excluded.assessed_text,
       changed_at = excluded.changed_at`,
    [row.version_id, JSON.stringify(row.body), row.assessed_text, row.changed_at],
  );
}
