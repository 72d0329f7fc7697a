import { SolwayError } from '@solway/kernel';
import { type FastifyRequest, LogController } from 'fastify';
import type { ServerParts } from './server.ts';

/** What is told of an error: where it arose and what kind it is. */
interface LoggedError {
  readonly [field: string]: unknown;
  readonly type: string;
  readonly code?: string;
  readonly message: string;
  readonly stack: string;
  readonly cause?: LoggedError;
}

/**
 * An error without anything that others put in it: PostgreSQL's message and detail quote the row that it refused.
 * Our own messages hold no personal data, so they stay; of others the kind, the code and the place.
 */
function loggedError(error: unknown): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error, message: '', stack: '' };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  const place = error.stack?.split('\n').filter((line) => /^\s+at /.test(line));
  return {
    type: error.name,
    ...(code === undefined ? {} : { code }),
    message: error instanceof SolwayError ? error.message : '',
    stack: place?.join('\n') ?? '',
    ...(error.cause === undefined ? {} : { cause: loggedError(error.cause) }),
  };
}

/** Logging at a level. No level writes an address's query, a body, a header, or what an error quotes. */
export function logging({ log, logTo }: Pick<ServerParts, 'log' | 'logTo'>) {
  return {
    logger:
      log === 'silent'
        ? false
        : {
            level: log,
            ...(logTo === undefined ? {} : { stream: logTo }),
            serializers: {
              // The route as it was registered: an address that is none of ours could hold anything.
              req: (request: FastifyRequest) => ({
                method: request.method,
                route: request.routeOptions?.url ?? 'none',
              }),
              err: loggedError,
            },
          },
    logController: new LogController({ disableRequestLogging: log !== 'debug' }),
  };
}
