import { createHash } from 'node:crypto';
import { TLSSocket } from 'node:tls';
import type { Connection } from '@solway/smart';
import type { FastifyRequest } from 'fastify';

/** The certificate that a caller has proved to hold in the TLS handshake, where it came over mutual TLS. */
export function connectionOf(request: FastifyRequest): Connection {
  const { socket } = request.raw;
  if (!(socket instanceof TLSSocket) || !socket.authorized) return {};
  const { raw } = socket.getPeerCertificate();
  return raw === undefined ? {} : { certificate: createHash('sha256').update(raw).digest('hex') };
}
