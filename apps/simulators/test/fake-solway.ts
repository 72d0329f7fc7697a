import { createServer, type IncomingMessage } from 'node:http';

export interface FakeSolway {
  readonly url: string;
  /** The bearer tokens received, latest last. */
  readonly assertions: string[];
  /** What is answered next. */
  answer: { readonly status: number; readonly body: unknown };
  close(): Promise<void>;
}

/** Takes launches and keeps what it was told: it checks nothing. */
export async function startFakeSolway(): Promise<FakeSolway> {
  const assertions: string[] = [];
  const server = createServer((request: IncomingMessage, response) => {
    assertions.push((request.headers.authorization ?? '').replace(/^Bearer /, ''));
    const { status, body } = request.url === '/launch' ? fake.answer : { status: 404, body: {} };
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  const fake: FakeSolway = {
    url,
    assertions,
    answer: { status: 201, body: { handle: 'h-1', expiresInSeconds: 60, open: `${url}/view` } },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
  return fake;
}
