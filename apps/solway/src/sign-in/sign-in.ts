import { randomBytes, randomUUID } from 'node:crypto';
import { hashOf, mayOversee, OVERSIGHT_KINDS, type OversightKind } from '@solway/disclosure';
import { type Instant, instantOf } from '@solway/kernel';
import type { EntryOf } from '@solway/ledger';
import {
  actInRole,
  appendEntry,
  beginSignIn,
  confirmSession,
  endSession,
  sessionOf,
  type SignInAttempt,
  type SignInSession,
  startSession,
  takeSignIn,
  transaction,
} from '@solway/store';
import type { ServerParts } from '../server.ts';
import { SignInError } from './error.ts';
import type { Authenticated, SignInProtocol } from './protocol.ts';
import { rolesOfClaims, type SignInProvider } from './providers.ts';

/** One way in: a provider, and the protocol spoken with it. */
export interface WayIn {
  readonly provider: SignInProvider;
  readonly protocol: SignInProtocol;
}

export interface SignIns {
  readonly ways: ReadonlyMap<string, WayIn>;
  readonly limits: { readonly idleMinutes: number; readonly hours: number };
}

type Parts = Pick<ServerParts, 'walk' | 'publicUrl'>;

const ATTEMPT_MINUTES = 10;
const METHOD = 'openid-connect';

/** Sends the browser to the provider; what its answer will be held against is kept for ten minutes. */
export async function beginAt(
  { walk }: Parts,
  { provider, protocol }: WayIn,
  browserSecret: string,
  confirms: SignInSession | undefined,
): Promise<URL> {
  const begun = await protocol.begin(confirms !== undefined);
  await beginSignIn(walk.db, {
    state_hash: hashOf(begun.state),
    browser_hash: hashOf(browserSecret),
    provider: provider.id,
    nonce: begun.nonce,
    code_verifier: begun.codeVerifier,
    confirms: confirms?.id ?? null,
    expires_at: later(walk.clock(), ATTEMPT_MINUTES),
  });
  return begun.url;
}

/**
 * The provider's answer. A new sign-in gets a new secret for its browser, so that nobody who knew the old one is
 * signed in as well.
 * @returns the browser's secret
 * @throws {SignInError} each but an unknown attempt is in the ledger
 */
export async function finishAt(
  parts: Parts,
  { ways, limits }: SignIns,
  answer: URL,
  browserSecret: string,
): Promise<string> {
  const { walk } = parts;
  const state = answer.searchParams.get('state') ?? '';
  const now = walk.clock();
  const attempt = await takeSignIn(walk.db, hashOf(state), hashOf(browserSecret), now);
  const way = attempt === undefined ? undefined : ways.get(attempt.provider);
  if (attempt === undefined || way === undefined)
    throw new SignInError('sign-in-attempt-unknown', 'this browser began no such sign-in, or too long ago');
  let who: EntryOf<'sign-in'>['personal'] = null;
  try {
    const authenticated = await way.protocol.finish(
      answer,
      begunOf(attempt, state),
      attempt.confirms !== null,
    );
    const user = userOf(way.provider, authenticated);
    who = { user };
    if (attempt.confirms !== null) {
      await confirm(parts, limits, way, attempt.confirms, user.id, authenticated);
      return browserSecret;
    }
    return await begin(parts, limits, way, browserSecret, user, authenticated);
  } catch (error) {
    if (error instanceof SignInError) await refused(parts, way.provider, error, who);
    throw error;
  }
}

function begunOf(attempt: SignInAttempt, state: string) {
  return { state, nonce: attempt.nonce, codeVerifier: attempt.code_verifier };
}

/** @throws {SignInError} `sign-in-not-verified` where the claims name nobody */
function userOf(
  { userIdClaim, nameClaim }: SignInProvider,
  { claims }: Authenticated,
): { id: string; name: string } {
  const id = Object.hasOwn(claims, userIdClaim) ? claims[userIdClaim] : undefined;
  const name = Object.hasOwn(claims, nameClaim) ? claims[nameClaim] : undefined;
  if (typeof id !== 'string' || !/^[\w.@:+-]{1,120}$/.test(id))
    throw new SignInError('sign-in-not-verified', 'the claims name nobody that a directory could');
  return { id, name: typeof name === 'string' && name.trim() !== '' ? name.trim().slice(0, 120) : id };
}

