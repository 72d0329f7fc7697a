import type { Resource } from '@medplum/fhirtypes';
import { hashOf } from '@solway/disclosure';
import {
  answerOf,
  type Caller,
  capabilityStatement,
  type FhirAnswer,
  FhirError,
  handle,
  operationDefinition,
} from '@solway/fhir';
import { holdToCertificate, parseScope, scopesAllow, SMART_PATHS, smartConfiguration } from '@solway/smart';
import { liveToken } from '@solway/store';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { connectionOf } from '../fhir/certificate.ts';
import { allowApps } from '../fhir/cross-origin.ts';
import { FHIR_PATH, type FhirParts } from '../fhir/parts.ts';
import { traceOf } from '../fhir/trace.ts';

const HEADERS = {
  'content-type': 'application/fhir+json; charset=utf-8',
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
};
const JSON_FORMATS = new Set(['json', 'application/json', 'application/fhir+json', 'text/json']);

/** The FHIR service: what a transport has to do, and nothing that the handlers know. */
export async function fhirRoutes(app: FastifyInstance, parts: FhirParts): Promise<void> {
  const { service, smart } = parts;
  await app.register(
    async (scope) => {
      allowApps(scope, smart.register);
      scope.removeAllContentTypeParsers();
      scope.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
      scope.setErrorHandler((error, request, reply) => send(reply, failureOf(error, request)));
      scope.setNotFoundHandler((_request, reply) =>
        send(
          reply,
          answerOf(
            new FhirError('fhir-interaction-unsupported', 'there is no such interaction here: see metadata'),
          ),
        ),
      );
      scope.get('/metadata', (request, reply) => {
        requireJson(request);
        const uris = Object.fromEntries(
          Object.entries(SMART_PATHS).map(([name, path]) => [name, `${smart.issuer}${path}`]),
        );
        return send(reply, { status: 200, resource: capabilityStatement(service.base, uris as never) });
      });
      scope.get('/.well-known/smart-configuration', (_request, reply) =>
        reply.header('cache-control', 'public, max-age=300').send(smartConfiguration(smart)),
      );
      scope.get('/OperationDefinition/:name', (request, reply) => {
        const { name } = request.params as { name: string };
        const resource = operationDefinition(service.base, name);
        return send(
          reply,
          resource === undefined
            ? answerOf(new FhirError('fhir-not-found', 'there is no such operation'))
            : { status: 200, resource },
        );
      });
      const answer = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
        requireJson(request);
        const caller = await callerOf(parts, request);
        const url = new URL(request.url, service.base);
        const text = typeof request.body === 'string' ? request.body : '';
        const form = isForm(request) ? [...new URLSearchParams(text)] : [];
        return send(
          reply,
          await handle(service, caller, {
            method: request.method,
            path: pathOf(url),
            parameters: [...url.searchParams, ...form],
            strict: /handling\s*=\s*strict/i.test(String(request.headers['prefer'] ?? '')),
            ...(form.length > 0 || text === '' ? {} : { body: readJson(text) }),
          }),
        );
      };
      scope.all('/', answer);
      scope.all('/*', answer);
    },
    { prefix: FHIR_PATH },
  );
}

/**
 * Who asks: a live token, over the connection that its client is registered with, within its rate.
 * @throws {FhirError} `fhir-token-…`, `fhir-throttled`
 */
