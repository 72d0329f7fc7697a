import { LedgerError } from '../error.ts';
import type { Head, SignedHead } from '../head.ts';
import { Accumulator } from '../merkle/accumulator.ts';
import type { Keyring } from '../sign.ts';
import { verifySignedHead } from '../sign.ts';
import { Comparison } from './comparison.ts';
import type { ExportHeader } from './format.ts';

/** Throws head-signature-wrong or head-key-unknown unless a trusted witness countersigned every one. */
export function checkKnownHeads(known: readonly SignedHead[], keys: Keyring): void {
  for (const one of known) {
    if (verifySignedHead(one, keys) === 'signed') {
      throw new LedgerError('head-signature-wrong', 'a known head is one that the witness countersigned');
    }
  }
}

/**
 * Where an export begins: nowhere, or at a tree that a countersigned head vouches for. Throws head-invalid,
 * head-key-unknown or head-signature-wrong when nothing vouches for it.
 */
export function provedStart(header: ExportHeader, known: readonly Head[], keys: Keyring): Comparison {
  const { logId, start, startHead } = header;
  if (startHead === null ? start.size > 0 : verifySignedHead(startHead, keys) === 'signed') {
    throw new LedgerError('head-invalid', 'no countersigned head vouches for the start');
  }
  const root = new Accumulator(start).root();
  const there = known.filter(({ treeSize }) => treeSize === start.size);
  for (const head of startHead ? [startHead.head, ...there] : there) {
    if (head.treeSize !== start.size || head.rootHash !== root || head.logId !== logId) {
      throw new LedgerError('head-invalid', 'the start is not the tree that was countersigned');
    }
  }
  const ahead = known.filter(({ treeSize }) => treeSize > start.size);
  return new Comparison(
    start,
    startHead?.head ?? null,
    ahead.sort((a, b) => a.treeSize - b.treeSize),
  );
}
