import type { Instant } from '@solway/kernel';

/** Who acts: somebody whom their own organisation's directory vouches for today. */
export interface ActingOfficer {
  readonly userId: string;
  readonly name: string;
  /** The party whose staff they are, by its id in the agreement. */
  readonly organisation: string;
  readonly roles: readonly string[];
  readonly correlationId: string;
}

/** Proposes, puts to the parties, brings into force, and begins a review. */
export const LEAD = 'governance-lead';
/** Advises on the impact assessment, for its own party. */
export const DATA_PROTECTION_OFFICER = 'data-protection-officer';

/** A minute: two servers' clocks differ by less, and nobody gains by so little. */
const CLOCK_TOLERANCE_MS = 60_000;

export function isBefore(now: Instant, last: Instant): boolean {
  return Date.parse(now) < Date.parse(last) - CLOCK_TOLERANCE_MS;
}
