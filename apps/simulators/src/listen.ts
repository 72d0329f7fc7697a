import type { FastifyInstance } from 'fastify';

/** Listens on 127.0.0.1, on the port asked for or a free one, and says which. */
export async function listenLocally(server: FastifyInstance, port: number | undefined): Promise<number> {
  await server.listen({ host: '127.0.0.1', port: port ?? 0 });
  const address = server.server.address();
  return typeof address === 'object' && address !== null ? address.port : (port ?? 0);
}
