import type { Head, SignedHead } from '../head.ts';
import type { TrustedKeys } from '../sign.ts';
import { keyring } from '../sign.ts';
import type { Finding } from './finding.ts';
import { LineSplitter } from './lines.ts';
import { ExportVerifier } from './verifier.ts';

export interface VerifyOptions {
  /** The log that is asked about; without it, the log that the file says it is of. */
  readonly logId?: string;
  /** The witness's own copies of heads: with them, a file cut back to an older state, or forked, is found. */
  readonly knownHeads?: readonly SignedHead[];
  /** Milliseconds since 1970; with it, a head from the future is found. */
  readonly nowMs?: number;
  /** Reads every entry as well, and reports one that is not in the form of an entry; slower. */
  readonly readEntries?: boolean;
}

export interface Verification {
  readonly verdict: 'verified' | 'refused';
  /** The first thing wrong, in the order of the log; null when verified. */
  readonly first: Finding | null;
  /** In the order of the log, at most 1,000. The first is exact; later ones are a fair reading. */
  readonly findings: readonly Finding[];
  readonly logId: string | null;
  /** Entries read, personal parts whose commitment held, and personal parts that had been erased. */
  readonly counts: { readonly entries: number; readonly personal: number; readonly erased: number };
  /** The latest place whose personal part is erased, to hold against the retention schedule. */
  readonly lastErased: number | null;
  /** The last head that a trusted witness signed and that these entries match. */
  readonly countersigned: Head | null;
  /** Entries after it, which nobody but the log vouches for: not yet countersigned. */
  readonly notYetCountersigned: { readonly from: number; readonly to: number } | null;
}

/**
 * Verifies an export against the two public keys and nothing else. It comes as bytes in chunks of any size, whose
 * memory must not be used again before the end. Never throws
 * for what the file holds; throws key-invalid, keys-not-distinct, head-invalid, head-key-unknown or
 * head-signature-wrong for trusted keys and known heads that can't be trusted.
 */
export async function verifyExport(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  trusted: TrustedKeys,
  options: VerifyOptions = {},
): Promise<Verification> {
  const verifier = new ExportVerifier(keyring(trusted), options);
  const lines = new LineSplitter();
  for await (const chunk of chunks) {
    if (!lines.push(chunk, (line) => verifier.take(line))) verifier.tooLong();
    if (verifier.stopped) break;
  }
  return verifier.end(lines.torn);
}
