import type { Direction } from '@solway/record';

/** A system that may open pages: registered by configuration, known by its public key. */
export interface Host {
  readonly clientId: string;
  /** The party to the agreement whose staff sit in it, by its id there. */
  readonly organisation: string;
  /** Which side that party is on: it says whose identifier names a person, and whose record is shown. */
  readonly side: 'health' | 'council';
  /** Exact origins of its pages. */
  readonly origins: readonly string[];
}

/** Whose record a host's users see: the other organisation's. */
export function directionFor(side: Host['side']): Direction {
  return side === 'health' ? 'council-to-health' : 'health-to-council';
}
