import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

export type Resource = Readonly<Record<string, unknown>> & {
  readonly resourceType: string;
  readonly id: string;
};

/** Answers one request in its own way; false leaves it to the server. */
export type Override = (request: IncomingMessage, response: ServerResponse, url: URL) => boolean;

/** A small FHIR R4 server for tests: searches over resources in memory, pages, and misbehaves to order. */
export class FhirServer {
  readonly resources: Resource[] = [];
  /** Every request answered or refused, as `GET path?query`. */
  readonly log: { readonly path: string; readonly headers: IncomingMessage['headers'] }[] = [];
  override: Override | undefined;
  /** Changes what is sent, just before it is. */
  rewrite: ((body: string) => string) | undefined;
  underWay = 0;
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(): Promise<FhirServer> {
    const server = createServer();
    const fhir = new FhirServer(server);
    server.on('request', (request, response) => fhir.#answer(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return fhir;
  }

  get port(): number {
    const address = this.#server.address();
    if (typeof address !== 'object' || address === null) throw new Error('the server is not listening');
    return address.port;
  }

  get baseUrl(): string {
    return `http://127.0.0.1:${this.port}/fhir`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    this.underWay += 1;
    response.on('close', () => (this.underWay -= 1));
    const url = new URL(request.url ?? '/', this.baseUrl);
    this.log.push({ path: `${url.pathname}${url.search}`, headers: request.headers });
    if (this.override?.(request, response, url) === true) return;
    const [type = '', id] = url.pathname.replace(/^\/fhir\//, '').split('/');
    if (type === 'metadata') {
      sendFhir(response, { resourceType: 'CapabilityStatement' });
      return;
    }
    if (id !== undefined) {
      const found = this.resources.find((one) => one.resourceType === type && one.id === id);
      sendFhir(response, found ?? { resourceType: 'OperationOutcome' }, found === undefined ? 404 : 200);
      return;
    }
    const body = JSON.stringify(this.#search(type, url));
    sendText(response, this.rewrite?.(body) ?? body, 'application/fhir+json; charset=utf-8');
  }

  #search(type: string, url: URL): unknown {
    const count = Number(url.searchParams.get('_count') ?? 20);
    const from = Number(url.searchParams.get('_from') ?? 0);
    const all = this.resources.filter((one) => one.resourceType === type && matches(one, url.searchParams));
    const page = all.slice(from, from + count);
    const included = url.searchParams.has('_include') ? page.flatMap((one) => this.#practicesOf(one)) : [];
    const next = new URL(url);
    next.searchParams.set('_from', String(from + count));
    return {
      resourceType: 'Bundle',
      type: 'searchset',
      total: all.length,
      link: from + count < all.length ? [{ relation: 'next', url: next.href }] : [],
      entry: [
        ...page.map((resource) => ({ resource, search: { mode: 'match' } })),
        ...included.map((resource) => ({ resource, search: { mode: 'include' } })),
      ],
    };
  }

  #practicesOf(patient: Resource): readonly Resource[] {
    const references = JSON.stringify(patient['generalPractitioner'] ?? []);
    return this.resources.filter((one) => references.includes(`"${one.resourceType}/${one.id}"`));
  }
}

export function sendFhir(response: ServerResponse, body: unknown, status = 200): void {
  sendText(response, JSON.stringify(body), 'application/fhir+json; charset=utf-8', status);
}

export function sendText(response: ServerResponse, body: string | Buffer, type: string, status = 200): void {
  response.writeHead(status, { 'content-type': type });
  response.end(body);
}

function matches(resource: Resource, parameters: URLSearchParams): boolean {
  const text = JSON.stringify(resource);
  const patient = parameters.get('patient');
  if (patient !== null && !text.includes(`"Patient/${patient}"`)) return false;
  const ids = parameters.get('_id');
  if (ids !== null && !ids.split(',').includes(resource.id)) return false;
  const identifier = parameters.get('identifier');
  if (identifier !== null && !text.includes(`"value":"${identifier.split('|')[1] ?? ''}"`)) return false;
  const status = parameters.get('status');
  if (status !== null && resource['status'] !== status) return false;
  const category = parameters.get('category');
  if (category === null) return true;
  return category.split(',').some((one) => text.includes(`"code":"${one.split('|').at(-1) ?? ''}"`));
}
