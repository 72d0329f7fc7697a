import type { KeyObject } from 'node:crypto';
import formbody from '@fastify/formbody';
import type { Walk } from '@solway/disclosure';
import { assets, type DoorsModel, renderDoorsPage, renderRefusedPage } from '@solway/web';
import fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import { pageHeaders } from './headers.ts';
import { FHIR_PATH, type FhirParts } from './fhir/parts.ts';
import type { Countersigning } from './countersigning.ts';
import type { HostRegister } from './hosts.ts';
import { limitRates, type RateLimits, tallied } from './rate-limits.ts';
import type { RefusalTally } from './refusal-tally.ts';
import { logging } from './log.ts';
import { fhirRoutes, refuseFhirAddress } from './routes/fhir.ts';
import { governanceRoutes } from './routes/governance.ts';
import { healthRoutes } from './routes/health.ts';
import { launchRoutes } from './routes/launch.ts';
import { loadRoutes } from './routes/loads.ts';
import { smartRoutes } from './routes/smart.ts';
import { stewardshipRoutes } from './routes/stewardship.ts';
import { signInRoutes } from './routes/sign-in.ts';
import type { SignIns } from './sign-in/sign-in.ts';
import { viewRoutes } from './routes/view.ts';
import type { StewardSettings } from './stewardship/settings.ts';

/** How CHI numbers get into Mosaic. */
interface Loading {
  /** Whether Solway may write to Mosaic itself. */
  readonly direct: boolean;
  /** Whether the agreement, at this moment, lets CHI numbers go to the council. */
  readonly granted: () => boolean;
}

export interface ServerParts {
  readonly walk: Walk;
  readonly register: HostRegister;
  /** As browsers and hosts address us, with no slash at the end. */
  readonly publicUrl: string;
  /** By whom the ledger is countersigned, if by anybody. */
  readonly countersigning?: Countersigning;
  /** The FHIR service and its authorisation server, where clients are registered. */
  readonly fhir?: FhirParts;
  /** The organisations' own sign-ins; without any, pages open by launch alone. */
  readonly signIns?: SignIns;
  /** Signs for officers who put their names to an agreement. */
  readonly signingKey?: KeyObject;
  /** Told when something has come into force, so that nobody waits for the next look. */
  readonly agreementChanged?: () => Promise<void>;
  /** What is set about the steward's work; the defaults where it is left out. */
  readonly stewardship?: StewardSettings;
  /** After so many days without a new one, a staff directory is stale. */
  readonly directoryDays?: number;
  /** How much one address and one host may ask for; left out, as much as they like. */
  readonly rates?: RateLimits;
  readonly tally?: RefusalTally;
  /** Proxies whose X-Forwarded-For is believed. */
  readonly trustedProxies?: string;
  /** Without it nothing can be loaded. */
  readonly loading?: Loading;
  /** Whether the register's messages are listened for. */
  readonly listening?: boolean;
  /** How many years the personal part of the ledger is kept; six unless said otherwise. */
  readonly ledgerYears?: number;
  /** What the first page offers a newcomer. */
  readonly frontPage: DoorsModel;
  readonly log: 'silent' | 'error' | 'warn' | 'info' | 'debug';
  /** Where log lines go; standard output by default. */
  readonly logTo?: { write(line: string): void };
}

const LARGEST_BODY = 64 * 1024;

/** The whole server as one Fastify instance, not yet listening. */
export async function buildServer(parts: ServerParts): Promise<FastifyInstance> {
  const app = fastify({
    ...logging(parts),
    bodyLimit: LARGEST_BODY,
    trustProxy: parts.trustedProxies ?? false,
    requestTimeout: 15_000,
    forceCloseConnections: true,
    frameworkErrors: (_error, request, reply) => refuseAddress(request.url, reply as unknown as FastifyReply),
  });
  // Before anything is registered: a plugin that is waited for takes the handler there is.
  app.setNotFoundHandler((_request, reply) =>
    reply
      .code(404)
      .headers(pageHeaders(parts.register.origins))
      .send(renderRefusedPage({ code: 'no-such-page', sentence: 'There is no such page here.' })),
  );
  app.setErrorHandler((error, request, reply) => {
    const status = statusOf(error);
    if (status >= 500) request.log.error({ err: error }, 'request failed');
    if (request.url.startsWith('/launch')) {
      return reply.code(status).send({ code: codeOf(status), message: 'the request failed' });
    }
    return reply
      .code(status)
      .headers(pageHeaders(parts.register.origins))
      .send(renderRefusedPage({ code: codeOf(status), sentence: SENTENCES[codeOf(status)] }));
  });
  await app.register(formbody, { bodyLimit: LARGEST_BODY });
  if (parts.rates !== undefined)
    await limitRates(app, parts.rates, () => void tallied(parts).catch(() => undefined));
  for (const [path, asset] of assets) {
    const headers = {
      'content-type': asset.contentType,
      'cache-control': asset.immutable ? 'public, max-age=31536000, immutable' : 'no-cache',
      'x-content-type-options': 'nosniff',
    };
    app.get(path, (_request, reply) => reply.headers(headers).send(asset.body));
  }
  app.get('/', (_request, reply) => reply.headers(pageHeaders([])).send(renderDoorsPage(parts.frontPage)));
  healthRoutes(app, parts);
  launchRoutes(app, parts);
  signInRoutes(app, parts);
  viewRoutes(app, parts, await governanceRoutes(app, parts));
  stewardshipRoutes(app, parts);
  if (parts.fhir !== undefined) {
    await fhirRoutes(app, parts.fhir);
    await smartRoutes(app, parts.fhir);
  }
  loadRoutes(app, parts);
  return app;
}

/** An address that can't be decoded, so that no route was even looked for. */
function refuseAddress(url: string, reply: FastifyReply): void {
  if (url.startsWith(FHIR_PATH)) refuseFhirAddress(reply);
  else
    reply
      .code(400)
      .headers(pageHeaders([]))
      .send(renderRefusedPage({ code: codeOf(400), sentence: SENTENCES[codeOf(400)] }));
}

const SENTENCES = {
  'server-error': 'Something failed here. It has been noted.',
  'rate-limited': 'Too much was asked of this server at once. Wait a minute, and try again.',
  'request-malformed': 'This was asked for in a way that could not be understood.',
} as const;

function codeOf(status: number): keyof typeof SENTENCES {
  if (status >= 500) return 'server-error';
  return status === 429 ? 'rate-limited' : 'request-malformed';
}

function statusOf(error: unknown): number {
  const status =
    typeof error === 'object' && error !== null && 'statusCode' in error ? error.statusCode : undefined;
  return typeof status === 'number' && status >= 400 && status < 600 ? status : 500;
}
