import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { Agreement } from './schema.ts';

/**
 * What a signature is over: SHA-256, in lower-case hexadecimal, of the agreement in canonical JSON (RFC 8785).
 * Comments, spacing and the order of keys in the text don't change it; any word does.
 */
export function digest(agreement: Agreement): string {
  return createHash('sha256').update(canonicalize(agreement)!).digest('hex');
}
