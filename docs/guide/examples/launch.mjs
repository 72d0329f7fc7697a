// How a host asks Solway for a page: one signed assertion in, one handle out. Node.js 20 or later, no dependencies.
import { randomUUID, sign } from 'node:crypto';

const encoded = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

/**
 * The `Authorization` header of `POST /launch`: a compact JWS (RFC 7515) signed with Ed25519.
 *
 * @param {object} host `clientId`, `keyId` and `origin` as registered, and `privateKey`, a Node.js KeyObject
 * @param {string} solwayUrl Solway's public address, with no slash at the end: the assertion is for it alone
 * @param {object} asked who looks, at whom, and why
 */
export function launchAuthorization(host, solwayUrl, asked) {
  const issuedAt = Math.floor(Date.now() / 1000);
  const header = { alg: 'EdDSA', typ: 'solway-launch+jwt', kid: host.keyId };
  const claims = {
    iss: host.clientId,
    aud: solwayUrl,
    iat: issuedAt,
    exp: issuedAt + 60,
    jti: randomUUID(),
    origin: host.origin,
    ...asked,
  };
  const signed = `${encoded(header)}.${encoded(claims)}`;
  const signature = sign(null, Buffer.from(signed), host.privateKey).toString('base64url');
  return `Bearer ${signed}.${signature}`;
}

/** What the health portal says when a nurse opens a patient. A Mosaic host names `mosaicId` instead of `chi`. */
export const asked = {
  user: { id: 'nurse', name: 'A Nurse', role: 'community-nurse' },
  subject: { chi: '1407451243', birthDate: '1945-07-14' },
  purpose: 'direct-care',
  relationship: 'caseload',
  hostSession: 'the-session-of-this-user-in-the-host',
};

/**
 * Asks for a page. Give the answer to the browser, which posts `handle` to `open` in a frame.
 * @returns {Promise<{ handle: string, expiresInSeconds: number, open: string }>}
 */
export async function launch(host, solwayUrl, request) {
  const response = await fetch(`${solwayUrl}/launch`, {
    method: 'POST',
    headers: { authorization: launchAuthorization(host, solwayUrl, request) },
    signal: AbortSignal.timeout(5000),
  });
  const answer = await response.json();
  if (response.status !== 201) throw new Error(`Solway refused: ${answer.message} (${answer.code})`);
  return answer;
}
