// How a backend service asks Solway for a token and reads FHIR. Node.js 20 or later, no dependencies.
import { randomUUID, sign } from 'node:crypto';

const encoded = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

/**
 * Who the client is, signed with its own key (RFC 7523): used once, for a minute.
 *
 * @param {object} client `clientId` and `keyId` as registered, and `privateKey`, an EC P-384 KeyObject
 * @param {string} tokenUrl the token endpoint: the assertion is for it alone
 */
export function clientAssertion(client, tokenUrl) {
  const issuedAt = Math.floor(Date.now() / 1000);
  const header = { alg: 'ES384', typ: 'JWT', kid: client.keyId };
  const { clientId } = client;
  const claims = {
    iss: clientId,
    sub: clientId,
    aud: tokenUrl,
    iat: issuedAt,
    exp: issuedAt + 60,
    jti: randomUUID(),
  };
  const signed = `${encoded(header)}.${encoded(claims)}`;
  const key = { key: client.privateKey, dsaEncoding: 'ieee-p1363' };
  return `${signed}.${sign('sha384', Buffer.from(signed), key).toString('base64url')}`;
}

/** A token for five minutes, by the document that the FHIR service publishes. */
export async function askForToken(client, fhirBase, scope) {
  const discovered = await fetch(`${fhirBase}/.well-known/smart-configuration`);
  const { token_endpoint: tokenUrl } = await discovered.json();
  const response = await fetch(tokenUrl, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      scope,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: clientAssertion(client, tokenUrl),
    }),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(`Solway refused: ${answer.error_description} (${answer.error})`);
  return answer.access_token;
}

/** A read or search. A number goes into the body of a `_search`, so that no address holds it. */
export async function ask(fhirBase, token, address, form) {
  const response = await fetch(`${fhirBase}/${address}`, {
    method: form === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${token}`, accept: 'application/fhir+json' },
    ...(form === undefined ? {} : { body: new URLSearchParams(form) }),
  });
  const resource = await response.json();
  if (response.ok) return resource;
  const { details } = resource.issue[0];
  throw new Error(`Solway refused: ${details.text} (${details.coding[0].code})`);
}

/** Everything that is shared about one person, as a document; and the care packages alone. */
export async function whatIsShared(client, fhirBase, chi) {
  const token = await askForToken(client, fhirBase, 'system/*.rs');
  const found = await ask(fhirBase, token, 'Patient/_search', { identifier: chi });
  const patient = found.entry?.[0]?.resource;
  if (patient === undefined) return undefined;
  return {
    patient,
    document: await ask(fhirBase, token, `Patient/${patient.id}/$summary`),
    carePlans: await ask(fhirBase, token, `CarePlan?patient=${patient.id}`),
  };
}
