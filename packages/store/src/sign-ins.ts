import { randomBytes, randomUUID } from 'node:crypto';
import type { Instant, ViewId } from '@solway/kernel';
import type { Queryable } from './database.ts';
import type { PageKind } from './launches.ts';

/** A sign-in that has begun, and what its answer is held against. */
export interface SignInAttempt {
  readonly state_hash: Buffer;
  readonly browser_hash: Buffer;
  readonly provider: string;
  readonly nonce: string;
  readonly code_verifier: string;
  /** The session that it confirms; null where it begins one. */
  readonly confirms: string | null;
  readonly expires_at: Instant;
}

export interface SignInSession {
  readonly id: string;
  readonly provider: string;
  readonly organisation: string;
  readonly user_id: string;
  readonly user_name: string;
  /** Roles that the provider's claims give and the directory vouched for as it began. */
  readonly roles: readonly string[];
  /** The one that they act in; null until they have chosen. */
  readonly acting: string | null;
  readonly acr: string | null;
  readonly authenticated_at: Instant;
  readonly id_token: string;
  readonly started_at: Instant;
  readonly expires_at: Instant;
}

/** Views of a sign-in name it as their client, where those of a launch name the host. */
export const SIGN_IN_CLIENT = 'sign-in';

const SESSION = `id, provider, organisation, user_id, user_name, roles, acting, acr, authenticated_at, id_token,
  started_at, expires_at`;

export async function beginSignIn(db: Queryable, attempt: SignInAttempt): Promise<void> {
  await db.query(
    `insert into sign_in_attempt (state_hash, browser_hash, provider, nonce, code_verifier, confirms, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      attempt.state_hash,
      attempt.browser_hash,
      attempt.provider,
      attempt.nonce,
      attempt.code_verifier,
      attempt.confirms,
      attempt.expires_at,
    ],
  );
}

/** Spends an attempt, for the browser that began it. Undefined where there is none, or it is too old. */
export async function takeSignIn(
  db: Queryable,
  stateHash: Buffer,
  browserHash: Buffer,
  now: Instant,
): Promise<SignInAttempt | undefined> {
  const taken = await db.query<SignInAttempt>(
    'delete from sign_in_attempt where state_hash = $1 and browser_hash = $2 returning *',
    [stateHash, browserHash],
  );
  const attempt = taken.rows[0];
  return attempt === undefined || attempt.expires_at <= now ? undefined : attempt;
}

/** Begins a session in a browser; whatever else was signed in or open there ends. */
export async function startSession(
  db: Queryable,
  session: Omit<SignInSession, 'id' | 'acting'>,
  browser: { readonly now: Buffer; readonly before: Buffer },
): Promise<string> {
  const at = session.started_at;
  await db.query(
    `update sign_in_session set ended_at = $3, end_reason = 'replaced' where browser_hash in ($1, $2) and ended_at is null`,
    [browser.now, browser.before, at],
  );
  await db.query(
    `update view set closed_at = $3, close_reason = 'user-changed'
     where browser_hash in ($1, $2) and closed_at is null`,
    [browser.now, browser.before, at],
  );
  const id = randomUUID();
  await db.query(
    `insert into sign_in_session (id, browser_hash, provider, organisation, user_id, user_name, roles, acr,
       authenticated_at, id_token, started_at, seen_at, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11, $12)`,
    [
      id,
      browser.now,
      session.provider,
      session.organisation,
      session.user_id,
      session.user_name,
      session.roles,
      session.acr,
      session.authenticated_at,
      session.id_token,
      at,
      session.expires_at,
    ],
  );
  return id;
}

/** The session of a browser, seen now; undefined where there is none, it was left idle, or its time is over. */
export async function sessionOf(
  db: Queryable,
  by: { readonly browserHash: Buffer } | { readonly id: string },
  now: Instant,
  idleMinutes: number,
): Promise<SignInSession | undefined> {
  const [where, value] = 'id' in by ? ['id = $1', by.id] : ['browser_hash = $1', by.browserHash];
  const found = await db.query<SignInSession>(
    `update sign_in_session set seen_at = $2
     where ${where} and ended_at is null and expires_at > $2 and seen_at > $2::timestamptz - make_interval(mins => $3)
     returning ${SESSION}`,
    [value, now, idleMinutes],
  );
  return found.rows[0];
}

/** The user has been authenticated again, in this session. */
export async function confirmSession(
  db: Queryable,
  id: string,
  confirmed: { readonly at: Instant; readonly acr: string | null; readonly idToken: string },
): Promise<void> {
  await db.query(
    `update sign_in_session set authenticated_at = $2, acr = $3, id_token = $4, seen_at = greatest(seen_at, $2)
     where id = $1 and ended_at is null`,
    [id, confirmed.at, confirmed.acr, confirmed.idToken],
  );
}

/** Acts in a role from now on: what was open in another one closes, and its pages open. */
export async function actInRole(
  db: Queryable,
  session: SignInSession,
  role: string,
  pages: {
    readonly kinds: readonly PageKind[];
    readonly origin: string;
    readonly correlationId: string;
    readonly at: Instant;
  },
): Promise<void> {
  await closeSessionViews(db, session.id, 'role-changed', pages.at);
  await db.query('update sign_in_session set acting = $2 where id = $1', [session.id, role]);
  for (const kind of pages.kinds) {
    await db.query(
      `insert into view (view_id, handle_hash, browser_hash, client_id, organisation, origin, host_session, kind, user_id,
         user_name, role, purpose, correlation_id, opened_at, expires_at)
       select $1, $2, browser_hash, '${SIGN_IN_CLIENT}', organisation, $3, $4, $5, user_id, user_name, $6, 'oversight', $7,
         $8, expires_at
       from sign_in_session where id::text = $4`,
      [randomUUID(), randomBytes(32), pages.origin, session.id, kind, role, pages.correlationId, pages.at],
    );
  }
}

/** The pages that stand open for a session, one of each kind. */
export async function viewsOfSession(
  db: Queryable,
  id: string,
): Promise<readonly { readonly view_id: ViewId; readonly kind: PageKind }[]> {
  const found = await db.query<{ view_id: ViewId; kind: PageKind }>(
    `select view_id, kind from view where client_id = '${SIGN_IN_CLIENT}' and host_session = $1 and closed_at is null
     order by kind`,
    [id],
  );
  return found.rows;
}

async function closeSessionViews(db: Queryable, id: string, reason: string, at: Instant): Promise<void> {
  await db.query(
    `update view set closed_at = $3, close_reason = $2
     where client_id = '${SIGN_IN_CLIENT}' and host_session = $1 and closed_at is null`,
    [id, reason, at],
  );
}

/** Ends a session and every page of it; false where it was over already. */
export async function endSession(db: Queryable, id: string, reason: string, at: Instant): Promise<boolean> {
  const ended = await db.query(
    'update sign_in_session set ended_at = $3, end_reason = $2 where id = $1 and ended_at is null',
    [id, reason, at],
  );
  await closeSessionViews(db, id, reason, at);
  return ended.rowCount === 1;
}

/** Removes attempts that can't be used any more, and the tokens of sessions that are over. */
export async function sweepSignIns(db: Queryable, now: Instant): Promise<void> {
  await db.query('delete from sign_in_attempt where expires_at < $1', [now]);
  await db.query(
    `update sign_in_session set id_token = '' where id_token <> '' and (ended_at is not null or expires_at < $1)`,
    [now],
  );
}
