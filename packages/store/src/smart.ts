import type { ChiNumber, Instant, MosaicPersonId, UserId } from '@solway/kernel';
import type { Database, Queryable } from './database.ts';
import type { AppContext, LaunchRow } from './launches.ts';

/** What a token lets its bearer ask, in whose name and why. Never the token itself. */
export interface SmartGrant {
  readonly client_id: string;
  readonly organisation: string;
  readonly user_id: UserId;
  readonly user_name: string;
  readonly role: string;
  readonly purpose: string;
  readonly relationship: string | null;
  readonly stated_purpose: string | null;
  /** SMART scopes, with a space between. */
  readonly scopes: string;
  readonly chi: ChiNumber | null;
  readonly person_id: MosaicPersonId | null;
  readonly host_session: string;
  readonly app_context: AppContext | null;
}

export interface SmartTokenRow extends SmartGrant {
  readonly token_hash: Buffer;
  readonly issued_at: Instant;
  readonly expires_at: Instant;
}

const COLUMNS = `token_hash, client_id, organisation, user_id, user_name, role, purpose, relationship, stated_purpose,
  scopes, chi, person_id, host_session, app_context, issued_at, expires_at`;

export async function storeToken(db: Queryable, token: SmartTokenRow): Promise<void> {
  await db.query({
    name: 'store-smart-token',
    text: `insert into smart_token (${COLUMNS}) select ${COLUMNS} from jsonb_populate_record(null::smart_token, $1)`,
    values: [JSON.stringify({ ...token, token_hash: `\\x${token.token_hash.toString('hex')}` })],
  });
}

/** A token that is neither past its time nor revoked. */
export async function liveToken(
  db: Queryable,
  tokenHash: Buffer,
  now: Instant,
): Promise<SmartTokenRow | undefined> {
  const found = await db.query<SmartTokenRow>({
    name: 'live-smart-token',
    text: `select ${COLUMNS} from smart_token where token_hash = $1 and revoked_at is null and expires_at > $2`,
    values: [tokenHash, now],
  });
  return found.rows[0];
}

/** Revokes a token of this client; false where there was none to revoke. */
export async function revokeToken(
  db: Queryable,
  tokenHash: Buffer,
  clientId: string,
  now: Instant,
): Promise<boolean> {
  const done = await db.query(
    'update smart_token set revoked_at = $3 where token_hash = $1 and client_id = $2 and revoked_at is null',
    [tokenHash, clientId, now],
  );
  return done.rowCount === 1;
}

/** Spends a client's assertion (RFC 7523): false where this `jti` has been spent before. */
export async function spendAssertion(
  db: Queryable,
  clientId: string,
  jti: string,
  expiresAt: Instant,
): Promise<boolean> {
  const done = await db.query({
    name: 'spend-assertion',
    text: 'insert into launch_assertion (client_id, jti, expires_at) values ($1, $2, $3) on conflict do nothing',
    values: [clientId, jti, expiresAt],
  });
  return done.rowCount === 1;
}

export interface SmartCode {
  readonly code_hash: Buffer;
  readonly redirect_uri: string;
  readonly code_challenge: string;
  readonly nonce: string | null;
  readonly expires_at: Instant;
  readonly grant_of: SmartGrant;
}

export async function storeCode(db: Queryable, code: SmartCode): Promise<void> {
  await db.query(
    `insert into smart_code (code_hash, redirect_uri, code_challenge, nonce, expires_at, grant_of)
     values ($1, $2, $3, $4, $5, $6)`,
    [
      code.code_hash,
      code.redirect_uri,
      code.code_challenge,
      code.nonce,
      code.expires_at,
      JSON.stringify(code.grant_of),
    ],
  );
}

/** Spends a code: the first to come has it. `replayed` names the token that the first exchange made. */
export async function spendCode(
  db: Queryable,
  codeHash: Buffer,
  now: Instant,
): Promise<
  | { readonly state: 'spent'; readonly code: SmartCode }
  | { readonly state: 'replayed'; readonly tokenHash: Buffer | null; readonly clientId: string }
  | { readonly state: 'unknown' }
> {
  const spent = await db.query<SmartCode>(
    `update smart_code set spent_at = $2 where code_hash = $1 and spent_at is null and expires_at > $2
     returning code_hash, redirect_uri, code_challenge, nonce, expires_at, grant_of`,
    [codeHash, now],
  );
  const code = spent.rows[0];
  if (code !== undefined) return { state: 'spent', code };
  const before = await db.query<{ token_hash: Buffer | null; client_id: string }>(
    `select token_hash, grant_of ->> 'client_id' as client_id from smart_code
     where code_hash = $1 and spent_at is not null`,
    [codeHash],
  );
  const row = before.rows[0];
  return row === undefined
    ? { state: 'unknown' }
    : { state: 'replayed', tokenHash: row.token_hash, clientId: row.client_id };
}

export async function codeBecame(db: Queryable, codeHash: Buffer, tokenHash: Buffer): Promise<void> {
  await db.query('update smart_code set token_hash = $2 where code_hash = $1', [codeHash, tokenHash]);
}

/** Spends a launch that was made for an app, without opening a page; undefined where it can't be spent. */
export async function spendLaunch(
  db: Queryable,
  handleHash: Buffer,
  origin: string,
  now: Instant,
): Promise<LaunchRow | undefined> {
  const spent = await db.query<LaunchRow>(
    `update launch set opened_at = $3
     where handle_hash = $1 and origin = $2 and opened_at is null and expires_at > $3 returning *`,
    [handleHash, origin, now],
  );
  return spent.rows[0];
}

/** Removes codes and tokens a day after their time. */
export async function sweepSmart(db: Database, now: Instant): Promise<void> {
  for (const table of ['smart_code', 'smart_token']) {
    await db.query(`delete from ${table} where expires_at < $1::timestamptz - interval '1 day'`, [now]);
  }
}
