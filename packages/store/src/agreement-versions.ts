import type { Instant, IsoDate } from '@solway/kernel';
import type { Queryable } from './database.ts';

export type VersionState = 'draft' | 'consultation' | 'signed' | 'approved' | 'withdrawn';

/** What the text of a version says, in the columns that are asked for. */
export interface VersionText {
  readonly agreement_id: string;
  readonly version: string;
  readonly text: string;
  /** Null while the text does not hold together. */
  readonly digest: string | null;
  readonly title: string;
  readonly level: number;
  readonly starts_on: IsoDate;
  readonly ends_on: IsoDate;
  readonly review_on: IsoDate;
  readonly review_grace_days: number;
}

export interface VersionRow extends VersionText {
  readonly version_id: string;
  readonly state: VersionState;
  /** Counts the changes of the text, from 1. */
  readonly revision: number;
  readonly based_on: string | null;
  readonly created_at: Instant;
  readonly changed_at: Instant;
  readonly review_begun_at: Instant | null;
  readonly review_moved_to: IsoDate | null;
  readonly ended_because: 'superseded' | 'ended' | null;
  /** From `agreement`, for a version that has been brought into force. */
  readonly in_force_from: Instant | null;
  readonly ended_at: Instant | null;
}

export interface Office {
  readonly party: string;
  readonly role: string;
  readonly office: string;
}

const COLUMNS = `v.version_id, v.agreement_id, v.version, v.text, v.digest, v.title, v.level, v.starts_on, v.ends_on,
  v.review_on, v.review_grace_days, v.state, v.revision, v.based_on, v.created_at, v.changed_at, v.review_begun_at,
  v.review_moved_to, v.ended_because, a.in_force_from, a.ended_at`;
const FROM = `from agreement_version v left join agreement a
  on v.state = 'approved' and a.id = v.agreement_id and a.version = v.version`;

/** Every version, the newest first. */
export async function agreementVersions(db: Queryable): Promise<readonly VersionRow[]> {
  const found = await db.query<VersionRow>(
    `select ${COLUMNS} ${FROM} order by coalesce(a.in_force_from, v.created_at) desc, v.version_id limit 200`,
  );
  return found.rows;
}

/** `lock` holds the row until the caller's transaction ends: one act at a time on one version. */
export async function agreementVersion(
  db: Queryable,
  versionId: string,
  lock?: 'lock',
): Promise<VersionRow | undefined> {
  const found = await db.query<VersionRow>(
    `select ${COLUMNS} ${FROM} where v.version_id = $1 ${lock === undefined ? '' : 'for update of v'}`,
    [versionId],
  );
  return found.rows[0];
}

/** The version that decides at this moment, as its own row. */
export async function versionInForce(db: Queryable, at: Instant): Promise<VersionRow | undefined> {
  const found = await db.query<VersionRow>(
    `select ${COLUMNS} ${FROM} where a.in_force_from <= $1 and (a.ended_at is null or a.ended_at > $1)
     order by a.in_force_from desc limit 1`,
    [at],
  );
  return found.rows[0];
}

export async function putVersion(
  db: Queryable,
  row: VersionText & {
    readonly version_id: string;
    readonly based_on: string | null;
    readonly at: Instant;
  },
): Promise<void> {
  await db.query(
    `insert into agreement_version (version_id, agreement_id, version, text, digest, title, level, starts_on, ends_on,
       review_on, review_grace_days, state, based_on, created_at, changed_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'draft', $12, $13, $13)`,
    [...textValues(row), row.based_on, row.at],
  );
}

/** Another text in the place of a version's, as its next revision. */
export async function putVersionText(
  db: Queryable,
  row: VersionText & { readonly version_id: string; readonly at: Instant },
): Promise<void> {
  await db.query(
    `update agreement_version set agreement_id = $2, version = $3, text = $4, digest = $5, title = $6, level = $7,
       starts_on = $8, ends_on = $9, review_on = $10, review_grace_days = $11, changed_at = $12,
       revision = revision + 1, state = case when state = 'signed' then 'consultation' else state end
     where version_id = $1`,
    [...textValues(row), row.at],
  );
}

function textValues(row: VersionText & { readonly version_id: string }): readonly unknown[] {
  return [
    row.version_id,
    row.agreement_id,
    row.version,
    row.text,
    row.digest,
    row.title,
    row.level,
    row.starts_on,
    row.ends_on,
    row.review_on,
    row.review_grace_days,
  ];
}

