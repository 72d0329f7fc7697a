import type { Direction } from '@solway/record';

/** A system that may open pages: registered by configuration, known by its public key. */
export interface Host {
  readonly clientId: string;
  /** The organisation whose staff sit in it, as the agreement names it: `health` or `council`. */
  readonly organisation: 'health' | 'council';
  /** Exact origins of its pages. */
  readonly origins: readonly string[];
}

/** Whose record a host's users see: the other organisation's. */
export function directionFor(organisation: string): Direction {
  return organisation === 'health' ? 'council-to-health' : 'health-to-council';
}
