import { createHash, randomBytes } from 'node:crypto';
import { appOrigin, DisclosureError, hashOf, refuseHandle } from '@solway/disclosure';
import { instantOf } from '@solway/kernel';
import { spendLaunch, storeCode } from '@solway/store';
import type { SmartClient } from './clients.ts';
import { SmartError } from './error.ts';
import { grantScopes } from './scopes.ts';
import type { SmartService } from './service.ts';

export type AuthorizeQuery = Readonly<Record<string, string | undefined>>;

const CODE_SECONDS = 60;

/**
 * The authorisation endpoint (SMART 2.2, launch from an EHR). Who looks, at whom and why came over the back channel
 * from the host, with its signature; the app brings back the one-time launch, and gets a code for it.
 * @returns the address to send the browser to: the app's own, with a code or with what was wrong
 * @throws {SmartError} where the client or its address is not known: a browser is not sent to such a place
 */
export async function authorize(service: SmartService, query: AuthorizeQuery): Promise<string> {
  const client = service.register.clients.get(query['client_id'] ?? '');
  if (client === undefined) throw new SmartError('smart-client-refused', 'there is no such app');
  const redirectUri = query['redirect_uri'] ?? '';
  if (!client.redirectUris.includes(redirectUri))
    throw new SmartError('smart-redirect-unregistered', 'this address is not registered for the app');
  const back = new URL(redirectUri);
  const state = query['state'];
  if (state !== undefined) back.searchParams.set('state', state);
  try {
    back.searchParams.set('code', await codeFor(service, client, redirectUri, query));
  } catch (error) {
    if (!(error instanceof SmartError)) throw error;
    back.searchParams.set('error', error.oauth);
    back.searchParams.set('error_description', error.message);
  }
  return back.href;
}

async function codeFor(
  service: SmartService,
  client: SmartClient,
  redirectUri: string,
  query: AuthorizeQuery,
): Promise<string> {
  if (query['response_type'] !== 'code')
    throw new SmartError('smart-response-type-unsupported', 'response_type is to be code');
  const challenge = query['code_challenge'] ?? '';
  if (query['code_challenge_method'] !== 'S256' || !/^[\w-]{43}$/.test(challenge))
    throw new SmartError('smart-request-malformed', 'PKCE with S256 is needed');
  if (query['aud']?.replace(/\/$/, '') !== service.fhirBase)
    throw new SmartError('smart-audience-wrong', 'aud is to be the address of the FHIR service');
  const nonce = query['nonce'];
  if (nonce !== undefined && !/^[\x20-\x7e]{1,200}$/.test(nonce))
    throw new SmartError('smart-request-malformed', 'nonce can’t be read');
  const launch = query['launch'];
  if (launch === undefined)
    throw new SmartError('smart-launch-refused', 'an app is opened from a host: there was no launch');
  const asked = (query['scope'] ?? '').split(' ').filter(Boolean).slice(0, 100);
  const scopes = grantScopes(asked, client.scopes, ['patient', 'user']);
  if (scopes.length === 0) throw new SmartError('smart-scope-refused', 'none of these scopes can be given');
  const { walk } = service;
  const now = walk.clock();
  const origin = appOrigin(client.clientId);
  const row =
    (await spendLaunch(walk.db, hashOf(launch), origin, now)) ?? (await refused(service, launch, origin));
  const code = randomBytes(32).toString('base64url');
  await storeCode(walk.db, {
    code_hash: hashOf(code),
    redirect_uri: redirectUri,
    code_challenge: challenge,
    nonce: nonce ?? null,
    expires_at: instantOf(Date.parse(now) + CODE_SECONDS * 1000),
    grant_of: {
      client_id: client.clientId,
      // The host vouches for its user; the app acts for nobody but them.
      organisation: row.organisation,
      user_id: row.user_id,
      user_name: row.user_name,
      role: row.role,
      purpose: row.purpose,
      relationship: row.relationship,
      stated_purpose: row.stated_purpose,
      scopes: scopes.join(' '),
      chi: row.chi,
      person_id: row.person_id,
      host_session: row.host_session,
      app_context: row.app_context,
    },
  });
  return code;
}

async function refused(service: SmartService, launch: string, origin: string): Promise<never> {
  try {
    return await refuseHandle(service.walk, hashOf(launch), origin, service.walk.clock());
  } catch (cause) {
    if (cause instanceof DisclosureError)
      throw new SmartError('smart-launch-refused', `the launch was refused: ${cause.message}`, { cause });
    throw cause;
  }
}

/** Whether a verifier is the one that a challenge was made from (RFC 7636, S256). */
export function challengeHolds(verifier: string | undefined, challenge: string): boolean {
  if (verifier === undefined || !/^[\w.~-]{43,128}$/.test(verifier)) return false;
  return createHash('sha256').update(verifier).digest('base64url') === challenge;
}
