import { randomUUID } from 'node:crypto';
import rateLimit from '@fastify/rate-limit';
import { SolwayError } from '@solway/kernel';
import type { Walk } from '@solway/disclosure';
import { appendEntry } from '@solway/store';
import type { FastifyInstance } from 'fastify';
import type { RefusalTally } from './refusal-tally.ts';

export class RateError extends SolwayError<'rate-limited'> {
  readonly statusCode = 429;
}

export interface RateLimits {
  /** Requests in a minute from one address, over all pages. */
  readonly perAddress: number;
  /** Launches in a minute by one registered host. */
  readonly perHost: number;
}

const MINUTE_MS = 60_000;

/**
 * A bound on what one address may ask of us. It is wide, since a whole hospital may share an address: it keeps one
 * machine gone wrong from taking the rest down, and is no defence against guessing, which a handle's 256 bits are.
 */
export async function limitRates(
  app: FastifyInstance,
  { perAddress }: RateLimits,
  onExceeded: () => void,
): Promise<void> {
  await app.register(rateLimit, {
    max: perAddress,
    timeWindow: MINUTE_MS,
    // Health checks come from one machine, and are what tells that something is wrong.
    allowList: (request) => request.url.startsWith('/health') || request.url.startsWith('/assets/'),
    addHeaders: { 'x-ratelimit-limit': false, 'x-ratelimit-remaining': false, 'x-ratelimit-reset': false },
    errorResponseBuilder: () => new RateError('rate-limited', 'too many requests from this address'),
    onExceeded,
  });
}

/** One entry for a run of refusals, however long it is. */
export async function tallied({
  tally,
  walk,
}: {
  readonly tally?: RefusalTally;
  readonly walk: Pick<Walk, 'db' | 'clock'>;
}): Promise<void> {
  if (tally === undefined || tally.isOneOfMany('rate-limited')) return;
  await appendEntry(walk.db, {
    id: randomUUID(),
    kind: 'launch-refused',
    at: walk.clock(),
    organisation: 'solway',
    reason: 'rate-limited',
    personal: null,
  });
}

/** How many launches each host has left in this minute. */
export function hostBudget(perHost: number, nowMs: () => number): (clientId: string) => void {
  const used = new Map<string, { since: number; count: number }>();
  return (clientId) => {
    const now = nowMs();
    const mine = used.get(clientId);
    if (mine === undefined || now - mine.since >= MINUTE_MS) {
      used.set(clientId, { since: now, count: 1 });
      return;
    }
    mine.count += 1;
    if (mine.count > perHost) throw new RateError('rate-limited', 'too many launches by this host');
  };
}
