import { hashOf } from '@solway/disclosure';
import { sessionOf, viewsOfSession } from '@solway/store';
import { renderConfirmPage } from '@solway/web';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { readBrowserSecret } from '../cookie.ts';
import { pageHeaders } from '../headers.ts';
import { formOf } from '../routes/page-action.ts';
import type { ServerParts } from '../server.ts';
import type { SignIns } from './sign-in.ts';

/** Acts that need somebody who has just shown who they are: signing, exposing a link's disclosures, exporting. */
const SENSITIVE: readonly RegExp[] = [
  /^\/agreement\/(sign|approve|decide|assess\/sign-off)$/,
  /^\/steward\/exposure$/,
  /^\/answer\/(release|document|data)$/,
];
const CONFIRMED_MINUTES = 10;

/**
 * Asks somebody who signed in here to confirm who they are before a sensitive act; the page says so, and nothing is
 * done. One whom a host launched was authenticated by that host, a minute before at most as the page opened.
 */
export async function confirmedOrAsked(
  { walk }: Pick<ServerParts, 'walk'>,
  { ways, limits }: SignIns,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply | undefined> {
  const secret = readBrowserSecret(request.headers.cookie);
  if (request.method !== 'POST' || secret === undefined || !isSensitive(request.url)) return undefined;
  const now = walk.clock();
  const session = await sessionOf(walk.db, { browserHash: hashOf(secret) }, now, limits.idleMinutes);
  if (session === undefined) return undefined;
  const viewId = formOf(request)['view'];
  if (!(await viewsOfSession(walk.db, session.id)).some(({ view_id }) => view_id === viewId))
    return undefined;
  const strong = ways.get(session.provider)?.provider.strongContexts ?? [];
  const isFresh = Date.parse(now) - Date.parse(session.authenticated_at) <= CONFIRMED_MINUTES * 60_000;
  if (isFresh && (strong.length === 0 || strong.includes(session.acr ?? ''))) return undefined;
  return reply
    .code(403)
    .headers(pageHeaders([]))
    .send(renderConfirmPage({ confirmUrl: '/sign-in/confirm' }));
}

function isSensitive(url: string): boolean {
  const path = url.split('?')[0] ?? '';
  return SENSITIVE.some((one) => one.test(path));
}
