import { LedgerError } from '../error.ts';
import type { Hash } from './hash.ts';
import { emptyRoot, nodeHash } from './hash.ts';
import type { NodeReader } from './nodes.ts';

// Every range the RFC's recursion asks for begins at a multiple of the smallest power of two that is not
// smaller than it, so it is made of complete subtrees, and those are what a store keeps.

/** MTH(D[0:size]) from stored nodes. Throws size-invalid, and whatever `read` throws. */
export function rootAt(size: number, read: NodeReader): Hash {
  checkSize(size);
  return size === 0 ? emptyRoot : rangeRoot(0, size, read);
}

/** PATH(index, D[size]), RFC 9162 2.1.3.1: at most 53 hashes, leaf side first. Throws size-invalid. */
export function proveInclusion(index: number, size: number, read: NodeReader): Hash[] {
  checkSize(size);
  if (!Number.isSafeInteger(index) || index < 0 || index >= size) {
    throw new LedgerError('size-invalid', 'the leaf is not in a tree of that size');
  }
  const path: Hash[] = [];
  let [begin, end] = [0, size];
  while (end - begin > 1) {
    const middle = begin + split(end - begin);
    if (index < middle) {
      path.push(rangeRoot(middle, end, read));
      end = middle;
    } else {
      path.push(rangeRoot(begin, middle, read));
      begin = middle;
    }
  }
  return path.reverse();
}

/** PROOF(first, D[second]), RFC 9162 2.1.4.1. Empty when first is 0 or the sizes are equal. Throws size-invalid. */
export function proveConsistency(first: number, second: number, read: NodeReader): Hash[] {
  checkSize(first);
  checkSize(second);
  if (first > second) throw new LedgerError('size-invalid', 'the first tree is larger than the second');
  if (first === 0 || first === second) return [];
  const proof: Hash[] = [];
  let [begin, end] = [0, second];
  while (first !== end) {
    const middle = begin + split(end - begin);
    if (first <= middle) {
      proof.push(rangeRoot(middle, end, read));
      end = middle;
    } else {
      proof.push(rangeRoot(begin, middle, read));
      begin = middle;
    }
  }
  if (begin !== 0) proof.push(rangeRoot(begin, end, read));
  return proof.reverse();
}

/** The nodes that a proof reads, so that a store can fetch them in one query before it makes the proof. */
export function nodesRead(prove: (read: NodeReader) => unknown): { level: number; index: number }[] {
  const nodes: { level: number; index: number }[] = [];
  prove((level, index) => {
    nodes.push({ level, index });
    return emptyRoot;
  });
  return nodes;
}

function rangeRoot(begin: number, end: number, read: NodeReader): Hash {
  const length = end - begin;
  const left = split(length);
  if (left * 2 === length || length === 1) return read(Math.round(Math.log2(length)), begin / length);
  return nodeHash(rangeRoot(begin, begin + left, read), rangeRoot(begin + left, end, read));
}

/** The largest power of two smaller than length. */
function split(length: number): number {
  let power = 1;
  while (power * 2 < length) power *= 2;
  return power;
}

function checkSize(size: number): void {
  if (!Number.isSafeInteger(size) || size < 0)
    throw new LedgerError('size-invalid', 'a tree size is a whole number');
}
