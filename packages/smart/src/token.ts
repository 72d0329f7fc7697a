import { randomBytes, randomUUID } from 'node:crypto';
import { hashOf, openBoundView } from '@solway/disclosure';
import { type Instant, instantOf, parseUserId } from '@solway/kernel';
import {
  appendEntry,
  closeViewsOfToken,
  codeBecame,
  revokeToken,
  type SmartCode,
  type SmartGrant,
  type SmartTokenRow,
  spendCode,
  storeToken,
  transaction,
} from '@solway/store';
import { SignJWT } from 'jose';
import { challengeHolds } from './authorize.ts';
import { authenticateClient, type Connection, type TokenForm } from './client-auth.ts';
import type { SmartClient } from './clients.ts';
import { SmartError } from './error.ts';
import { grantScopes } from './scopes.ts';
import type { SmartService } from './service.ts';

/** A backend service asks for a new one when it needs it. */
const SYSTEM_SECONDS = 300;

/** The body of a token response. */
export type TokenAnswer = Readonly<Record<string, unknown>>;

/**
 * The token endpoint: a code for a token, or a backend service's own.
 * @throws {SmartError}
 */
export async function issueToken(
  service: SmartService,
  form: TokenForm,
  connection: Connection,
): Promise<TokenAnswer> {
  const client = await authenticateClient(service, form, connection);
  switch (form['grant_type']) {
    case 'authorization_code':
      return exchangeCode(service, client, form);
    case 'client_credentials':
      return backendToken(service, client, form);
    case undefined:
    default:
      throw new SmartError('smart-grant-unsupported', 'there are authorization_code and client_credentials');
  }
}

async function exchangeCode(
  service: SmartService,
  client: SmartClient,
  form: TokenForm,
): Promise<TokenAnswer> {
  const { walk } = service;
  const now = walk.clock();
  const codeHash = hashOf(form['code'] ?? '');
  const spent = await spendCode(walk.db, codeHash, now);
  if (spent.state === 'replayed') {
    // Somebody has the code who should not: what it made ends for both.
    if (spent.tokenHash !== null) await endToken(service, spent.tokenHash, spent.clientId, now);
    throw refusedGrant('this code has been used');
  }
  if (spent.state === 'unknown') throw refusedGrant('this code is not one of ours, or is past its time');
  const { code } = spent;
  if (code.grant_of.client_id !== client.clientId) throw refusedGrant('this code is another client’s');
  if (code.redirect_uri !== form['redirect_uri'])
    throw refusedGrant('redirect_uri is not the one of the code');
  if (!challengeHolds(form['code_verifier'], code.code_challenge))
    throw refusedGrant('code_verifier does not fit the code');
  const { token, row } = makeToken(code.grant_of, now, walk.limits.viewMinutes * 60);
  await transaction(walk.db, async (tx) => {
    await storeToken(tx, row);
    await codeBecame(tx, codeHash, row.token_hash);
    await appendEntry(tx, signIn(row, now, 'smart-app-launch'));
  });
  await openBoundView(walk, row, randomUUID());
  return { ...tokenAnswer(token, row), ...(await contextOf(service, client, code, row)) };
}

/** What an app is told beside its token: whose record, whether to say so on screen, and who is looking. */
async function contextOf(
  service: SmartService,
  client: SmartClient,
  { nonce }: SmartCode,
  row: SmartTokenRow,
): Promise<TokenAnswer> {
  const scopes = row.scopes.split(' ');
  const patient = service.names.patient(client.clientId, row);
  const { needPatientBanner = true, fhirContext = [] } = row.app_context ?? {};
  return {
    ...(patient === undefined ? {} : { patient }),
    need_patient_banner: needPatientBanner,
    ...(fhirContext.length === 0 ? {} : { fhirContext }),
    ...(scopes.includes('openid') ? { id_token: await idToken(service, client, nonce, row, scopes) } : {}),
  };
}

