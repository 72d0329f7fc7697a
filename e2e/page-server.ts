import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { assets } from '@solway/web';

export interface Reply {
  readonly html: string;
  readonly csp?: string;
}

export interface PageServer {
  /** `http://127.0.0.1:{port}` */
  readonly url: string;
  readonly port: number;
  /** Every POST that came, as `path body`. */
  readonly posts: string[];
  close(): Promise<void>;
}

/** The policy that the real server sends: nothing inline, nothing from elsewhere. */
const STRICT =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'";

/** A small server for looking at pages in a real browser: assets, and whatever `answer` gives. */
export async function servePages(
  answer: (method: string, path: string, body: URLSearchParams) => Reply | undefined,
): Promise<PageServer> {
  const posts: string[] = [];
  const server: Server = createServer((request, response) => {
    const path = request.url ?? '/';
    const asset = assets.get(path);
    if (asset !== undefined) {
      response.setHeader('content-type', asset.contentType);
      response.end(asset.body);
      return;
    }
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      const method = request.method ?? 'GET';
      if (method === 'POST') posts.push(`${path} ${body}`);
      const reply = answer(method, path, new URLSearchParams(body));
      response.statusCode = reply === undefined ? 404 : 200;
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.setHeader('cache-control', 'no-store');
      response.setHeader('content-security-policy', reply?.csp ?? STRICT);
      response.end(reply?.html ?? '<!doctype html><title>Nothing here</title>');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    posts,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
