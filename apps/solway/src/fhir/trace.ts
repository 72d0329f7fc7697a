import { randomBytes } from 'node:crypto';

/**
 * The trace that a request belongs to (W3C Trace Context), with a step of our own in it: what goes on to the sources
 * and into the ledger. A header that can't be read begins a new trace.
 */
export function traceOf(traceparent: string | readonly string[] | undefined): string {
  const [, traceId, flags] =
    /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-([0-9a-f]{2})$/.exec(String(traceparent ?? '')) ?? [];
  return `00-${traceId ?? randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-${flags ?? '00'}`;
}