async function idToken(
  service: SmartService,
  client: SmartClient,
  nonce: string | null,
  row: SmartTokenRow,
  scopes: readonly string[],
): Promise<string> {
  const nowMs = Date.parse(row.issued_at);
  const { privateKey, kid, alg } = await service.keys.signing(nowMs);
  const user = service.names.practitioner(client.clientId, row.organisation, row.user_id);
  const claims = {
    ...(nonce === null ? {} : { nonce }),
    ...(scopes.includes('fhirUser') ? { fhirUser: `${service.fhirBase}/Practitioner/${user}` } : {}),
    ...(scopes.includes('profile') ? { name: row.user_name } : {}),
  };
  return new SignJWT(claims)
    .setProtectedHeader({ alg, kid, typ: 'JWT' })
    .setIssuer(service.issuer)
    .setSubject(user)
    .setAudience(client.clientId)
    .setIssuedAt(Math.floor(nowMs / 1000))
    .setExpirationTime(Math.floor(nowMs / 1000) + 300)
    .sign(privateKey);
}

async function backendToken(
  service: SmartService,
  client: SmartClient,
  form: TokenForm,
): Promise<TokenAnswer> {
  const { system } = client;
  if (system === undefined)
    throw new SmartError('smart-grant-unsupported', 'this client is no backend service');
  const asked = (form['scope'] ?? '').split(' ').filter(Boolean).slice(0, 100);
  const scopes = grantScopes(asked, client.scopes, ['system']);
  if (scopes.length === 0) throw new SmartError('smart-scope-refused', 'none of these scopes can be given');
  const now = service.walk.clock();
  const { token, row } = makeToken(
    {
      client_id: client.clientId,
      organisation: client.organisation,
      user_id: parseUserId(system.user.id),
      user_name: system.user.name,
      role: system.user.role,
      purpose: system.purpose,
      relationship: null,
      stated_purpose: system.statedPurpose,
      scopes: scopes.join(' '),
      chi: null,
      person_id: null,
      host_session: randomUUID(),
      app_context: null,
    },
    now,
    SYSTEM_SECONDS,
  );
  await transaction(service.walk.db, async (tx) => {
    await storeToken(tx, row);
    await appendEntry(tx, signIn(row, now, 'smart-backend-services'));
  });
  return tokenAnswer(token, row);
}

function makeToken(
  grant: SmartGrant,
  now: Instant,
  seconds: number,
): { readonly token: string; readonly row: SmartTokenRow } {
  const token = randomBytes(32).toString('base64url');
  const expires_at = instantOf(Date.parse(now) + seconds * 1000);
  return { token, row: { ...grant, token_hash: hashOf(token), issued_at: now, expires_at } };
}

function tokenAnswer(token: string, row: SmartTokenRow): TokenAnswer {
  return {
    access_token: token,
    token_type: 'Bearer',
    expires_in: Math.round((Date.parse(row.expires_at) - Date.parse(row.issued_at)) / 1000),
    scope: row.scopes,
  };
}

function signIn(row: SmartTokenRow, at: Instant, method: string): Parameters<typeof appendEntry>[1] {
  return {
    id: randomUUID(),
    kind: 'sign-in',
    at,
    organisation: row.organisation,
    outcome: 'accepted',
    method: `${method}:${row.client_id}`,
    by: { organisation: row.organisation, role: row.role },
    personal: { user: { id: row.user_id, name: row.user_name } },
  };
}

/** Revokes a token and closes what was open under it. */
export async function endToken(
  { walk }: SmartService,
  tokenHash: Buffer,
  clientId: string,
  now: Instant,
): Promise<void> {
  await transaction(walk.db, async (tx) => {
    if (await revokeToken(tx, tokenHash, clientId, now)) await closeViewsOfToken(tx, tokenHash, now);
  });
}

function refusedGrant(message: string): SmartError {
  return new SmartError('smart-grant-refused', message);
}
