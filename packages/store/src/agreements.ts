import type { Instant } from '@solway/kernel';
import type { Queryable } from './database.ts';

export interface AgreementRow {
  readonly id: string;
  readonly version: string;
  readonly digest: string;
  readonly text: string;
  readonly in_force_from: Instant;
}

export async function agreementInForce(db: Queryable, at: Instant): Promise<AgreementRow | undefined> {
  const found = await db.query<AgreementRow>(
    `select id, version, digest, text, in_force_from from agreement
     where in_force_from <= $1 and (ended_at is null or ended_at > $1) order by in_force_from desc limit 1`,
    [at],
  );
  return found.rows[0];
}

/** Ends whatever was in force and brings this version into force, in the caller's transaction. */
export async function putAgreementInForce(db: Queryable, row: AgreementRow): Promise<void> {
  await db.query('update agreement set ended_at = $1 where ended_at is null or ended_at > $1', [
    row.in_force_from,
  ]);
  await db.query(
    'insert into agreement (id, version, digest, text, in_force_from) values ($1, $2, $3, $4, $5)',
    [row.id, row.version, row.digest, row.text, row.in_force_from],
  );
}