async function begin(
  parts: Parts,
  limits: SignIns['limits'],
  { provider }: WayIn,
  before: string,
  user: { readonly id: string; readonly name: string },
  authenticated: Authenticated,
): Promise<string> {
  const { walk } = parts;
  const roles: string[] = [];
  for (const role of rolesOfClaims(provider, authenticated.claims)) {
    if ((await kindsFor(walk, provider, user.id, role)).length > 0) roles.push(role);
  }
  if (roles.length === 0)
    throw new SignInError(
      'sign-in-no-role',
      'no role that opens a page here is vouched for by the directory',
    );
  const secret = randomBytes(32).toString('base64url');
  const now = walk.clock();
  await transaction(walk.db, async (tx) => {
    const id = await startSession(
      tx,
      {
        provider: provider.id,
        organisation: provider.organisation,
        user_id: user.id,
        user_name: user.name,
        roles,
        acr: authenticated.acr,
        authenticated_at: authenticated.authenticatedAt,
        id_token: authenticated.idToken,
        started_at: now,
        expires_at: later(now, limits.hours * 60),
      },
      { now: hashOf(secret), before: hashOf(before) },
    );
    await appendEntry(tx, entryOf(parts, provider.organisation, 'accepted', { user }, undefined, undefined));
    const [only] = roles;
    if (roles.length > 1 || only === undefined) return;
    const session = await sessionOf(tx, { id }, now, limits.idleMinutes);
    if (session === undefined) return;
    await act(parts, tx, session, only, await kindsFor(walk, provider, user.id, only));
  });
  return secret;
}

/**
 * What a role opens for this user: the group gave it, the directory has to hold it today, and there has to be a page
 * for it.
 */
async function kindsFor(
  walk: Parts['walk'],
  { organisation, side }: SignInProvider,
  id: string,
  role: string,
): Promise<readonly OversightKind[]> {
  const kinds: OversightKind[] = [];
  for (const kind of OVERSIGHT_KINDS) {
    if (await mayOversee(walk, { organisation, side }, kind, { user: { id, role } })) kinds.push(kind);
  }
  return kinds;
}

/** @throws {SignInError} `sign-in-other-person`, `sign-in-needed` */
async function confirm(
  { walk }: Parts,
  limits: SignIns['limits'],
  { provider }: WayIn,
  id: string,
  userId: string,
  { authenticatedAt, acr, idToken }: Authenticated,
): Promise<void> {
  const session = await sessionOf(walk.db, { id }, walk.clock(), limits.idleMinutes);
  if (session === undefined) throw new SignInError('sign-in-needed', 'the session is over');
  if (session.user_id !== userId || session.provider !== provider.id)
    throw new SignInError('sign-in-other-person', 'somebody else confirmed than is signed in');
  await confirmSession(walk.db, id, { at: authenticatedAt, acr, idToken });
}

/**
 * Acts in one of the roles that the sign-in gave, if the directory still holds it. The choice is in the ledger.
 * @throws {SignInError} `sign-in-no-role`
 */
export async function chooseRole(
  parts: Parts,
  { provider }: WayIn,
  session: SignInSession,
  role: string,
): Promise<void> {
  const { walk } = parts;
  const kinds = session.roles.includes(role) ? await kindsFor(walk, provider, session.user_id, role) : [];
  if (kinds.length === 0)
    throw new SignInError('sign-in-no-role', 'the directory does not hold this user in this role');
  await transaction(walk.db, (tx) => act(parts, tx, session, role, kinds));
}

async function act(
  parts: Parts,
  tx: Parameters<typeof actInRole>[0],
  session: SignInSession,
  role: string,
  kinds: readonly OversightKind[],
): Promise<void> {
  const correlationId = randomUUID();
  await actInRole(tx, session, role, {
    kinds,
    origin: parts.publicUrl,
    correlationId,
    at: parts.walk.clock(),
  });
  const user = { id: session.user_id, name: session.user_name };
  const entry = entryOf(parts, session.organisation, 'accepted', { user }, role, 'acting-role');
  await appendEntry(tx, { ...entry, correlationId });
}

/** @returns where to send the browser so that the provider forgets as well; undefined where it has no such place */
export async function signOut(
  parts: Parts,
  way: WayIn | undefined,
  session: SignInSession,
): Promise<URL | undefined> {
  const { walk, publicUrl } = parts;
  await transaction(walk.db, async (tx) => {
    if (!(await endSession(tx, session.id, 'signed-out', walk.clock()))) return;
    const user = { id: session.user_id, name: session.user_name };
    await appendEntry(
      tx,
      entryOf(parts, session.organisation, 'signed-out', { user }, session.acting ?? undefined, undefined),
    );
  });
  // A provider that is down does not keep anybody signed in here.
  return way?.protocol.signOutUrl(session.id_token, `${publicUrl}/`).catch(() => undefined);
}

async function refused(
  parts: Parts,
  provider: SignInProvider,
  error: SignInError,
  who: EntryOf<'sign-in'>['personal'],
): Promise<void> {
  await appendEntry(
    parts.walk.db,
    entryOf(parts, provider.organisation, 'refused', who, undefined, error.code),
  );
}

function entryOf(
  { walk }: Parts,
  organisation: string,
  outcome: EntryOf<'sign-in'>['outcome'],
  personal: EntryOf<'sign-in'>['personal'],
  role: string | undefined,
  reason: string | undefined,
): EntryOf<'sign-in'> {
  return {
    id: randomUUID(),
    kind: 'sign-in',
    at: walk.clock(),
    organisation,
    outcome,
    method: METHOD,
    ...(role === undefined ? {} : { by: { organisation, role } }),
    ...(reason === undefined ? {} : { reason }),
    personal,
  };
}

function later(at: Instant, minutes: number): Instant {
  return instantOf(Date.parse(at) + minutes * 60_000);
}
