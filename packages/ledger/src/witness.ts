import type { KeyObject } from 'node:crypto';
import { canonicalText } from './canonical.ts';
import { LedgerError } from './error.ts';
import type { Head } from './head.ts';
import { parseSignedHead } from './head.ts';
import type { Hash } from './merkle/hash.ts';
import { emptyRoot } from './merkle/hash.ts';
import { verifyConsistency } from './merkle/verify.ts';
import { verifyHeadSignature } from './sign.ts';

/** What a witness knows for itself. */
export interface WitnessPolicy {
  readonly logId: string;
  /** The log's public keys by key id. */
  readonly logKeys: ReadonlyMap<Hash, KeyObject>;
  /** The witness's own public keys by key id. */
  readonly ownKeys: ReadonlyMap<Hash, KeyObject>;
  /** The witness's own clock, milliseconds since 1970. */
  readonly nowMs: number;
  /** How far ahead of that clock a head may be. */
  readonly aheadMs: number;
}

/** What a log sends, all of it untrusted. */
export interface HeadOffer {
  /** A `SignedHead`. */
  readonly signed: unknown;
  /** Consistency proof from the witness's last head to this one. */
  readonly proof: readonly Hash[];
  /**
   * The newest head that the log holds with this witness's countersignature, or null. By it a witness that was
   * restored from an old backup, or lost its memory, learns that it was.
   */
  readonly remembered: unknown;
}

export type RefusalReason =
  | 'malformed'
  | 'not-signed-by-log'
  | 'other-log'
  | 'from-the-future'
  | 'time-backwards'
  | 'smaller'
  | 'same-size-other-root'
  | 'not-consistent'
  | 'witness-behind';

export type Consideration =
  | { readonly decision: 'countersign'; readonly head: Head }
  | { readonly decision: 'refuse'; readonly reason: RefusalReason; readonly words: string };

/**
 * Whether a witness that last countersigned `last` (null: never) may countersign `offered`. It must keep the
 * head it countersigns before it gives the signature away. The same head again is countersigned again, so a
 * lost answer can be asked for twice; the same tree at a later time is too, as a sign of life. What is offered
 * comes from outside: whatever is wrong with it is a refusal, never a throw.
 */
export function considerHead(last: Head | null, offered: HeadOffer, policy: WitnessPolicy): Consideration {
  let head: Head;
  if (typeof offered !== 'object' || (offered as unknown) === null)
    return refuse('malformed', 'there is no offer');
  try {
    const signed = parseSignedHead(offered.signed);
    head = signed.head;
    if (head.logId !== policy.logId) return refuse('other-log', `the head is of log ${head.logId}`);
    verifyHeadSignature('log', head, signed.signature, policy.logKeys);
  } catch (cause) {
    return refuse(
      cause instanceof LedgerError && cause.code === 'head-invalid' ? 'malformed' : 'not-signed-by-log',
      cause,
    );
  }
  if (Date.parse(head.at) > policy.nowMs + policy.aheadMs)
    return refuse('from-the-future', `the head says ${head.at}`);
  if (head.treeSize === 0 && head.rootHash !== emptyRoot)
    return refuse('not-consistent', 'an empty tree has one root');
  const remembered = ownEarlierHead(offered.remembered, policy);
  if (remembered && (last === null || remembered.treeSize > last.treeSize || remembered.at > last.at)) {
    return refuse(
      'witness-behind',
      `this witness signed the head of ${remembered.at} and no longer knows it`,
    );
  }
  if (last === null) return { decision: 'countersign', head };
  if (canonicalText(head) === canonicalText(last)) return { decision: 'countersign', head };
  if (head.treeSize < last.treeSize)
    return refuse('smaller', `${head.treeSize} is fewer than ${last.treeSize}`);
  if (head.treeSize === last.treeSize && head.rootHash !== last.rootHash) {
    return refuse('same-size-other-root', `there are two trees of ${head.treeSize}`);
  }
  if (head.at < last.at) return refuse('time-backwards', `${head.at} is before ${last.at}`);
  try {
    verifyConsistency({
      first: { size: last.treeSize, root: last.rootHash },
      second: { size: head.treeSize, root: head.rootHash },
      proof: offered.proof,
    });
  } catch (cause) {
    return refuse('not-consistent', cause);
  }
  return { decision: 'countersign', head };
}

/** The head that the log remembers, if it is of this log and this witness did sign it. */
function ownEarlierHead(remembered: unknown, policy: WitnessPolicy): Head | null {
  if (remembered === null || remembered === undefined) return null;
  try {
    const { head, countersignatures } = parseSignedHead(remembered);
    const own = countersignatures.find(({ keyId }) => policy.ownKeys.has(keyId));
    if (!own || head.logId !== policy.logId) return null;
    verifyHeadSignature('witness', head, own, policy.ownKeys);
    return head;
  } catch (cause) {
    if (cause instanceof LedgerError) return null;
    throw cause;
  }
}

function refuse(reason: RefusalReason, why: unknown): Consideration {
  if (typeof why !== 'string' && !(why instanceof LedgerError)) throw why;
  return { decision: 'refuse', reason, words: typeof why === 'string' ? why : why.message };
}
