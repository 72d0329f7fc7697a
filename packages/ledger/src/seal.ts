import { canonicalText, parseCanonical } from './canonical.ts';
import type { Entry, Personal, PublicEntry } from './entry.ts';
import { parseEntry, parsePublicEntry } from './entry.ts';
import { LedgerError } from './error.ts';
import type { Hash } from './merkle/hash.ts';
import { commitmentHash, isHash, leafHash } from './merkle/hash.ts';

/** No part of an entry is longer, so that a reader knows where to stop. */
const mostPartBytes = 1024 * 1024;

/** An entry made ready for the log. `leaf` and `opening` are stored as they are: they are what is hashed. */
export interface SealedEntry {
  /** Canonical JSON `{"commitment":…,"entry":…,"v":1}`: the RFC 9162 leaf input, as UTF-8. */
  readonly leaf: string;
  readonly leafHash: Hash;
  /** Canonical JSON `{"personal":…,"salt":…}`: may be erased. Null where the entry has no personal part. */
  readonly opening: string | null;
}

export interface OpenedEntry {
  readonly entry: PublicEntry;
  /** Null when the entry never had a personal part, or when it has been erased. */
  readonly personal: Personal;
  readonly standing: 'whole' | 'erased';
}

/**
 * Splits an entry into the part that is hashed into the tree and the part that can be erased.
 * `salt` is 32 random bytes, fresh for each entry, which the caller draws: the same salt twice would let one
 * erased entry be compared with another. Throws entry-invalid, salt-invalid, not-canonical.
 */
export function sealEntry(entry: Entry, salt: Uint8Array): SealedEntry {
  const { personal, ...open } = parseEntry(entry);
  if (salt.length !== 32 || salt.every((byte) => byte === salt[0])) {
    throw new LedgerError('salt-invalid', 'a salt is 32 random bytes');
  }
  const opening =
    personal === null ? null : canonicalText({ personal, salt: Buffer.from(salt).toString('hex') });
  const commitment = opening === null ? null : commitmentHash(Buffer.from(opening));
  const leaf = canonicalText({ commitment, entry: open, v: 1 });
  if (Math.max(Buffer.byteLength(leaf), Buffer.byteLength(opening ?? '')) > mostPartBytes) {
    throw new LedgerError('entry-invalid', 'the entry is longer than any that is kept');
  }
  return { leaf, leafHash: leafHash(Buffer.from(leaf)), opening };
}

/**
 * Reads a stored entry back, checking that the personal part is the one the leaf commits to. Pass null for an
 * opening that was erased. Throws leaf-invalid, opening-invalid, commitment-wrong, entry-invalid, not-canonical.
 */
export function openEntry(leaf: string, opening: string | null): OpenedEntry {
  const { commitment, entry } = readLeaf(leaf);
  if (opening === null) {
    if (commitment !== null) return { entry, personal: null, standing: 'erased' };
    return {
      entry: withoutPersonal(parseEntry({ ...entry, personal: null })),
      personal: null,
      standing: 'whole',
    };
  }
  if (commitmentHash(Buffer.from(opening)) !== commitment) {
    throw new LedgerError('commitment-wrong', 'the personal part is not the one this leaf commits to');
  }
  const read = parseCanonical(opening);
  if (!hasOnly(read, ['personal', 'salt']) || !isHash(read['salt'])) {
    throw new LedgerError('opening-invalid', 'an opening holds a personal part and a salt, and nothing else');
  }
  const whole = parseEntry({ ...entry, personal: read['personal'] });
  return { entry, personal: whole.personal, standing: 'whole' };
}

/** Reads a leaf alone. Throws leaf-invalid, entry-invalid, not-canonical. */
export function readLeaf(leaf: string): { readonly commitment: Hash | null; readonly entry: PublicEntry } {
  const read = parseCanonical(leaf);
  if (!hasOnly(read, ['commitment', 'entry', 'v']) || read['v'] !== 1) {
    throw new LedgerError('leaf-invalid', 'a leaf holds a commitment, an entry and v = 1, and nothing else');
  }
  const commitment = read['commitment'];
  if (commitment !== null && !isHash(commitment))
    throw new LedgerError('leaf-invalid', 'the commitment is no hash');
  return { commitment, entry: parsePublicEntry(read['entry']) };
}

function hasOnly(value: unknown, names: readonly string[]): value is Record<string, unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.keys(value).length === names.length &&
    names.every((name) => Object.hasOwn(value, name))
  );
}

function withoutPersonal(entry: Entry): PublicEntry {
  const { personal: _, ...open } = entry;
  return open;
}