async function callerOf({ smart, limit }: FhirParts, request: FastifyRequest): Promise<Caller> {
  const token = /^Bearer ([\w~+/.-]{20,200}=*)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (token === undefined) throw new FhirError('fhir-token-missing', 'a bearer token is needed');
  const { walk, register } = smart;
  const row = await liveToken(walk.db, hashOf(token), walk.clock());
  const client = register.clients.get(row?.client_id ?? '');
  if (row === undefined || client === undefined)
    throw new FhirError(
      'fhir-token-refused',
      'the token is not one of ours, is past its time, or was revoked',
    );
  try {
    holdToCertificate(client, connectionOf(request));
  } catch {
    throw new FhirError('fhir-token-refused', 'the token is not heard over this connection');
  }
  const wait = limit.take(client.clientId, client.requestsPerMinute, Date.parse(walk.clock()));
  if (wait > 0)
    throw new FhirError(
      'fhir-throttled',
      `more than ${client.requestsPerMinute} requests a minute: wait ${wait} s`,
    );
  const scopes = row.scopes.split(' ');
  const granted = scopes.map(parseScope).filter((one) => one !== undefined);
  return {
    token: row,
    side: client.side,
    may: (type, interaction) =>
      scopesAllow(granted, type, interaction) || (type === 'Practitioner' && scopes.includes('fhirUser')),
    traceparent: traceOf(request.headers['traceparent']),
  };
}

/** @throws {FhirError} `fhir-format-unsupported` */
function requireJson(request: FastifyRequest): void {
  const format = new URL(request.url, 'http://any').searchParams.get('_format');
  const accept = (request.headers.accept ?? '*/*').toLowerCase();
  const wanted =
    format === null
      ? accept.split(',').map((one) => one.split(';')[0]?.trim() ?? '')
      : [format.split(';')[0]?.trim().toLowerCase().replace(' ', '+') ?? ''];
  const served = wanted.some(
    (one) =>
      JSON_FORMATS.has(one) || (format === null && (one === '*/*' || one === 'application/*' || one === '')),
  );
  if (!served) throw new FhirError('fhir-format-unsupported', 'there is JSON, and no other format');
}

function isForm(request: FastifyRequest): boolean {
  return /^application\/x-www-form-urlencoded\b/i.test(request.headers['content-type'] ?? '');
}

/** @throws {FhirError} `fhir-body-malformed` */
function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new FhirError('fhir-body-malformed', 'the body is not JSON');
  }
}

/** @throws {FhirError} for an address that can't be decoded */
function pathOf(url: URL): readonly string[] {
  try {
    return url.pathname.slice(FHIR_PATH.length).split('/').filter(Boolean).map(decodeURIComponent);
  } catch {
    throw new FhirError('fhir-parameter-malformed', 'the address can’t be read');
  }
}

function send(reply: FastifyReply, { status, resource, headers = {} }: FhirAnswer): FastifyReply {
  if (status === 401) reply.header('www-authenticate', 'Bearer realm="Solway", error="invalid_token"');
  if (status === 403 && codeOf(resource) === 'fhir-scope-missing')
    reply.header('www-authenticate', 'Bearer realm="Solway", error="insufficient_scope"');
  if (status === 429) reply.header('retry-after', '1');
  return reply
    .code(status)
    .headers({ ...HEADERS, ...headers })
    .send(JSON.stringify(resource));
}

function codeOf(resource: Resource): string | undefined {
  return resource.resourceType === 'OperationOutcome'
    ? resource.issue[0]?.details?.coding?.[0]?.code
    : undefined;
}

/** For an address under ours that no route was even looked for: it can't be decoded. */
export function refuseFhirAddress(reply: FastifyReply): FastifyReply {
  return send(reply, answerOf(new FhirError('fhir-parameter-malformed', 'the address can’t be read')));
}

/** Whatever went wrong becomes an OperationOutcome; what another part quotes of it is not told. */
function failureOf(error: unknown, request: FastifyRequest): FhirAnswer {
  if (error instanceof FhirError) return answerOf(error);
  const status =
    typeof error === 'object' && error !== null && 'statusCode' in error ? Number(error.statusCode) : 500;
  if (status === 429)
    return answerOf(new FhirError('fhir-throttled', 'too much was asked at once: wait a minute'));
  if (status === 413)
    return { ...answerOf(new FhirError('fhir-too-many', 'the body is larger than is read here')), status };
  if (status >= 400 && status < 500)
    return { ...answerOf(new FhirError('fhir-body-malformed', 'the request can’t be read')), status };
  request.log.error({ err: error }, 'request failed');
  return answerOf(new FhirError('fhir-server-error', 'something failed here, and has been noted'));
}
