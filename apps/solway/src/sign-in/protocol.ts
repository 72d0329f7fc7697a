import type { Instant } from '@solway/kernel';
import { instantOf } from '@solway/kernel';
import * as client from 'openid-client';
import { SignInError } from './error.ts';
import type { SignInProvider } from './providers.ts';

interface Begun {
  readonly url: URL;
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}

/** Who a provider says has been authenticated, when and how. */
export interface Authenticated {
  readonly claims: Readonly<Record<string, unknown>>;
  readonly idToken: string;
  readonly authenticatedAt: Instant;
  readonly acr: string | null;
}

/** OpenID Connect, authorization code with PKCE, with one provider. */
export interface SignInProtocol {
  /** @throws {SignInError} `sign-in-unavailable` */
  begin(confirm: boolean): Promise<Begun>;
  /** @throws {SignInError} `sign-in-refused`, `sign-in-not-verified`, `sign-in-unavailable` */
  finish(answer: URL, begun: Omit<Begun, 'url'>, confirm: boolean): Promise<Authenticated>;
  /** Where to send the browser so that the provider's own session ends; undefined where it has no such place. */
  signOutUrl(idToken: string, back: string): Promise<URL | undefined>;
}

const TIMEOUT_SECONDS = 5;
/** A confirmation is of now: an authentication of before is not enough. */
const CONFIRM_WITHIN_SECONDS = 60;

export function signInProtocol(provider: SignInProvider, redirectUri: string): SignInProtocol {
  let known: Promise<client.Configuration> | undefined;
  /** The provider is asked where things are once it is needed; one that could not be reached is asked again. */
  const configuration = async (): Promise<client.Configuration> => {
    known ??= client.discovery(
      new URL(provider.issuer),
      provider.clientId,
      { id_token_signed_response_alg: provider.signingAlgorithm, use_mtls_endpoint_aliases: false },
      client.ClientSecretBasic(provider.clientSecret),
      {
        timeout: TIMEOUT_SECONDS,
        // Without the first, a token that comes straight from the provider is believed unsigned.
        execute: [
          client.enableNonRepudiationChecks,
          ...(provider.issuer.startsWith('http:') ? [client.allowInsecureRequests] : []),
        ],
      },
    );
    try {
      return await known;
    } catch (cause) {
      known = undefined;
      throw new SignInError('sign-in-unavailable', `the provider ${provider.id} can't be reached`, { cause });
    }
  };

  return {
    async begin(confirm) {
      const config = await configuration();
      const state = client.randomState();
      const nonce = client.randomNonce();
      const codeVerifier = client.randomPKCECodeVerifier();
      const url = client.buildAuthorizationUrl(config, {
        redirect_uri: redirectUri,
        scope: 'openid profile',
        state,
        nonce,
        code_challenge: await client.calculatePKCECodeChallenge(codeVerifier),
        code_challenge_method: 'S256',
        ...(confirm ? { prompt: 'login', max_age: '0' } : {}),
        ...(confirm && provider.strongContexts.length > 0
          ? { acr_values: provider.strongContexts.join(' ') }
          : {}),
      });
      return { url, state, nonce, codeVerifier };
    },

    async finish(answer, { state, nonce, codeVerifier }, confirm) {
      const config = await configuration();
      try {
        const tokens = await client.authorizationCodeGrant(config, answer, {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: codeVerifier,
          idTokenExpected: true,
          ...(confirm ? { maxAge: CONFIRM_WITHIN_SECONDS } : {}),
        });
        const claims = tokens.claims();
        if (claims === undefined || tokens.id_token === undefined) throw new Error('no ID token');
        const acr = typeof claims['acr'] === 'string' ? claims['acr'] : null;
        if (confirm && provider.strongContexts.length > 0 && !provider.strongContexts.includes(acr ?? ''))
          throw new Error('the authentication context is not one of the strong ones');
        const at = typeof claims.auth_time === 'number' ? claims.auth_time : claims.iat;
        return { claims, idToken: tokens.id_token, acr, authenticatedAt: instantOf(at * 1000) };
      } catch (cause) {
        if (cause instanceof client.AuthorizationResponseError)
          throw new SignInError('sign-in-refused', 'the provider did not sign this user in', { cause });
        throw new SignInError('sign-in-not-verified', "the provider's answer does not stand up", { cause });
      }
    },

    async signOutUrl(idToken, back) {
      const config = await configuration();
      if (config.serverMetadata().end_session_endpoint === undefined) return undefined;
      return client.buildEndSessionUrl(config, {
        ...(idToken === '' ? {} : { id_token_hint: idToken }),
        post_logout_redirect_uri: back,
      });
    },
  };
}
