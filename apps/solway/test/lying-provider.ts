import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { parseProviders, type SignInProvider } from '../src/sign-in/providers.ts';

/** An identity provider on loopback that says what it is told to, true or not. */
export class LyingProvider {
  readonly provider: SignInProvider;
  readonly issuer: string;
  /** What the next ID token says, over what it should. */
  claims: JWTPayload = {};
  /** Signs with a key that is not among those it publishes. */
  forged = false;
  down = false;
  readonly #server: Server;
  readonly #key: CryptoKey;
  readonly #other: CryptoKey;
  #nonce = '';

  private constructor(server: Server, key: CryptoKey, other: CryptoKey, provider: SignInProvider) {
    this.#server = server;
    this.#key = key;
    this.#other = other;
    this.provider = provider;
    this.issuer = provider.issuer;
  }

  static async begin(over: Record<string, unknown> = {}): Promise<LyingProvider> {
    const { privateKey, publicKey } = await generateKeyPair('ES256');
    const { privateKey: other } = await generateKeyPair('ES256');
    const jwk = { ...(await exportJWK(publicKey)), kid: '1', alg: 'ES256', use: 'sig' };
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const [provider] = parseProviders(
      JSON.stringify([
        {
          id: 'health',
          label: 'health board staff',
          organisation: 'nhs-dumfries-and-galloway',
          side: 'health',
          issuer,
          clientId: 'solway',
          clientSecret: 'a secret of the tests alone',
          signingAlgorithm: 'ES256',
          roles: [
            { claim: 'sg-lead', role: 'governance-lead' },
            { claim: 'sg-nurse', role: 'community-nurse' },
            { claim: 'sg-two', role: 'governance-lead' },
            { claim: 'sg-two', role: 'community-nurse' },
          ],
          strongContexts: ['two-factor'],
          ...over,
        },
      ]),
    );
    const lying = new LyingProvider(server, privateKey, other, provider!);
    server.on('request', (request, response) => {
      const send = (body: unknown): void => {
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify(body));
      };
      if (lying.down) {
        request.destroy();
        return;
      }
      if (request.url === '/.well-known/openid-configuration')
        send({
          issuer,
          authorization_endpoint: `${issuer}/auth`,
          token_endpoint: `${issuer}/token`,
          jwks_uri: `${issuer}/jwks`,
          end_session_endpoint: `${issuer}/end`,
          authorization_response_iss_parameter_supported: true,
          id_token_signing_alg_values_supported: ['ES256'],
        });
      else if (request.url === '/jwks') send({ keys: [jwk] });
      else if (request.url === '/token')
        void lying.#token().then((id_token) => send({ access_token: 'a', token_type: 'Bearer', id_token }));
      else response.writeHead(404).end();
    });
    return lying;
  }

  /** What the browser comes back with after it was sent to `location`. */
  answer(location: string, over: Record<string, string> = {}): string {
    const asked = new URL(location);
    this.#nonce = asked.searchParams.get('nonce') ?? '';
    const back = new URLSearchParams({
      code: 'code',
      state: asked.searchParams.get('state') ?? '',
      iss: this.issuer,
      ...over,
    });
    return `/sign-in/back?${back.toString()}`;
  }

  async #token(): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    return new SignJWT({
      iss: this.issuer,
      aud: 'solway',
      sub: 'lead',
      name: 'A Lead',
      roles: ['sg-lead'],
      nonce: this.#nonce,
      iat: now,
      exp: now + 300,
      auth_time: now,
      acr: 'two-factor',
      ...this.claims,
    })
      .setProtectedHeader({ alg: 'ES256', kid: '1' })
      .sign(this.forged ? this.#other : this.#key);
  }

  end(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.closeAllConnections();
      this.#server.close(() => resolve());
    });
  }
}
