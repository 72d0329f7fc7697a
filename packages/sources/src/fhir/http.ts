import { type Dispatcher, Pool } from 'undici';
import { SourceFailure } from '../source-failure.ts';
import type { ReadBounds } from './bounds.ts';
import { readJsonBody } from './read-body.ts';

export interface FhirHttpOptions {
  readonly baseUrl: string;
  /** A bearer token, or how to get one that is still good. */
  readonly token?: string | (() => string | Promise<string>);
  readonly connections: number;
  readonly bounds: ReadBounds;
}

export interface Call {
  readonly signal: AbortSignal;
  readonly traceparent?: string | undefined;
}

const FHIR_JSON = /^application\/(fhir\+)?json\s*(;|$)/i;
const TRACEPARENT = /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;

/**
 * Reads from one FHIR server and no other: connections are kept and bounded, redirects are not followed, and a link
 * is followed only below the base URL.
 */
export class FhirHttp {
  readonly #origin: string;
  readonly #basePath: string;
  readonly #token: FhirHttpOptions['token'];
  readonly #bounds: ReadBounds;
  readonly #pool: Pool;

  /** @throws {TypeError} where `baseUrl` is no http(s) URL. */
  constructor(options: FhirHttpOptions) {
    const base = new URL(options.baseUrl);
    if (base.protocol !== 'http:' && base.protocol !== 'https:')
      throw new TypeError('a FHIR base URL starts with http:// or https://');
    this.#origin = base.origin;
    this.#basePath = base.pathname.endsWith('/') ? base.pathname : `${base.pathname}/`;
    this.#token = options.token;
    this.#bounds = options.bounds;
    this.#pool = new Pool(base.origin, {
      connections: options.connections,
      pipelining: 1,
      keepAliveTimeout: 10_000,
      connect: { timeout: 5_000 },
      headersTimeout: 30_000,
      bodyTimeout: 30_000,
    });
  }

  /**
   * The parsed body of `GET <base>/<relative>`.
   * @throws {SourceFailure} whatever goes wrong.
   */
  async get(relative: string, call: Call): Promise<unknown> {
    return this.#read(this.#basePath + relative, call);
  }

  /** As references name it: no slash at its end. */
  get baseUrl(): string {
    return (this.#origin + this.#basePath).replace(/\/$/, '');
  }

  /** The path to follow for a paging link, or undefined where it leads off this server's base URL. */
  pathOfLink(link: string): string | undefined {
    const base = this.#origin + this.#basePath;
    if (!URL.canParse(link, base)) return undefined;
    const url = new URL(link, base);
    if (url.origin !== this.#origin || url.username !== '' || url.password !== '') return undefined;
    // HAPI pages at the base itself: `<base>?_getpages=…`.
    if (!`${url.pathname}/`.startsWith(this.#basePath)) return undefined;
    return url.pathname + url.search;
  }

  /** As `get`, for a path that `pathOfLink` gave. */
  async follow(path: string, call: Call): Promise<unknown> {
    return this.#read(path, call);
  }

  /** True where the server answers at all, short of an error of its own. Never rejects. */
  async answers(relative: string, call: Call): Promise<boolean> {
    try {
      const headers = await this.#headers(call);
      const response = await this.#pool.request({
        path: this.#basePath + relative,
        method: 'GET',
        headers,
        signal: call.signal,
      });
      response.body.on('error', () => undefined).destroy();
      return response.statusCode < 400;
    } catch {
      return false;
    }
  }

  async close(): Promise<void> {
    await this.#pool.destroy();
  }

  async #read(path: string, call: Call): Promise<unknown> {
    const headers = await this.#headers(call);
    const response = await this.#request({ path, method: 'GET', headers, signal: call.signal });
    const refusal = refusalOf(response);
    if (refusal !== undefined) {
      // Reading on would cost what the source likes; the connection goes with it.
      response.body.on('error', () => undefined).destroy();
      throw refusal;
    }
    try {
      return await readJsonBody(response.body, this.#bounds);
    } catch (error) {
      response.body.on('error', () => undefined).destroy();
      throw asFailure(error, 'the connection broke in the middle of the answer');
    }
  }

  async #headers(call: Call): Promise<Record<string, string>> {
    const headers: Record<string, string> = {
      accept: 'application/fhir+json',
      'accept-encoding': 'identity',
    };
    if (this.#token !== undefined) headers['authorization'] = `Bearer ${await this.#currentToken()}`;
    if (call.traceparent !== undefined && TRACEPARENT.test(call.traceparent))
      headers['traceparent'] = call.traceparent;
    return headers;
  }

  /** A kept connection may have been closed by the server just as it was used: a read is safe to send once more. */
  async #request(options: Dispatcher.RequestOptions): Promise<Dispatcher.ResponseData> {
    try {
      return await this.#pool.request(options);
    } catch (error) {
      if (codeOf(error) !== 'UND_ERR_SOCKET' || (options.signal as AbortSignal).aborted)
        throw asFailure(error, 'the server can not be reached');
    }
    try {
      return await this.#pool.request(options);
    } catch (error) {
      throw asFailure(error, 'the server can not be reached');
    }
  }

  async #currentToken(): Promise<string> {
    const token = this.#token;
    if (typeof token !== 'function') return token ?? '';
    try {
      return await token();
    } catch (error) {
      throw new SourceFailure('source-error', 'no token could be had for the server', { cause: error });
    }
  }
}

function refusalOf({ statusCode, headers }: Dispatcher.ResponseData): SourceFailure | undefined {
  if (statusCode >= 500 || statusCode === 429)
    return new SourceFailure('source-down', `the server answered ${statusCode}`);
  if (statusCode >= 300 && statusCode < 400)
    return new SourceFailure('source-error', `the server answered ${statusCode}: redirects are not followed`);
  if (statusCode !== 200) return new SourceFailure('source-error', `the server answered ${statusCode}`);
  const type = headers['content-type'];
  if (typeof type !== 'string' || !FHIR_JSON.test(type))
    return new SourceFailure('source-error', 'the answer is not declared as FHIR JSON');
  const encoding = headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity')
    return new SourceFailure('source-error', 'the answer is compressed, which was not asked for');
  return undefined;
}

function asFailure(error: unknown, detail: string): SourceFailure {
  if (error instanceof SourceFailure) return error;
  return new SourceFailure('source-down', `${detail} (${codeOf(error) ?? 'no code'})`, { cause: error });
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
