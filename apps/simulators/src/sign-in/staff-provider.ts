import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import Provider, { type Configuration } from 'oidc-provider';
import type { StaffMember } from '../population/staff.ts';
import { openProviderKeys, type ProviderKeys } from './keys.ts';
import { interactionPage } from './page.ts';

export interface StaffProviderOptions {
  /** The stand-in's own folder, for its keys. */
  readonly data: string;
  readonly organisation: 'council' | 'health';
  readonly staff: readonly StaffMember[];
  /** Solway's base URL. */
  readonly solwayUrl: string;
  readonly port?: number;
}

export interface StaffProvider {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** What is asked for where a password alone is not enough. */
  readonly strongContexts: readonly string[];
  readonly close: () => Promise<void>;
}

const CLIENT_ID = 'solway';
/** Authentication contexts: a password alone, and with a second factor. */
const SINGLE = 'urn:solway:acr:password';
const STRONG_CONTEXT = 'urn:solway:acr:two-factor';

/** The group that an organisation's sign-in calls a role by. */
function groupOf(role: string): string {
  return `sg-${role}`;
}

/**
 * A stand-in for one organisation's staff identity provider. It asks for no password: whoever comes picks who they
 * are, from the organisation's own staff.
 */
export async function startStaffProvider(options: StaffProviderOptions): Promise<StaffProvider> {
  const { organisation } = options;
  const keys = await openProviderKeys(options.data);
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const issuer = `http://localhost:${port}`;
  const staff = options.staff.filter((one) => one.organisation === organisation);
  const provider = new Provider(issuer, configuration(options, keys, staff));
  const interaction = interactions(provider, organisation, staff);
  const answer = provider.callback();
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    if (request.url?.startsWith('/interaction/') === true) void interaction(request, response);
    else void answer(request, response);
  });
  return {
    issuer,
    clientId: CLIENT_ID,
    clientSecret: keys.clientSecret,
    strongContexts: [STRONG_CONTEXT],
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function configuration(
  { organisation, solwayUrl: solway }: StaffProviderOptions,
  { signing, cookies, clientSecret }: ProviderKeys,
  known: readonly StaffMember[],
): Configuration {
  return {
    clients: [
      {
        client_id: CLIENT_ID,
        client_secret: clientSecret,
        client_name: 'Solway',
        redirect_uris: [`${solway}/sign-in/back`],
        post_logout_redirect_uris: [`${solway}/`],
        response_types: ['code'],
        grant_types: ['authorization_code'],
        token_endpoint_auth_method: 'client_secret_basic',
        id_token_signed_response_alg: 'ES256',
        require_auth_time: true,
      },
    ],
    jwks: { keys: [signing] },
    // Two providers on one machine share its cookies, so each needs names of its own.
    cookies: {
      keys: [...cookies],
      names: {
        session: `${organisation}-idp`,
        interaction: `${organisation}-idp-interaction`,
        resume: `${organisation}-idp-resume`,
      },
    },
    claims: { openid: ['sub', 'roles'], profile: ['name'], acr: null, auth_time: null },
    acrValues: [SINGLE, STRONG_CONTEXT],
    // Names and groups stand in the ID token, as staff sign-ins are set up.
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: { enabled: true, logoutSource: signOutAtOnce },
    },
    interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
    ttl: { Session: 8 * 3600, Interaction: 600, Grant: 8 * 3600, IdToken: 3600, AccessToken: 300 },
    findAccount: (_context, id) => {
      const [one] = known.filter(({ userId }) => userId === id);
      if (one === undefined) return undefined;
      const roles = known.filter(({ userId }) => userId === id).map(({ role }) => groupOf(role));
      return { accountId: id, claims: () => ({ sub: id, name: one.name, roles }) };
    },
    // Staff are not asked whether their own organisation's system may know who they are.
    loadExistingGrant: async (context) => {
      const { client, session, provider: own } = context.oidc;
      if (client === undefined || session?.accountId === undefined) return undefined;
      const grant = new own.Grant({ clientId: client.clientId, accountId: session.accountId });
      grant.addOIDCScope('openid profile');
      await grant.save();
      return grant;
    },
  };
}

/** Whoever comes from Solway's own "Sign out" has said so already. */
function signOutAtOnce(context: { body: unknown }, form: string): void {
  context.body = `<!doctype html><html lang="en-GB"><meta charset="utf-8"><title>Signing out</title>${form}
<p>Sign out of your organisation as well?</p><button form="op.logoutForm" name="logout" value="yes" autofocus>Yes, sign out</button>`;
}

function interactions(
  provider: Provider,
  organisation: 'council' | 'health',
  staff: readonly StaffMember[],
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  return async (request, response) => {
    try {
      const { prompt, params } = await provider.interactionDetails(request, response);
      const wanted = params['acr_values'];
      const strong = typeof wanted === 'string' && wanted.includes(STRONG_CONTEXT);
      if (request.method !== 'POST') {
        response.setHeader('content-type', 'text/html; charset=utf-8');
        response.setHeader('cache-control', 'no-store');
        response.end(
          interactionPage({ organisation, staff, strong, again: prompt.reasons.includes('login_prompt') }),
        );
        return;
      }
      const form = new URLSearchParams(await bodyOf(request));
      if (form.get('act') === 'cancel') {
        await provider.interactionFinished(request, response, {
          error: 'access_denied',
          error_description: 'the user turned back',
        });
        return;
      }
      const accountId = form.get('user') ?? '';
      if (!staff.some(({ userId }) => userId === accountId)) throw new Error('no such member of staff');
      const acr = strong ? STRONG_CONTEXT : SINGLE;
      const amr = strong ? ['pwd', 'otp'] : ['pwd'];
      await provider.interactionFinished(request, response, { login: { accountId, acr, amr } });
    } catch {
      response.statusCode = 400;
      response.setHeader('content-type', 'text/plain; charset=utf-8');
      response.end('This sign-in is over. Begin again.');
    }
  };
}

const LONGEST_FORM = 4096;

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) {
    body += String(chunk);
    if (body.length > LONGEST_FORM) throw new Error('a form that is too long');
  }
  return body;
}
