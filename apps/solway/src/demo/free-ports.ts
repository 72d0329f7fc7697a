import { type AddressInfo, createServer } from 'node:net';
import { ConfigurationError } from '../configuration.ts';

/** Ours, then the stand-ins' host pages: Mosaic and Orion. */
const PORTS_TAKEN = 3;

/**
 * Looked at before anything is started, so that a port somebody else holds is said plainly and at once.
 * @throws {ConfigurationError} naming the setting and the port
 */
export async function refuseTakenPorts({
  port,
  bind,
}: {
  readonly port: number;
  readonly bind: string;
}): Promise<void> {
  if (port === 0) return;
  for (let offset = 0; offset < PORTS_TAKEN; offset += 1) {
    const code = await failureToListen(port + offset, offset === 0 ? bind : '127.0.0.1');
    if (code === undefined) continue;
    const what = code === 'EADDRINUSE' ? 'is in use' : `can't be listened on (${code})`;
    throw new ConfigurationError(
      'configuration-invalid',
      `SOLWAY_PORT: port ${port + offset} ${what}. The demonstration takes ${port} and the two after it: choose another SOLWAY_PORT, or stop what holds it`,
    );
  }
}

/** A port that nobody held a moment ago: for what only the demonstration's own parts talk to. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

function failureToListen(port: number, host: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    if (port > 65_535) {
      resolve('there is no such port');
      return;
    }
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    probe.listen(port, host, () => probe.close(() => resolve(undefined)));
  });
}
