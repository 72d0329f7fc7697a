import { DisclosureError, requireView } from '@solway/disclosure';
import type { OpenedView } from '@solway/store';
import type { GovernanceFrame } from '@solway/web';
import type { FastifyRequest } from 'fastify';
import { readBrowserSecret } from '../cookie.ts';
import { partyName } from '../party-name.ts';
import { formOf } from '../routes/page-action.ts';
import type { ServerParts } from '../server.ts';
import { pagesFor } from './navigation.ts';

/** Somebody who keeps the agreement or what is disclosed under it, signed in and vouched for today. */
export interface Officer {
  readonly userId: string;
  readonly name: string;
  /** The party whose staff they are, by its id in the agreement. */
  readonly organisation: string;
  /** The roles that they act in, as their own organisation's directory has them. */
  readonly roles: readonly string[];
  /** The opaque id that each of their pages' forms carries back. */
  readonly viewId: string;
  readonly correlationId: string;
}

/**
 * Who asks for a governance page. Every such page asks this and nothing else, so that another way of signing in
 * is added here. A form is taken from our own page only, in the browser that signed in.
 * @throws {DisclosureError} `view-…` where nobody is signed in, or not any more
 */
export async function officerOf(parts: ServerParts, request: FastifyRequest): Promise<Officer> {
  if (request.headers.origin !== parts.publicUrl) throw notSignedIn();
  const opened = await requireView(parts.walk, {
    viewId: formOf(request)['view'] ?? '',
    browserSecret: readBrowserSecret(request.headers.cookie),
  });
  return officerOfView(opened);
}

/** @throws {DisclosureError} `view-unknown` for a page of another kind */
export function officerOfView({ view }: OpenedView): Officer {
  if (view.kind !== 'governance') throw notSignedIn();
  return {
    userId: view.user_id,
    name: view.user_name,
    organisation: view.organisation,
    roles: [view.role],
    viewId: view.view_id,
    correlationId: view.correlation_id,
  };
}

/** What the web package needs for the frame of a page, for this officer. */
export function frameOf({ walk }: ServerParts, officer: Officer, here: string): GovernanceFrame {
  return {
    viewer: {
      name: officer.name,
      role: officer.roles[0] ?? '',
      organisation: partyName(walk, officer.organisation),
    },
    viewId: officer.viewId,
    pages: pagesFor(officer).map(({ href, label }) => ({ href, label })),
    here,
  };
}

function notSignedIn(): DisclosureError {
  return new DisclosureError('view-unknown', 'this page is not one of a signed-in officer');
}
