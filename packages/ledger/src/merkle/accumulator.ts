import { LedgerError } from '../error.ts';
import type { Hash } from './hash.ts';
import { asHash, emptyRoot, isHash, nodeHash } from './hash.ts';

/** All that is needed to go on appending: the roots of the complete subtrees, largest (leftmost) first. */
export interface AccumulatorState {
  readonly size: number;
  readonly roots: readonly Hash[];
}

/** A complete subtree: it covers the leaves from `index * 2^level`, and `2^level` of them. */
export type NodeSink = (level: number, index: number, hash: Hash) => void;

/**
 * Appends leaves to an RFC 9162 tree while holding only log2(size) hashes. Every completed node, leaves
 * included (level 0), is given once to `sink`, which is how a store fills its table of nodes for proofs.
 */
export class Accumulator {
  #size: number;
  readonly #roots: Hash[];
  readonly #sink: NodeSink | undefined;

  /** Throws accumulator-invalid when the state's roots don't fit its size. */
  constructor(state: AccumulatorState = { size: 0, roots: [] }, sink?: NodeSink) {
    const { size, roots } = state;
    if (
      !Number.isSafeInteger(size) ||
      size < 0 ||
      !Array.isArray(roots) ||
      roots.length !== onesIn(size) ||
      !roots.every(isHash)
    ) {
      throw new LedgerError('accumulator-invalid', 'the stored state is not one of a tree of that size');
    }
    this.#size = size;
    this.#roots = [...roots];
    this.#sink = sink;
  }

  get size(): number {
    return this.#size;
  }

  /** Throws hash-invalid. */
  append(leaf: Hash): void {
    let hash = asHash(leaf);
    let index = this.#size;
    let level = 0;
    this.#sink?.(level, index, hash);
    while (index % 2 === 1) {
      hash = nodeHash(this.#roots.pop()!, hash);
      index = (index - 1) / 2;
      level += 1;
      this.#sink?.(level, index, hash);
    }
    this.#roots.push(hash);
    this.#size += 1;
  }

  /** MTH of all leaves so far. */
  root(): Hash {
    const last = this.#roots.at(-1);
    if (last === undefined) return emptyRoot;
    return this.#roots.slice(0, -1).reduceRight((right, left) => nodeHash(left, right), last);
  }

  state(): AccumulatorState {
    return { size: this.#size, roots: [...this.#roots] };
  }
}

function onesIn(size: number): number {
  let ones = 0;
  for (let rest = size; rest > 0; rest = Math.floor(rest / 2)) ones += rest % 2;
  return ones;
}
