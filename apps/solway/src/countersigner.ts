import type { KeyObject } from 'node:crypto';
import type { Instant } from '@solway/kernel';
import { canonicalText, type Hash, type Head, LedgerError, proveConsistency, signHead } from '@solway/ledger';
import {
  countersigningLag,
  type Database,
  endIncident,
  latestCountersignedHead,
  latestHead,
  proveFromNodes,
  raiseIncident,
  signNewestAgain,
  storeCountersigned,
  type StoredHead,
} from '@solway/store';
import { repeat } from './rounds.ts';
import { WitnessClient, type WitnessRegistration, WitnessUnheard } from './witness-client.ts';

export interface CountersignerOptions {
  readonly witness: WitnessRegistration;
  /** The log's private key: a head from a clock that was wrong is signed again. */
  readonly key: KeyObject;
  readonly clock: () => Instant;
  /** A head that waits longer than this for its countersignature is an incident. */
  readonly lateMs: number;
  readonly intervalMs?: number;
  /** How long to wait, at most, before a witness that gave no answer is asked again. */
  readonly mostRetryMs?: number;
  /** How long the witness may take over one answer. */
  readonly deadlineMs?: number;
  /** With nothing waiting, how often the witness is still asked what it holds. */
  readonly checkMs?: number;
  readonly onError: (error: unknown) => void;
}

/**
 * Has the witness countersign the newest head, again and again until stopped, on a loop of its own: neither a
 * disclosure nor the sequencer waits for it. Two incidents come of it. `witness-refused`: it answered, and will not
 * sign; it says why. `witness-late`: a head has waited too long, whatever the cause. A countersignature ends both.
 */
export function startCountersigner(db: Database, options: CountersignerOptions): { stop(): Promise<void> } {
  const { intervalMs = 1000, mostRetryMs = 15_000, checkMs = 60_000, clock, lateMs } = options;
  const client = new WitnessClient(options.witness, options.key, options.deadlineMs);
  let failures = 0;
  let checkedAtMs = Number.NEGATIVE_INFINITY;
  let trouble: string | undefined;

  const ask = async (stopping: AbortSignal): Promise<void> => {
    const seen = await latestHead(db);
    if (seen === undefined) return;
    const isChecked = performance.now() - checkedAtMs < checkMs;
    if (seen.countersigned_at !== null && isChecked) return;
    const held = await client.newest(stopping);
    // Read again: whatever the witness holds was ours before it was the witness's.
    const newest = (await latestHead(db)) ?? seen;
    if (newest.countersigned_at === null || !isSame(held, newest.head.head)) {
      await offer(newest, held, stopping);
    } else await endIncident(db, 'witness-refused', clock());
    checkedAtMs = performance.now();
  };

  const offer = async (newest: StoredHead, held: Head | null, stopping: AbortSignal): Promise<void> => {
    const { head: signed } = newest;
    const remembered = (await latestCountersignedHead(db))?.head ?? null;
    const proof = await proofOf(db, held, signed.head);
    const answer = await client.offer(signed, { proof, remembered }, stopping);
    if ('countersigned' in answer) {
      await storeCountersigned(db, answer.countersigned, clock());
      await endIncident(db, 'witness-refused', clock());
      return;
    }
    // Another server of ours may have been there between the two questions: then it is asked afresh.
    if (!isSame(await client.newest(stopping), held)) return;
    trouble = answer.refused;
    const detail = { reason: answer.refused, words: answer.words, size: signed.head.treeSize };
    await raiseIncident(db, 'witness-refused', detail, clock());
    if (answer.refused === 'from-the-future' && signed.head.at > clock())
      await signNewestAgain(db, { at: clock(), sign: (head) => signHead(head, options.key) });
  };

  const round = async (stopping: AbortSignal): Promise<number> => {
    trouble = undefined;
    try {
      await ask(stopping);
    } catch (error) {
      if (!(error instanceof WitnessUnheard)) throw error;
      trouble = error.code;
    }
    if (stopping.aborted) return 0;
    const lag = await countersigningLag(db, clock());
    if (lag.oldestMs <= lateMs) await endIncident(db, 'witness-late', clock());
    else await raiseIncident(db, 'witness-late', { ...lag, trouble: trouble ?? 'none' }, clock());
    failures = trouble === undefined ? 0 : failures + 1;
    return Math.min(intervalMs * 2 ** Math.min(failures, 10), Math.max(mostRetryMs, intervalMs));
  };
  return repeat(round, { afterFailureMs: intervalMs, onError: options.onError });
}

function isSame(one: Head | null, other: Head | null): boolean {
  return one === null || other === null ? one === other : canonicalText(one) === canonicalText(other);
}

/** An empty proof where none can be made: the witness is asked all the same, so that its people know of it too. */
async function proofOf(db: Database, held: Head | null, newest: Head): Promise<readonly Hash[]> {
  if (held === null || held.treeSize > newest.treeSize) return [];
  try {
    return await proveFromNodes(db, (read) => proveConsistency(held.treeSize, newest.treeSize, read));
  } catch (error) {
    if (error instanceof LedgerError) return [];
    throw error;
  }
}
