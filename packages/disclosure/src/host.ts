import type { Direction } from '@solway/record';
import type { OpenedView } from '@solway/store';
import { DisclosureError } from './error.ts';
import type { Walk } from './walk.ts';

/** A system that may open pages: registered by configuration, known by its public key. */
export interface Host {
  readonly clientId: string;
  /** The party to the agreement whose staff sit in it, by its id there. */
  readonly organisation: string;
  /** Which side that party is on: it says whose identifier names a person, and whose record is shown. */
  readonly side: 'health' | 'council';
  /** Exact origins of its pages. */
  readonly origins: readonly string[];
  /** Client ids of the SMART apps that may be opened from it. */
  readonly apps?: readonly string[];
}

/** Stands where a page's origin stands: a launch made for an app can open no page, and the other way about. */
export function appOrigin(clientId: string): string {
  return `app:${clientId}`;
}

/** Whose record a host's users see: the other organisation's. */
export function directionFor(side: Host['side']): Direction {
  return side === 'health' ? 'council-to-health' : 'health-to-council';
}

/** From the host that opened the view; one that is registered no longer opens nothing. */
export function directionOf(walk: Walk, { view }: OpenedView): Direction {
  const host = walk.hosts.get(view.client_id);
  if (host === undefined)
    throw new DisclosureError('view-closed', 'the host of this view is not registered any more');
  return directionFor(host.side);
}
