import { randomBytes } from 'node:crypto';
import { hashOf } from '@solway/disclosure';
import { sessionOf, type SignInSession, viewsOfSession } from '@solway/store';
import { renderSignedInPage, renderSignInPage, renderSignInRefusal } from '@solway/web';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { browserCookie, readBrowserSecret } from '../cookie.ts';
import { pagesFor } from '../governance/navigation.ts';
import { pageHeaders } from '../headers.ts';
import { partyName } from '../party-name.ts';
import type { ServerParts } from '../server.ts';
import { SignInError } from '../sign-in/error.ts';
import { beginAt, chooseRole, finishAt, signOut, type SignIns, type WayIn } from '../sign-in/sign-in.ts';
import { SIGN_IN_SENTENCES } from '../sign-in/sentences.ts';
import { confirmedOrAsked } from '../sign-in/step-up.ts';
import { formOf } from './page-action.ts';

type Act = (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply>;

/** Signing in by the organisations' own identity providers. No address holds who; nothing here is framed. */
export function signInRoutes(app: FastifyInstance, parts: ServerParts): void {
  const { signIns, walk, publicUrl } = parts;
  if (signIns === undefined) return;
  const { ways, limits } = signIns;
  app.addHook('preHandler', (request, reply) => confirmedOrAsked(parts, signIns, request, reply));

  const required = async (request: FastifyRequest): Promise<SignInSession> => {
    const secret = readBrowserSecret(request.headers.cookie);
    const by = secret === undefined ? undefined : { browserHash: hashOf(secret) };
    const session = by && (await sessionOf(walk.db, by, walk.clock(), limits.idleMinutes));
    if (session === undefined) throw new SignInError('sign-in-needed', 'nobody is signed in here');
    return session;
  };
  const wayOf = (provider: string): WayIn => {
    const way = ways.get(provider);
    if (way === undefined) throw new SignInError('sign-in-needed', 'there is no such provider');
    return way;
  };
  /** For a form: it comes from our own page. */
  const ownForm =
    (act: Act): Act =>
    (request, reply) => {
      if (request.headers.origin === publicUrl) return act(request, reply);
      throw new SignInError('sign-in-needed', 'not from our own page');
    };

  app.get('/sign-in', (_request, reply) =>
    send(reply, renderSignInPage([...ways.values()].map(({ provider: { id, label } }) => ({ id, label })))),
  );

  app.get(
    '/sign-in/with/:provider',
    refusing(async (request, reply) => {
      const way = wayOf((request.params as { provider: string }).provider);
      const secret = readBrowserSecret(request.headers.cookie) ?? randomBytes(32).toString('base64url');
      const url = await beginAt(parts, way, secret, undefined);
      return go(reply.header('set-cookie', browserCookie(secret)), url);
    }),
  );

  app.get(
    '/sign-in/back',
    refusing(async (request, reply) => {
      const secret = readBrowserSecret(request.headers.cookie);
      if (secret === undefined)
        throw new SignInError('sign-in-attempt-unknown', 'this browser began nothing');
      const fresh = await finishAt(parts, signIns, new URL(request.url, publicUrl), secret);
      return go(reply.header('set-cookie', browserCookie(fresh)), '/signed-in');
    }),
  );

  app.get(
    '/sign-in/confirm',
    refusing(async (request, reply) => {
      const session = await required(request);
      const secret = readBrowserSecret(request.headers.cookie) ?? '';
      return go(reply, await beginAt(parts, wayOf(session.provider), secret, session));
    }),
  );

  app.get(
    '/signed-in',
    refusing(async (request, reply) => {
      const session = await required(request);
      const views = await viewsOfSession(walk.db, session.id);
      const page = renderSignedInPage({
        name: session.user_name,
        organisation: partyName(walk, session.organisation),
        acting: session.acting ?? undefined,
        roles: session.roles,
        pages: views.flatMap(({ kind, view_id: viewId }) => pagesOfKind(kind, session, viewId)),
      });
      return send(reply, page, signOutOrigins(signIns, session));
    }),
  );

  app.post(
    '/sign-in/act',
    refusing(
      ownForm(async (request, reply) => {
        const session = await required(request);
        await chooseRole(parts, wayOf(session.provider), session, formOf(request)['role'] ?? '');
        return go(reply, '/signed-in');
      }),
    ),
  );

  app.post(
    '/sign-out',
    refusing(
      ownForm(async (request, reply) => {
        const session = await required(request);
        return go(reply, (await signOut(parts, ways.get(session.provider), session)) ?? '/');
      }),
    ),
  );
}

function refusing(act: Act): Act {
  return async (request, reply) => {
    try {
      return await act(request, reply);
    } catch (error) {
      if (error instanceof SignInError) return refusal(reply, error);
      throw error;
    }
  };
}

function pagesOfKind(
  kind: string,
  { acting }: SignInSession,
  viewId: string,
): readonly { readonly href: string; readonly label: string; readonly viewId: string }[] {
  if (kind === 'stewardship') return [{ href: '/steward', label: 'Matching to CHI', viewId }];
  return pagesFor({ roles: acting === null ? [] : [acting] }).map(({ href, label }) => ({
    href,
    label,
    viewId,
  }));
}

/** The form that signs out is answered with a redirect to the provider, which the form's own policy has to allow. */
function signOutOrigins({ ways }: SignIns, { provider }: SignInSession): readonly string[] {
  const way = ways.get(provider);
  return way === undefined ? [] : [new URL(way.provider.issuer).origin];
}

function go(reply: FastifyReply, to: URL | string): FastifyReply {
  return reply.header('cache-control', 'no-store').redirect(String(to), 303);
}

function send(reply: FastifyReply, page: string, formAction: readonly string[] = []): FastifyReply {
  return reply.headers(pageHeaders([], formAction)).send(page);
}

const STATUS: Readonly<Record<SignInError['code'], number>> = {
  'sign-in-invalid': 500,
  'sign-in-unavailable': 503,
  'sign-in-attempt-unknown': 400,
  'sign-in-refused': 403,
  'sign-in-not-verified': 403,
  'sign-in-role-ambiguous': 403,
  'sign-in-no-role': 403,
  'sign-in-other-person': 403,
  'sign-in-needed': 401,
};

function refusal(reply: FastifyReply, { code }: SignInError): FastifyReply {
  return send(reply.code(STATUS[code]), renderSignInRefusal({ code, sentence: SIGN_IN_SENTENCES[code] }));
}
