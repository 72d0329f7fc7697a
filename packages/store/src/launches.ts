import type { ChiNumber, Instant, IsoDate, MosaicPersonId, UserId } from '@solway/kernel';
import type { Database, Queryable } from './database.ts';

/** What a launch opens: one person's summary, the account of what was disclosed, or the steward's worklist. */
export type PageKind = 'summary' | 'governance' | 'stewardship';

export interface LaunchRow {
  readonly handle_hash: Buffer;
  readonly client_id: string;
  readonly organisation: string;
  readonly origin: string;
  readonly host_session: string;
  readonly kind: PageKind;
  readonly user_id: UserId;
  readonly user_name: string;
  readonly role: string;
  readonly purpose: string;
  readonly relationship: string | null;
  readonly stated_purpose: string | null;
  readonly chi: ChiNumber | null;
  readonly person_id: MosaicPersonId | null;
  readonly birth_date: IsoDate | null;
  readonly correlation_id: string;
  readonly created_at: Instant;
  readonly expires_at: Instant;
  /** What a SMART app is told with its token; null for a page. */
  readonly app_context: AppContext | null;
}

export interface AppContext {
  readonly needPatientBanner: boolean;
  readonly fhirContext: readonly object[];
}

/**
 * Stores a launch and spends the assertion that asked for it, in one statement. False where that assertion has
 * been spent before: nothing is stored then.
 */
export async function storeLaunch(
  db: Queryable,
  launch: LaunchRow,
  assertion: { readonly jti: string; readonly expiresAt: Instant },
): Promise<boolean> {
  const done = await db.query({
    name: 'store-launch',
    text: `with spent as (
        insert into launch_assertion (client_id, jti, expires_at) values ($2, $18, $19) on conflict do nothing returning 1)
      insert into launch (handle_hash, client_id, organisation, origin, host_session, kind, user_id, user_name, role,
        purpose, relationship, stated_purpose, chi, person_id, birth_date, correlation_id, created_at, expires_at, app_context)
      select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $20, $21 from spent`,
    values: [
      launch.handle_hash,
      launch.client_id,
      launch.organisation,
      launch.origin,
      launch.host_session,
      launch.kind,
      launch.user_id,
      launch.user_name,
      launch.role,
      launch.purpose,
      launch.relationship,
      launch.stated_purpose,
      launch.chi,
      launch.person_id,
      launch.birth_date,
      launch.correlation_id,
      launch.created_at,
      assertion.jti,
      assertion.expiresAt,
      launch.expires_at,
      launch.app_context === null ? null : JSON.stringify(launch.app_context),
    ],
  });
  return done.rowCount === 1;
}

/** The date of birth that Solway holds for a person, as their own organisation gave it. */
export async function heldBirthDate(
  db: Queryable,
  subject: { readonly chi: ChiNumber } | { readonly personId: MosaicPersonId },
): Promise<{ readonly known: boolean; readonly birthDate: IsoDate | null }> {
  const [text, value] =
    'chi' in subject
      ? ['select birth_date from chi_person where chi = $1', subject.chi]
      : ['select birth_date from council_person where person_id = $1', subject.personId];
  const found = await db.query<{ birth_date: IsoDate | null }>(text, [value]);
  const row = found.rows[0];
  return { known: row !== undefined, birthDate: row?.birth_date ?? null };
}

export interface RefusedLaunch {
  readonly reason: 'unknown-handle' | 'replayed' | 'expired' | 'wrong-origin';
  /** What was asked for, where the handle is one of ours. */
  readonly launch?: LaunchRow;
}

/** Why a handle would not open. One seen at another origin has leaked: it is spent here and now. */
export async function whyNotOpened(
  db: Database,
  handleHash: Buffer,
  origin: string | undefined,
  now: Instant,
): Promise<RefusedLaunch> {
  const found = await db.query<LaunchRow & { opened_at: Instant | null }>(
    'select * from launch where handle_hash = $1',
    [handleHash],
  );
  const launch = found.rows[0];
  if (launch === undefined) return { reason: 'unknown-handle' };
  if (launch.opened_at !== null) return { reason: 'replayed', launch };
  if (launch.origin !== origin) {
    await db.query('update launch set opened_at = $2 where handle_hash = $1 and opened_at is null', [
      handleHash,
      now,
    ]);
    return { reason: 'wrong-origin', launch };
  }
  return launch.expires_at <= now ? { reason: 'expired', launch } : { reason: 'replayed', launch };
}

/** Removes what can no longer be used: assertions after their expiry, launches a day after theirs. */
export async function sweepLaunches(db: Database, now: Instant): Promise<void> {
  await db.query(`delete from launch_assertion where expires_at < $1::timestamptz - interval '5 minutes'`, [
    now,
  ]);
  await db.query(`delete from launch where expires_at < $1::timestamptz - interval '1 day'`, [now]);
}
