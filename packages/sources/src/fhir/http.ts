import { Pool } from 'undici';
import { SourceFailure } from '../source-failure.ts';
import type { ReadBounds } from './bounds.ts';
import { asFailure, codeOf, exchange } from './exchange.ts';

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

const TRACEPARENT = /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;

/**
 * Reads from one FHIR server and no other: connections are kept and bounded, redirects are not followed, and a link
 * is followed only below the base URL.
 */
export class FhirHttp {
  /** As references name it: no slash at its end. */
  readonly baseUrl: string;
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
    this.baseUrl = (this.#origin + this.#basePath).replace(/\/$/, '');
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

  /** A kept connection may have been closed by the server just as it was used: a read is safe to send once more. */
  async #read(path: string, call: Call): Promise<unknown> {
    const question = { path, headers: await this.#headers(call), signal: call.signal };
    try {
      return await exchange(this.#pool, question, this.#bounds);
    } catch (error) {
      if (codeOf(error) !== 'UND_ERR_SOCKET' || call.signal.aborted)
        throw asFailure(error, 'the server can not be reached');
    }
    try {
      return await exchange(this.#pool, question, this.#bounds);
    } catch (error) {
      throw asFailure(error, 'the server can not be reached');
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
