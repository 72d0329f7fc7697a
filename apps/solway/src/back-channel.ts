import { readFileSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { FastifyInstance } from 'fastify';

/** Where systems, not browsers, reach us: with a certificate on both sides. All are files in PEM. */
export interface BackChannel {
  readonly port: number;
  readonly bind: string;
  readonly certificateFile: string;
  readonly keyFile: string;
  /** Who vouches for callers; a certificate of anybody else ends the handshake. */
  readonly callersFile: string;
}

const LOOKED_AGAIN_MS = 60_000;

/**
 * The same server on a second port, over mutual TLS: nobody without a certificate gets as far as a request. Files that
 * are replaced are taken up within a minute, and connections that are open go on.
 */
export async function listenBackChannel(
  app: FastifyInstance,
  channel: BackChannel,
  onError: (error: unknown) => void,
  lookedAgainMs = LOOKED_AGAIN_MS,
): Promise<Server> {
  const server = createServer(
    { ...secrets(channel), requestCert: true, rejectUnauthorized: true, minVersion: 'TLSv1.2' },
    (request, response) => app.routing(request, response),
  );
  app.addHook(
    'onClose',
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  await app.ready();
  let stamp = stampOf(channel);
  const looking = setInterval(() => {
    try {
      const now = stampOf(channel);
      if (now === stamp) return;
      server.setSecureContext({ ...secrets(channel), minVersion: 'TLSv1.2' });
      stamp = now;
    } catch (error) {
      // Half a replacement: what is held goes on, and the next look may find it whole.
      onError(error);
    }
  }, lookedAgainMs);
  looking.unref();
  server.on('close', () => clearInterval(looking));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(channel.port, channel.bind, resolve);
  });
  return server;
}

function secrets({ certificateFile, keyFile, callersFile }: BackChannel) {
  return { cert: readFileSync(certificateFile), key: readFileSync(keyFile), ca: readFileSync(callersFile) };
}

function stampOf({ certificateFile, keyFile, callersFile }: BackChannel): string {
  return [certificateFile, keyFile, callersFile].map((file) => statSync(file).mtimeMs).join(' ');
}
