import { hashOf } from '@solway/disclosure';
import { liveToken } from '@solway/store';
import { authenticateClient, type Connection, type TokenForm } from './client-auth.ts';
import type { SmartService } from './service.ts';
import { endToken, type TokenAnswer } from './token.ts';

/** Token introspection (RFC 7662): a client learns of its own tokens, and of nobody else's. @throws {SmartError} */
export async function introspect(
  service: SmartService,
  form: TokenForm,
  connection: Connection,
): Promise<TokenAnswer> {
  const client = await authenticateClient(service, form, connection);
  const row = await liveToken(service.walk.db, hashOf(form['token'] ?? ''), service.walk.clock());
  if (row === undefined || row.client_id !== client.clientId) return { active: false };
  const patient = service.names.patient(client.clientId, row);
  return {
    active: true,
    client_id: row.client_id,
    scope: row.scopes,
    token_type: 'Bearer',
    iss: service.issuer,
    aud: service.fhirBase,
    sub: service.names.practitioner(client.clientId, row.organisation, row.user_id),
    iat: seconds(row.issued_at),
    exp: seconds(row.expires_at),
    ...(patient === undefined ? {} : { patient }),
  };
}

/** Token revocation (RFC 7009): the token ends, and with it every view that was open under it. @throws {SmartError} */
export async function revoke(service: SmartService, form: TokenForm, connection: Connection): Promise<void> {
  const client = await authenticateClient(service, form, connection);
  await endToken(service, hashOf(form['token'] ?? ''), client.clientId, service.walk.clock());
}

function seconds(instant: string): number {
  return Math.floor(Date.parse(instant) / 1000);
}
