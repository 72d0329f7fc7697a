import type { ClientRegister } from '@solway/smart';
import type { FastifyInstance } from 'fastify';

/** Lets pages of registered apps, and of no other origin, read answers in a browser (CORS). There are no cookies. */
export function allowApps(scope: FastifyInstance, register: ClientRegister): void {
  scope.addHook('onRequest', async (request, reply) => {
    const { origin } = request.headers;
    void reply.header('vary', 'origin');
    if (origin === undefined || !register.isAppOrigin(origin)) return;
    void reply
      .header('access-control-allow-origin', origin)
      .header('access-control-expose-headers', 'location, retry-after');
    if (request.method !== 'OPTIONS') return;
    await reply
      .code(204)
      .header('access-control-allow-methods', 'GET, POST')
      .header('access-control-allow-headers', 'authorization, content-type, accept, prefer, traceparent')
      .header('access-control-max-age', '600')
      .send();
  });
}
