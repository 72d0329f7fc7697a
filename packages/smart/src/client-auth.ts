import { instantOf } from '@solway/kernel';
import { spendAssertion } from '@solway/store';
import { errors, jwtVerify } from 'jose';
import type { SmartClient } from './clients.ts';
import { SmartError } from './error.ts';
import { SMART_PATHS, type SmartService } from './service.ts';

export const ASSERTION_ALGORITHMS = ['RS384', 'ES384', 'RS256', 'ES256', 'EdDSA', 'Ed25519'] as const;
const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
/** Clocks of two organisations differ. */
const CLOCK_TOLERANCE_SECONDS = 30;
const LONGEST_ASSERTION_SECONDS = 300;

export type TokenForm = Readonly<Record<string, string | undefined>>;

/** How the client is connected, where it comes with a certificate of its own: its SHA-256 in hex. */
export interface Connection {
  readonly certificate?: string;
}

/**
 * Which client this is. One with a key proves it with an assertion (RFC 7523) that is used once; a public one says so.
 * @throws {SmartError} `smart-client-refused`: which check failed is not told
 */
export async function authenticateClient(
  service: SmartService,
  form: TokenForm,
  connection: Connection,
): Promise<SmartClient> {
  const assertion = form['client_assertion'];
  const claimed = assertion === undefined ? form['client_id'] : issuerOf(assertion);
  const client = service.register.clients.get(claimed ?? '');
  try {
    if (client === undefined) throw new errors.JWTInvalid('no such client');
    if (form['client_id'] !== undefined && form['client_id'] !== client.clientId)
      throw new errors.JWTInvalid('the assertion is another client’s');
    holdToCertificate(client, connection);
    const keys = service.register.keysOf(client.clientId);
    if (keys === undefined) {
      if (assertion !== undefined) throw new errors.JWTInvalid('a public client has no key');
      return client;
    }
    if (assertion === undefined || form['client_assertion_type'] !== ASSERTION_TYPE)
      throw new errors.JWTInvalid('no assertion');
    const now = service.walk.clock();
    const { payload } = await jwtVerify(assertion, keys, {
      algorithms: [...ASSERTION_ALGORITHMS],
      audience: [`${service.issuer}${SMART_PATHS.token}`, service.issuer],
      issuer: client.clientId,
      subject: client.clientId,
      requiredClaims: ['exp', 'jti'],
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
      currentDate: new Date(now),
    });
    const expiresMs = (payload.exp ?? 0) * 1000;
    if (expiresMs > Date.parse(now) + (LONGEST_ASSERTION_SECONDS + CLOCK_TOLERANCE_SECONDS) * 1000)
      throw new errors.JWTInvalid('it lives too long');
    const jti = payload.jti ?? '';
    if (jti === '' || jti.length > 200 || !/^[\x20-\x7e]+$/.test(jti)) throw new errors.JWTInvalid('no jti');
    if (!(await spendAssertion(service.walk.db, client.clientId, jti, instantOf(expiresMs))))
      throw new errors.JWTInvalid('used before');
    return client;
  } catch (cause) {
    if (cause instanceof errors.JOSEError || cause instanceof SyntaxError || cause instanceof TypeError)
      throw new SmartError('smart-client-refused', 'the client could not be authenticated', { cause });
    throw cause;
  }
}

/** A client that is registered with certificates is heard over a connection with one of them, and no other. */
export function holdToCertificate(client: SmartClient, { certificate }: Connection): void {
  if (client.certificates.length === 0) return;
  if (certificate === undefined || !client.certificates.includes(certificate))
    throw new errors.JWTInvalid('not over its own certificate');
}

/** Read before the signature is checked, only to choose the key; `jwtVerify` then holds the issuer to it. */
function issuerOf(assertion: string): string | undefined {
  try {
    const payload: unknown = JSON.parse(Buffer.from(assertion.split('.')[1] ?? '', 'base64url').toString());
    const issuer =
      typeof payload === 'object' && payload !== null && 'iss' in payload ? payload.iss : undefined;
    return typeof issuer === 'string' ? issuer : undefined;
  } catch {
    return undefined;
  }
}
