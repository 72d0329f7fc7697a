import {
  authorize,
  type Connection,
  introspect,
  issueToken,
  openidConfiguration,
  revoke,
  SMART_PATHS,
  SmartError,
} from '@solway/smart';
import { renderRefusedPage } from '@solway/web';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { connectionOf } from '../fhir/certificate.ts';
import { allowApps } from '../fhir/cross-origin.ts';
import type { FhirParts } from '../fhir/parts.ts';
import { pageHeaders } from '../headers.ts';
import { type Form, formOf } from './page-action.ts';

/** Attempts of a client, or of an address that names none, in a minute: a token lasts for minutes. */
const TOKEN_REQUESTS_PER_MINUTE = 60;
const NO_STORE = { 'cache-control': 'no-store', pragma: 'no-cache' };

/** The authorisation server: SMART App Launch 2.2 and Backend Services, each endpoint by its name in the standard. */
export async function smartRoutes(app: FastifyInstance, { smart, limit }: FhirParts): Promise<void> {
  await app.register(async (scope) => {
    allowApps(scope, smart.register);
    scope.setErrorHandler((error, request, reply) => refused(reply, request, error));
    scope.get('/.well-known/openid-configuration', (_request, reply) =>
      reply.send(openidConfiguration(smart)),
    );
    scope.get(SMART_PATHS.jwks, async (_request, reply) =>
      reply
        .header('cache-control', 'public, max-age=300')
        .send(await smart.keys.published(Date.parse(smart.walk.clock()))),
    );
    const toAuthorize = async (query: Form, reply: FastifyReply): Promise<FastifyReply> => {
      try {
        return await reply.headers(NO_STORE).redirect(await authorize(smart, query), 303);
      } catch (error) {
        if (!(error instanceof SmartError)) throw error;
        // The browser is not sent to an address that nobody has registered.
        return reply
          .code(400)
          .headers(pageHeaders([]))
          .send(
            renderRefusedPage({
              code: error.code,
              sentence: 'An app asked for this in a way that is not allowed.',
            }),
          );
      }
    };
    scope.get(SMART_PATHS.authorize, (request, reply) => toAuthorize(queryOf(request), reply));
    scope.post(SMART_PATHS.authorize, (request, reply) => toAuthorize(formOf(request), reply));

    const endpoint = (
      path: string,
      act: (form: Form, connection: Connection) => Promise<object | void>,
    ): void => {
      scope.post(path, async (request, reply) => {
        const form = formOf(request);
        const wait = limit.take(
          `token:${request.ip}:${form['client_id'] ?? ''}`,
          TOKEN_REQUESTS_PER_MINUTE,
          Date.parse(smart.walk.clock()),
        );
        if (wait > 0) throw new SmartError('smart-throttled', `too many attempts: wait ${wait} s`);
        return reply.headers(NO_STORE).send((await act(form, connectionOf(request))) ?? {});
      });
    };
    endpoint(SMART_PATHS.token, (form, connection) => issueToken(smart, form, connection));
    endpoint(SMART_PATHS.introspect, (form, connection) => introspect(smart, form, connection));
    endpoint(SMART_PATHS.revoke, (form, connection) => revoke(smart, form, connection));
  });
}

function refused(reply: FastifyReply, request: FastifyRequest, error: unknown): FastifyReply {
  reply.headers(NO_STORE);
  if (error instanceof SmartError) {
    if (error.status === 429) reply.header('retry-after', '1');
    return reply.code(error.status).send({ error: error.oauth, error_description: error.message });
  }
  const status =
    typeof error === 'object' && error !== null && 'statusCode' in error ? Number(error.statusCode) : 500;
  if (status === 429)
    return reply.code(429).header('retry-after', '60').send({ error: 'temporarily_unavailable' });
  if (status >= 400 && status < 500)
    return reply
      .code(status)
      .send({ error: 'invalid_request', error_description: 'the request can’t be read' });
  request.log.error({ err: error }, 'request failed');
  return reply.code(500).send({ error: 'server_error' });
}

/** Parameters that come once; one that comes twice is none. */
function queryOf(request: FastifyRequest): Form {
  const query = new URL(request.url, 'http://any').searchParams;
  return Object.fromEntries(
    [...new Set(query.keys())].map((name) => [
      name,
      query.getAll(name).length === 1 ? (query.get(name) ?? undefined) : undefined,
    ]),
  );
}
