import canonicalize from 'canonicalize';
import { LedgerError } from './error.ts';

/**
 * The one byte form of a JSON value: RFC 8785 (JCS) text.
 * Throws not-canonical for what JSON can't carry: undefined, NaN, infinities, lone surrogates, cycles.
 */
export function canonicalText(value: unknown): string {
  let text: string | undefined;
  try {
    text = canonicalize(value);
  } catch (cause) {
    throw new LedgerError('not-canonical', 'the value has no canonical JSON form', { cause });
  }
  if (text === undefined) throw new LedgerError('not-canonical', 'the value has no canonical JSON form');
  return text;
}

/** Parses text that must already be canonical, so that what was hashed and what is read are the same thing. */
export function parseCanonical(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new LedgerError('not-canonical', 'the text is not JSON', { cause });
  }
  if (canonicalText(value) !== text)
    throw new LedgerError('not-canonical', 'the text is not in canonical form');
  return value;
}
