import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { COUNCIL_ITEMS, HEALTH_ITEMS, type ItemType, type RecordEntry } from '@solway/record';
import { ClientRegister, parseClients } from '@solway/smart';
import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import { type CryptoKey, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { HEALTH, linkAs, Scene, seedPeople } from '../../../packages/disclosure/test/walk-fixture.ts';
import { entriesOf } from '../../../packages/fhir/test/scene.ts';
import { type FreshDatabase, freshDatabase } from '../../../packages/store/test/fresh-database.ts';
import { type FhirParts, openFhir } from '../src/fhir/parts.ts';
import { HostRegister } from '../src/hosts.ts';
import { buildServer } from '../src/server.ts';
import { SignedHost } from './signed-host.ts';

const COUNCIL = 'dumfries-and-galloway-council';
export const APP_PAGE = 'http://localhost:9199/app.html';

/** The whole server listening, with hosts, an app of each kind for each side, and sources that answer with samples. */
export class FhirServer {
  readonly fresh: FreshDatabase;
  readonly orion: SignedHost;
  readonly mosaic: SignedHost;
  readonly key: CryptoKey;
  readonly url: string;
  readonly #folder = mkdtempSync(join(tmpdir(), 'solway-fhir-'));
  readonly #clients: string;
  app!: FastifyInstance;
  scene!: Scene;
  fhir!: FhirParts;

  private constructor(parts: {
    fresh: FreshDatabase;
    orion: SignedHost;
    mosaic: SignedHost;
    key: CryptoKey;
    url: string;
    clients: string;
  }) {
    this.fresh = parts.fresh;
    this.orion = parts.orion;
    this.mosaic = parts.mosaic;
    this.key = parts.key;
    this.url = parts.url;
    this.#clients = parts.clients;
  }

  get base(): string {
    return `${this.url}/fhir/R4`;
  }

  static async begin(appPage = APP_PAGE): Promise<FhirServer> {
    const { privateKey, publicKey } = await generateKeyPair('ES384', { extractable: true });
    const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid: 'client-1', alg: 'ES384' }] };
    const port = await freePort();
    const own = ['openid', 'fhirUser', 'profile', 'launch', 'launch/patient', 'patient/*.rs', 'user/*.rs'];
    const shared = { scopes: own, redirectUris: [appPage], launchUri: appPage };
    const system = (id: string, role: string) => ({
      user: { id, name: 'A service', role },
      purpose: 'direct-care',
      statedPurpose: 'A discharge summary',
    });
    const clients = [
      {
        clientId: 'nurse-app',
        name: 'A nurse’s app',
        organisation: HEALTH,
        side: 'health',
        hosts: ['orion-portal'],
        ...shared,
      },
      {
        clientId: 'nurse-keyed',
        name: 'An app with a key',
        organisation: HEALTH,
        side: 'health',
        hosts: ['orion-portal'],
        jwks,
        ...shared,
      },
      {
        clientId: 'worker-app',
        name: 'A worker’s app',
        organisation: COUNCIL,
        side: 'council',
        hosts: ['mosaic'],
        ...shared,
      },
      {
        clientId: 'health-hub',
        name: 'A hub',
        organisation: HEALTH,
        side: 'health',
        jwks,
        scopes: ['system/*.rs'],
        system: system('nurse', 'community-nurse'),
      },
      {
        clientId: 'council-hub',
        name: 'A hub',
        organisation: COUNCIL,
        side: 'council',
        jwks,
        scopes: ['system/*.rs'],
        system: system('worker', 'social-worker'),
      },
      {
        clientId: 'slow-hub',
        name: 'A hub',
        organisation: HEALTH,
        side: 'health',
        jwks,
        scopes: ['system/Flag.rs'],
        requestsPerMinute: 3,
        system: system('nurse', 'community-nurse'),
      },
    ];
    const server = new FhirServer({
      fresh: await freshDatabase(),
      orion: await SignedHost.create('orion-portal', HEALTH, 'health', 'http://localhost:8081'),
      mosaic: await SignedHost.create('mosaic', COUNCIL, 'council', 'http://localhost:8082'),
      key: privateKey,
      url: `http://127.0.0.1:${port}`,
      clients: JSON.stringify(clients),
    });
    await server.reset();
    return server;
  }

  /** One person on both sides, linked, with samples of every item; nothing else has happened yet. */
  async reset(): Promise<void> {
    await this.app?.close();
    const { db } = this.fresh;
    await seedPeople(db);
    await db.query('truncate smart_token, smart_code');
    await linkAs(db, 'in-force');
    const scene = new Scene(db, { council: COUNCIL_ITEMS, health: HEALTH_ITEMS });
    this.scene = scene;
    for (const item of [...COUNCIL_ITEMS, ...HEALTH_ITEMS]) this.record(item);
    const register = new ClientRegister(parseClients(this.#clients));
    const hosts = new HostRegister([this.orion.registration, this.mosaic.registration], this.url, (host) =>
      register.appsOf(host),
    );
    const walk = {
      ...scene.walk,
      agreement: () => scene.agreement,
      hosts: new Map([...register.asHosts(), ...hosts.hosts.values()].map((one) => [one.clientId, one])),
      clock: (): never => new Date().toISOString() as never,
    };
    this.fhir = await openFhir({ walk, register, publicUrl: this.url, dataFolder: this.#folder });
    this.app = await buildServer({
      walk,
      register: hosts,
      publicUrl: this.url,
      fhir: this.fhir,
      frontPage: { doors: [], tryThese: [] },
      log: 'silent',
    });
  }

  async listen(): Promise<void> {
    await this.app.listen({ port: Number(new URL(this.url).port), host: '127.0.0.1' });
  }

  record(item: ItemType, entries: readonly RecordEntry[] = entriesOf(item), over: object = {}): void {
    const source = (COUNCIL_ITEMS as readonly string[]).includes(item) ? this.scene.mosaic : this.scene.orion;
    source.answers.set(item, () => Promise.resolve(source.answered(entries, over)));
  }

  async assertion(
    clientId: string,
    over: Record<string, unknown> = {},
    header: Record<string, unknown> = {},
  ): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    return new SignJWT({
      iss: clientId,
      sub: clientId,
      aud: `${this.url}/smart/token`,
      iat: now,
      exp: now + 60,
      jti: randomUUID(),
      ...over,
    })
      .setProtectedHeader({ alg: 'ES384', kid: 'client-1', typ: 'JWT', ...header })
      .sign(this.key);
  }

  form(
    url: string,
    form: Record<string, string>,
    headers: Record<string, string> = {},
  ): Promise<LightMyRequestResponse> {
    return this.app.inject({
      method: 'POST',
      url,
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      payload: new URLSearchParams(form).toString(),
    });
  }

  async askForToken(
    clientId: string,
    over: Record<string, string> = {},
    assertion?: string,
  ): Promise<LightMyRequestResponse> {
    return this.form('/smart/token', {
      grant_type: 'client_credentials',
      scope: 'system/*.rs',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: assertion ?? (await this.assertion(clientId)),
      ...over,
    });
  }

  /** A backend service's token. */
  async systemToken(clientId = 'health-hub', scope = 'system/*.rs'): Promise<string> {
    return (await this.askForToken(clientId, { scope })).json<{ access_token: string }>().access_token;
  }

  /** The host opens an app over the back channel. */
  async launchApp(app: string, over: Record<string, unknown> = {}): Promise<LightMyRequestResponse> {
    const council = app === 'worker-app';
    const host = council ? this.mosaic : this.orion;
    const user = council ? { user: { id: 'worker', name: 'A Worker', role: 'social-worker' } } : {};
    return this.app.inject({
      method: 'POST',
      url: '/launch',
      headers: {
        authorization: await host.assertion(this.url, { app, origin: undefined, ...user, ...over }),
      },
    });
  }

  /** The app's part: PKCE, authorize, token. `at` changes what is asked on the way. */
  async openApp(
    app: string,
    at: {
      launch?: Record<string, unknown>;
      authorize?: Record<string, string | undefined>;
      token?: Record<string, string>;
    } = {},
  ) {
    const { handle } = (await this.launchApp(app, at.launch)).json<{ handle: string }>();
    const verifier = randomBytes(32).toString('base64url');
    const query = {
      response_type: 'code',
      client_id: app,
      redirect_uri: APP_PAGE,
      scope: 'launch openid fhirUser patient/*.rs',
      state: 'a-state',
      aud: this.base,
      launch: handle,
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
      ...at.authorize,
    };
    const asked = Object.entries(query).filter((one): one is [string, string] => one[1] !== undefined);
    const authorized = await this.app.inject({
      url: `/smart/authorize?${new URLSearchParams(asked).toString()}`,
    });
    const back = authorized.headers.location === undefined ? undefined : new URL(authorized.headers.location);
    const form: Record<string, string> = {
      grant_type: 'authorization_code',
      code: back?.searchParams.get('code') ?? '',
      redirect_uri: APP_PAGE,
      client_id: app,
      code_verifier: verifier,
      ...(app === 'nurse-keyed'
        ? {
            client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
            client_assertion: await this.assertion(app),
          }
        : {}),
      ...at.token,
    };
    const answered =
      back?.searchParams.has('code') === true ? await this.form('/smart/token', form) : undefined;
    return { authorized, back, form, answered, token: answered?.json<Record<string, string>>() ?? {} };
  }

  fetch(
    token: string,
    address: string,
    headers: Record<string, string> = {},
  ): Promise<LightMyRequestResponse> {
    return this.app.inject({
      url: `/fhir/R4/${address}`,
      headers: { authorization: `Bearer ${token}`, ...headers },
    });
  }

  async end(): Promise<void> {
    await this.app.close();
    rmSync(this.#folder, { recursive: true, force: true });
    await this.fresh.drop();
  }
}

/** A port of this machine that nobody holds just now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
