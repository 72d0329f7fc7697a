import { hash as digest } from 'node:crypto';
import { LedgerError } from '../error.ts';

/** A SHA-256 as 64 lower-case hexadecimal digits. */
export type Hash = string;

/** MTH of no leaves: SHA-256 of nothing (RFC 9162, 2.1.1). */
export const emptyRoot: Hash = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

// One scratch each: hashing is synchronous and nothing keeps them, and a copy costs less than an allocation.
let prefixed = Buffer.alloc(16_384);
const pair = Buffer.alloc(65, 0x01);

function prefixedHash(prefix: number, bytes: Uint8Array): Hash {
  const length = bytes.length + 1;
  if (prefixed.length < length) prefixed = Buffer.alloc(length * 2);
  prefixed[0] = prefix;
  prefixed.set(bytes, 1);
  return digest('sha256', prefixed.subarray(0, length), 'hex');
}

/** SHA-256(0x00 || bytes): a leaf (RFC 9162, 2.1.1). */
export function leafHash(bytes: Uint8Array): Hash {
  return prefixedHash(0x00, bytes);
}

/** SHA-256(0x02 || bytes): the commitment to a personal part; its own prefix, so that it is never a leaf or a node. */
export function commitmentHash(bytes: Uint8Array): Hash {
  return prefixedHash(0x02, bytes);
}

/** SHA-256(0x01 || left || right): a node (RFC 9162, 2.1.1). Both must be hashes already checked. */
export function nodeHash(left: Hash, right: Hash): Hash {
  pair.write(left, 1, 32, 'hex');
  pair.write(right, 33, 32, 'hex');
  return digest('sha256', pair, 'hex');
}

export function isHash(value: unknown): value is Hash {
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
}

/** Throws hash-invalid. */
export function asHash(value: unknown): Hash {
  if (!isHash(value)) throw new LedgerError('hash-invalid', 'a hash is 64 lower-case hexadecimal digits');
  return value;
}
