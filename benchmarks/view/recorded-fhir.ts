// A FHIR server that answers from memory at once: the answers that the Orion stand-in gave for one patient.
// Run as a child: the recording comes as the first message.
import { createServer } from 'node:http';

export type Recording = Readonly<Record<string, string>>;

/** The moment in a search differs from run to run and answers nothing else. */
export function keyOf(path: string): string {
  return path.replace(/date=ge[^&]*/g, 'date=ge');
}

if (process.send !== undefined) {
  process.once('message', (recording: Recording) => {
    const bodies = new Map(Object.entries(recording).map(([key, body]) => [key, Buffer.from(body)]));
    const server = createServer((request, response) => {
      const body = bodies.get(keyOf(request.url ?? ''));
      response.writeHead(body === undefined ? 404 : 200, { 'content-type': 'application/fhir+json' });
      response.end(body ?? '{}');
    });
    server.keepAliveTimeout = 60_000;
    server.listen(0, '127.0.0.1', () =>
      process.send?.({ port: (server.address() as { port: number }).port }),
    );
  });
}
