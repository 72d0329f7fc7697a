import { LedgerError } from '../error.ts';
import type { Hash } from './hash.ts';
import { emptyRoot, isHash, nodeHash } from './hash.ts';

export interface Inclusion {
  readonly leafHash: Hash;
  readonly index: number;
  readonly size: number;
  readonly root: Hash;
  readonly proof: readonly Hash[];
}

export interface Consistency {
  readonly first: { readonly size: number; readonly root: Hash };
  readonly second: { readonly size: number; readonly root: Hash };
  readonly proof: readonly Hash[];
}

/**
 * RFC 9162 2.1.3.2. Returns when the leaf is at that index of the tree with that root; throws inclusion-wrong
 * when it is not and proof-malformed when it can't be. `size` and `root` must come from a signed head: the
 * proof alone does not bind the size.
 */
export function verifyInclusion({ leafHash, index, size, root, proof }: Inclusion): void {
  const wrong = (): never => fail('inclusion-wrong', 'the proof does not lead from this leaf to this root');
  checkProof([leafHash, root], proof, [index, size]);
  if (index >= size) malformed('the index is outside the tree');
  let [at, last, hash] = [index, size - 1, leafHash];
  for (const sibling of proof) {
    if (last === 0) wrong();
    if (at % 2 === 1 || at === last) {
      hash = nodeHash(sibling, hash);
      [at, last] = skipRight(at, last);
    } else hash = nodeHash(hash, sibling);
    [at, last] = [half(at), half(last)];
  }
  if (last !== 0 || hash !== root) wrong();
}

/**
 * RFC 9162 2.1.4.2. Returns when the second tree begins with the whole of the first; throws consistency-wrong
 * or proof-malformed. From an empty tree, and between equal sizes, the proof must be empty.
 */
export function verifyConsistency({ first, second, proof }: Consistency): void {
  const wrong = (): never => fail('consistency-wrong', 'the second tree does not begin with the first');
  checkProof([first.root, second.root], proof, [first.size, second.size]);
  if (first.size > second.size) malformed('the first tree is larger than the second');
  if (first.size === 0 || first.size === second.size) {
    if (proof.length > 0) malformed('there is nothing to prove, so the proof must be empty');
    if (first.size === 0 && first.root !== emptyRoot) wrong();
    if (second.size === 0 && second.root !== emptyRoot) wrong();
    if (first.size === second.size && first.root !== second.root) wrong();
    return;
  }
  if (proof.length === 0) malformed('the proof is empty');
  let [at, last] = [first.size - 1, second.size - 1];
  while (at % 2 === 1) [at, last] = [half(at), half(last)];
  // A first tree that is one complete subtree is its own starting point, and the proof leaves it out.
  const path = at === 0 ? [first.root, ...proof] : proof;
  let [older, newer] = [path[0]!, path[0]!];
  for (const sibling of path.slice(1)) {
    if (last === 0) wrong();
    if (at % 2 === 1 || at === last) {
      older = nodeHash(sibling, older);
      newer = nodeHash(sibling, newer);
      [at, last] = skipRight(at, last);
    } else newer = nodeHash(newer, sibling);
    [at, last] = [half(at), half(last)];
  }
  if (last !== 0 || older !== first.root || newer !== second.root) wrong();
}

/** On the right edge a node may have no sibling for some levels: climb to where it has one. */
function skipRight(at: number, last: number): [number, number] {
  while (at % 2 === 0 && at !== 0) [at, last] = [half(at), half(last)];
  return [at, last];
}

function half(value: number): number {
  return Math.floor(value / 2);
}

function checkProof(ends: readonly unknown[], proof: readonly unknown[], sizes: readonly unknown[]): void {
  if (!sizes.every((size) => Number.isSafeInteger(size) && (size as number) >= 0))
    malformed('a size is no whole number');
  if (!Array.isArray(proof) || proof.length > 64) malformed('a proof is a list of at most 64 hashes');
  if (![...ends, ...proof].every(isHash)) malformed('the proof holds something that is no hash');
}

function malformed(message: string): never {
  throw new LedgerError('proof-malformed', message);
}

function fail(code: 'inclusion-wrong' | 'consistency-wrong', message: string): never {
  throw new LedgerError(code, message);
}
