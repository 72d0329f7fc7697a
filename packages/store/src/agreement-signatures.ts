import type { Instant, IsoDate } from '@solway/kernel';
import type { Queryable } from './database.ts';

export interface SignatureRow {
  readonly id: string;
  readonly version_id: string;
  readonly digest: string;
  readonly party: string;
  readonly role: string;
  readonly office: string;
  readonly user_id: string;
  readonly name: string;
  readonly at: Instant;
  readonly key_id: string;
  /** Base64. */
  readonly value: string;
  readonly voided_at: Instant | null;
}

const COLUMNS = 'id, version_id, digest, party, role, office, user_id, name, at, key_id, value, voided_at';

/** Every signature ever put under a version, voided ones too, the oldest first. */
export async function signaturesOf(db: Queryable, versionId: string): Promise<readonly SignatureRow[]> {
  const found = await db.query<SignatureRow>(
    `select ${COLUMNS} from agreement_signature where version_id = $1 order by at, id`,
    [versionId],
  );
  return found.rows;
}

export async function putSignature(db: Queryable, row: SignatureRow): Promise<void> {
  await db.query(
    `insert into agreement_signature (${COLUMNS}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, null)`,
    [
      row.id,
      row.version_id,
      row.digest,
      row.party,
      row.role,
      row.office,
      row.user_id,
      row.name,
      row.at,
      row.key_id,
      row.value,
    ],
  );
}

/** @returns how many signatures stood, and now stand no more */
export async function voidSignatures(db: Queryable, versionId: string, at: Instant): Promise<number> {
  const done = await db.query(
    'update agreement_signature set voided_at = $2 where version_id = $1 and voided_at is null',
    [versionId, at],
  );
  return done.rowCount ?? 0;
}

export interface ReviewRow {
  readonly id: string;
  readonly at: Instant;
  readonly organisation: string;
  readonly name: string;
  readonly role: string;
  readonly decision: 'continue' | 'end-proposed' | 'end';
  readonly reason: string;
  readonly next_review: IsoDate | null;
}

export async function reviewsOf(db: Queryable, versionId: string): Promise<readonly ReviewRow[]> {
  const found = await db.query<ReviewRow>(
    `select id, at, organisation, name, role, decision, reason, next_review from agreement_review
     where version_id = $1 order by at, id`,
    [versionId],
  );
  return found.rows;
}

/** Records what came of a review; `continue` moves the date, `end` ends what was in force at that moment. */
export async function putReview(db: Queryable, versionId: string, row: ReviewRow): Promise<void> {
  await db.query(
    `insert into agreement_review (id, version_id, at, organisation, name, role, decision, reason, next_review)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      row.id,
      versionId,
      row.at,
      row.organisation,
      row.name,
      row.role,
      row.decision,
      row.reason,
      row.next_review,
    ],
  );
  if (row.decision === 'continue')
    await db.query(
      'update agreement_version set review_moved_to = $2, review_begun_at = null where version_id = $1',
      [versionId, row.next_review],
    );
  if (row.decision === 'end') {
    await db.query(`update agreement_version set ended_because = 'ended' where version_id = $1`, [versionId]);
    await db.query(
      `update agreement a set ended_at = $2 from agreement_version v
       where v.version_id = $1 and a.id = v.agreement_id and a.version = v.version and a.ended_at is null`,
      [versionId, row.at],
    );
  }
}

export async function beginReview(db: Queryable, versionId: string, at: Instant): Promise<void> {
  await db.query('update agreement_version set review_begun_at = $2 where version_id = $1', [versionId, at]);
}
