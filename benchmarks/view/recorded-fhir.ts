// A FHIR server that answers from memory at once: the answers that the Orion stand-in gave for one patient, who
// answers to any CHI number asked for. Run as a child: the recording comes as the first message.
import { createServer } from 'node:http';
import { CHI_ASKED, keyOf, type Recording } from './recording.ts';

process.once('message', ({ chi: recorded, bodies }: Recording) => {
  const whole = new Map(Object.entries(bodies).map(([key, body]) => [key, Buffer.from(body)]));
  let asked = 0;
  const server = createServer((request, response) => {
    asked += 1;
    const path = request.url ?? '';
    const key = keyOf(path);
    const [chi] = CHI_ASKED.exec(path) ?? [];
    const body = chi === undefined ? whole.get(key) : bodies[key]?.replaceAll(recorded, chi);
    response.writeHead(body === undefined ? 404 : 200, { 'content-type': 'application/fhir+json' });
    response.end(body ?? '{}');
  });
  server.keepAliveTimeout = 60_000;
  server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as { port: number }).port }));
  process.on('message', () => {
    process.send?.({ asked });
    asked = 0;
  });
});
process.on('disconnect', () => process.exit());
