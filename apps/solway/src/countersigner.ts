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

/** Begins a loop of its own, that neither a disclosure nor the sequencer waits for. */
export function startCountersigner(db: Database, options: CountersignerOptions): { stop(): Promise<void> } {
  const countersigner = new Countersigner(db, options);
  return repeat((stopping) => countersigner.round(stopping), {
    afterFailureMs: options.intervalMs ?? INTERVAL_MS,
    onError: options.onError,
  });
}

const INTERVAL_MS = 1000;

/**
 * Has the witness countersign the newest head. Two incidents come of it. `witness-refused`: it answered, and will not
 * sign; it says why. `witness-late`: a head has waited too long, whatever the cause. A countersignature ends both.
 */
export class Countersigner {
  readonly #db: Database;
  readonly #options: CountersignerOptions;
  readonly #client: WitnessClient;
  #failures = 0;
  #checkedAtMs = Number.NEGATIVE_INFINITY;

  /** @throws {LedgerError} key-invalid, keys-not-distinct */
  constructor(db: Database, options: CountersignerOptions) {
    this.#db = db;
    this.#options = options;
    this.#client = new WitnessClient(options.witness, options.key, options.deadlineMs);
  }

  /**
   * Asks once, where there is something to ask, and says how long to wait before asking again, in milliseconds.
   * A witness that fails in whatever way is an incident in time, never a throw; a database that fails is one.
   */
  async round(stopping: AbortSignal): Promise<number> {
    const { intervalMs = INTERVAL_MS, mostRetryMs = 15_000, clock, lateMs } = this.#options;
    const trouble = await this.#tryToAsk(stopping);
    if (stopping.aborted) return 0;
    const lag = await countersigningLag(this.#db, clock());
    if (lag.oldestMs <= lateMs) await endIncident(this.#db, 'witness-late', clock());
    else await raiseIncident(this.#db, 'witness-late', { ...lag, trouble: trouble ?? 'none' }, clock());
    this.#failures = trouble === undefined ? 0 : this.#failures + 1;
    return Math.min(intervalMs * 2 ** Math.min(this.#failures, 10), Math.max(mostRetryMs, intervalMs));
  }

  async #tryToAsk(stopping: AbortSignal): Promise<string | undefined> {
    try {
      return await this.#ask(stopping);
    } catch (error) {
      if (error instanceof WitnessUnheard) return error.code;
      throw error;
    }
  }

  /** Returns why the witness refused, if it did. */
  async #ask(stopping: AbortSignal): Promise<string | undefined> {
    const seen = await latestHead(this.#db);
    if (seen === undefined) return undefined;
    const isChecked = performance.now() - this.#checkedAtMs < (this.#options.checkMs ?? 60_000);
    if (seen.countersigned_at !== null && isChecked) return undefined;
    const held = await this.#client.newest(stopping);
    this.#checkedAtMs = performance.now();
    // Read again: whatever the witness holds was ours before it was the witness's.
    const newest = (await latestHead(this.#db)) ?? seen;
    if (newest.countersigned_at === null || !isSame(held, newest.head.head))
      return this.#offer(newest, held, stopping);
    await endIncident(this.#db, 'witness-refused', this.#options.clock());
    return undefined;
  }

  async #offer(
    { head: signed }: StoredHead,
    held: Head | null,
    stopping: AbortSignal,
  ): Promise<string | undefined> {
    const { clock, key } = this.#options;
    const remembered = (await latestCountersignedHead(this.#db))?.head ?? null;
    const proof = await proofOf(this.#db, held, signed.head);
    const answer = await this.#client.offer(signed, { proof, remembered }, stopping);
    if ('countersigned' in answer) {
      await storeCountersigned(this.#db, answer.countersigned, clock());
      await endIncident(this.#db, 'witness-refused', clock());
      return undefined;
    }
    // Another server of ours may have been there between the two questions: then it is asked afresh.
    if (!isSame(await this.#client.newest(stopping), held)) return undefined;
    const detail = { reason: answer.refused, words: answer.words, size: signed.head.treeSize };
    await raiseIncident(this.#db, 'witness-refused', detail, clock());
    if (answer.refused === 'from-the-future' && signed.head.at > clock())
      await signNewestAgain(this.#db, { at: clock(), sign: (head) => signHead(head, key) });
    return answer.refused;
  }
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
