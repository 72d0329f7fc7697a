import fastify, { type FastifyInstance } from 'fastify';
import type { Witness } from './witness.ts';

const LARGEST_BODY = 64 * 1024;

/**
 * The three questions a witness answers. It asks for no credential: what the log did not sign is refused, and
 * nothing it says is secret. `refused` and `failed` are told of each, for whoever watches the witness.
 */
export function buildServer(
  witness: Witness,
  told: {
    readonly refused: (reason: string, words: string) => void;
    readonly failed: (error: unknown) => void;
  },
): FastifyInstance {
  const app = fastify({ bodyLimit: LARGEST_BODY, requestTimeout: 10_000, forceCloseConnections: true });

  app.post('/countersign', (request, reply) => {
    const answer = witness.consider(request.body);
    if ('countersignature' in answer) return reply.send(answer);
    told.refused(answer.refused, answer.words);
    return reply
      .code(answer.refused === 'malformed' ? 400 : 409)
      .send({ code: answer.refused, message: answer.words });
  });

  app.get('/head', (_request, reply) => {
    const signed = witness.newest;
    return signed === null
      ? reply.code(404).send({ code: 'no-head', message: 'this witness has countersigned nothing' })
      : reply.send({ signed });
  });

  app.get('/key.pem', (_request, reply) => reply.type('application/x-pem-file').send(witness.key.pem));

  app.setNotFoundHandler((_request, reply) =>
    reply.code(404).send({ code: 'not-found', message: 'a witness has /countersign, /head and /key.pem' }),
  );
  app.setErrorHandler((error, _request, reply) => {
    const status = statusOf(error);
    if (status < 500)
      return reply.code(status).send({ code: 'malformed', message: 'the request could not be read' });
    told.failed(error);
    return reply.code(500).send({ code: 'witness-failed', message: 'the witness could not do it' });
  });
  return app;
}

function statusOf(error: unknown): number {
  const status =
    typeof error === 'object' && error !== null && 'statusCode' in error ? error.statusCode : undefined;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : 500;
}