export async function setVersionState(
  db: Queryable,
  versionId: string,
  state: VersionState,
  at: Instant,
): Promise<void> {
  await db.query('update agreement_version set state = $2, changed_at = $3 where version_id = $1', [
    versionId,
    state,
    at,
  ]);
}

export async function putOffices(
  db: Queryable,
  versionId: string,
  offices: readonly Office[],
): Promise<void> {
  await db.query('delete from agreement_office where version_id = $1', [versionId]);
  await db.query(
    `insert into agreement_office (version_id, party, role, office)
     select $1, party, role, office from jsonb_to_recordset($2) as o (party text, role text, office text)
     on conflict do nothing`,
    [versionId, JSON.stringify(offices)],
  );
}

/** Whether some version that has been put to the parties is signed for this one by this role. */
export async function signsForParty(db: Queryable, party: string, role: string): Promise<boolean> {
  const found = await db.query(
    `select 1 from agreement_office o join agreement_version v using (version_id)
     where o.party = $1 and o.role = $2 and v.state in ('consultation', 'signed', 'approved') limit 1`,
    [party, role],
  );
  return found.rowCount === 1;
}

export interface AuthorRow {
  readonly organisation: string;
  readonly user_id: string;
  readonly name: string;
}

export async function putAuthor(db: Queryable, versionId: string, author: AuthorRow): Promise<void> {
  await db.query(
    `insert into agreement_author (version_id, organisation, user_id, name) values ($1, $2, $3, $4)
     on conflict do nothing`,
    [versionId, author.organisation, author.user_id, author.name],
  );
}

export async function authorsOf(db: Queryable, versionId: string): Promise<readonly AuthorRow[]> {
  const found = await db.query<AuthorRow>(
    'select organisation, user_id, name from agreement_author where version_id = $1 order by name',
    [versionId],
  );
  return found.rows;
}

export interface CommentRow {
  readonly id: string;
  readonly revision: number;
  readonly at: Instant;
  readonly organisation: string;
  readonly name: string;
  readonly role: string;
  readonly section: string;
  readonly words: string;
}

export async function putComment(db: Queryable, versionId: string, row: CommentRow): Promise<void> {
  await db.query(
    `insert into agreement_comment (id, version_id, revision, at, organisation, name, role, section, words)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [row.id, versionId, row.revision, row.at, row.organisation, row.name, row.role, row.section, row.words],
  );
}

export async function commentsOn(db: Queryable, versionId: string): Promise<readonly CommentRow[]> {
  const found = await db.query<CommentRow>(
    `select id, revision, at, organisation, name, role, section, words from agreement_comment
     where version_id = $1 order by at, id limit 500`,
    [versionId],
  );
  return found.rows;
}

/** Says how the versions that were in force came to their end, and takes a scheduled one that never began away. */
export async function markSuperseded(db: Queryable, except: string): Promise<void> {
  await db.query(
    `update agreement_version v set ended_because = 'superseded' from agreement a
     where a.id = v.agreement_id and a.version = v.version and v.state = 'approved' and v.version_id <> $1
       and a.ended_at is not null and v.ended_because is null`,
    [except],
  );
}

/** Whether another version of that number has been put to the parties. */
export async function numberTaken(
  db: Queryable,
  agreementId: string,
  version: string,
  except: string,
): Promise<boolean> {
  const found = await db.query(
    `select 1 from agreement_version where agreement_id = $1 and version = $2 and version_id <> $3
       and state not in ('draft', 'withdrawn')`,
    [agreementId, version, except],
  );
  return found.rowCount !== 0;
}

/** The offices of several versions, each once: as the first of them names it. */
export async function officesOf(db: Queryable, versionIds: readonly string[]): Promise<readonly Office[]> {
  const found = await db.query<Office>(
    `select distinct on (party, role) party, role, office from agreement_office
     where version_id = any ($1::uuid[]) order by party, role, array_position($1::uuid[], version_id)`,
    [versionIds],
  );
  return found.rows;
}

const LOCK = 7_365_744;

/** Whoever changes what is in force waits for whoever else does. */
export async function lockAgreements(db: Queryable): Promise<void> {
  await db.query('select pg_advisory_xact_lock($1)', [LOCK]);
}

/** When the last thing in the ledger happened. */
export async function lastMoment(db: Queryable): Promise<Instant | undefined> {
  const found = await db.query<{ at: Instant }>('select at from ledger_entry order by at desc limit 1');
  return found.rows[0]?.at;
}
