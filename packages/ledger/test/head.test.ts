import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { HeadOffer, SignedHead, WitnessPolicy } from '@solway/ledger';
import {
  checkpoint,
  considerHead,
  countersign,
  emptyRoot,
  keyId,
  keyring,
  MemoryNodes,
  parseSignedHead,
  proveConsistency,
  signHead,
  verifyHeadSignature,
  verifySignedHead,
  withCountersignature,
} from '@solway/ledger';
import {
  at,
  bothSigned,
  headOf,
  ids,
  logId,
  logKey,
  sha,
  strangerKey,
  trusted,
  witnessKey,
} from './fixtures.ts';

const leaves = Array.from({ length: 40 }, (_, n) => sha(`leaf ${n}`));
const ring = keyring(trusted);
const nodes = new MemoryNodes();
for (const leaf of leaves) nodes.append(leaf);

describe('a head', () => {
  it('is signed over its role and its canonical text', () => {
    const head = headOf([], 0);
    expect(checkpoint(head, 'log').toString()).toBe(
      `solway-ledger/head/v1/log\n{"at":"2026-01-05T09:00:00.000Z","logId":"${logId}","rootHash":"${emptyRoot}","treeSize":0}`,
    );
    expect(signHead(head, logKey)).toEqual(signHead(head, logKey));
  });
  it('says who signed it', () => {
    const signed = signHead(headOf(leaves), logKey);
    expect(verifySignedHead(signed, ring)).toBe('signed');
    expect(verifySignedHead(bothSigned(headOf(leaves)), ring)).toBe('countersigned');
    expect(keyId(logKey)).toBe(keyId(createPublicKey(logKey)));
  });
  it('does not verify with any field changed', () => {
    const signed = bothSigned(headOf(leaves));
    for (const change of [{ treeSize: 39 }, { rootHash: sha('x') }, { at: at(41) }, { logId: 'other' }]) {
      const forged = { ...signed, head: { ...signed.head, ...change } };
      expect(() => verifySignedHead(forged, ring)).toThrow(
        expect.objectContaining({ code: 'head-signature-wrong' }),
      );
    }
  });
  it('re-signed with another key is by a stranger', () => {
    const resigned = signHead(headOf(leaves), strangerKey);
    expect(() => verifySignedHead(resigned, ring)).toThrow(
      expect.objectContaining({ code: 'head-key-unknown' }),
    );
    const claimed = { ...resigned, signature: { ...resigned.signature, keyId: ids.log } };
    expect(() => verifySignedHead(claimed, ring)).toThrow(
      expect.objectContaining({ code: 'head-signature-wrong' }),
    );
  });
  it("does not take the log's signature for a witness's", () => {
    const signed = signHead(headOf(leaves), logKey);
    const logs = new Map([[ids.log, logKey]]);
    expect(() => verifyHeadSignature('witness', signed.head, signed.signature, logs)).toThrow(
      expect.objectContaining({ code: 'head-signature-wrong' }),
    );
    expect(() => keyring({ log: [logKey], witness: [logKey] })).toThrow(
      expect.objectContaining({ code: 'keys-not-distinct' }),
    );
  });
  it("passes over a stranger's countersignature beside a trusted one, and not alone", () => {
    const head = headOf(leaves);
    const strange = countersign(head, strangerKey);
    expect(verifySignedHead(withCountersignature(bothSigned(head), strange), ring)).toBe('countersigned');
    const alone = withCountersignature(signHead(head, logKey), strange);
    expect(() => verifySignedHead(alone, ring)).toThrow(
      expect.objectContaining({ code: 'head-key-unknown' }),
    );
  });
  it('holds one countersignature of each witness', () => {
    const signed = bothSigned(headOf(leaves));
    expect(withCountersignature(signed, countersign(signed.head, witnessKey)).countersignatures).toHaveLength(
      1,
    );
  });
  it.each<[string, (signed: SignedHead) => unknown]>([
    ['null', () => null],
    ['an unknown field', (signed) => ({ ...signed, more: 1 })],
    ['half a tree', ({ head, ...rest }) => ({ ...rest, head: { ...head, treeSize: 1.5 } })],
    ['a root that is no hash', ({ head, ...rest }) => ({ ...rest, head: { ...head, rootHash: 'x' } })],
    ['no time', ({ head, ...rest }) => ({ ...rest, head: { ...head, at: 'now' } })],
    [
      'a short signature',
      ({ signature, ...rest }) => ({ ...rest, signature: { ...signature, value: 'AA==' } }),
    ],
    ['countersignatures that are no list', (signed) => ({ ...signed, countersignatures: {} })],
  ])('with %s is refused with a code', (_name, spoil) => {
    expect(() => parseSignedHead(spoil(bothSigned(headOf(leaves))))).toThrow(
      expect.objectContaining({ code: 'head-invalid' }),
    );
  });
  it('is signed only by an Ed25519 private key', () => {
    const invalid = expect.objectContaining({ code: 'key-invalid' });
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    expect(() => signHead(headOf(leaves), privateKey)).toThrow(invalid);
    expect(() => signHead(headOf(leaves), createPublicKey(logKey))).toThrow(invalid);
    expect(() => keyring({ log: [], witness: [witnessKey] })).toThrow(invalid);
  });
});

describe('a witness', () => {
  const policy: WitnessPolicy = {
    logId,
    logKeys: ring.log,
    ownKeys: ring.witness,
    nowMs: Date.parse(at(60)),
    aheadMs: 60_000,
  };
  const offer = (from: number, to: number, more: Partial<HeadOffer> = {}): HeadOffer => ({
    signed: signHead(headOf(leaves.slice(0, to)), logKey),
    proof: proveConsistency(from, to, nodes.read),
    remembered: from === 0 ? null : bothSigned(headOf(leaves.slice(0, from))),
    ...more,
  });
  const last = headOf(leaves.slice(0, 20));
  const reason = (
    before: typeof last | null,
    offered: HeadOffer,
    other: Partial<WitnessPolicy> = {},
  ): string => {
    const answer = considerHead(before, offered, { ...policy, ...other });
    return answer.decision === 'refuse' ? answer.reason : answer.decision;
  };

  it('countersigns its first head, and each that grows from the last', () => {
    expect(reason(null, offer(0, 20))).toBe('countersign');
    expect(reason(last, offer(20, 33))).toBe('countersign');
    expect(reason(headOf([]), offer(0, 20))).toBe('countersign');
  });
  it('countersigns the same head again, since its answer may have been lost', () => {
    expect(reason(last, offer(7, 20))).toBe('countersign');
  });
  it('countersigns the same tree at a later time, as a sign of life', () => {
    const later = signHead({ ...last, at: at(21) }, logKey);
    expect(reason(last, { ...offer(20, 20), signed: later })).toBe('countersign');
  });
  it('refuses a smaller tree: last week’s backup restored', () => {
    const smaller = signHead({ ...headOf(leaves.slice(0, 19)), at: at(30) }, logKey);
    expect(reason(last, { ...offer(20, 33), signed: smaller })).toBe('smaller');
  });
  it('refuses two heads of one size', () => {
    const fork = signHead({ ...last, at: at(30), rootHash: sha('fork') }, logKey);
    expect(reason(last, { ...offer(20, 20), signed: fork })).toBe('same-size-other-root');
    const atOnce = signHead({ ...last, rootHash: sha('fork') }, logKey);
    expect(reason(last, { ...offer(20, 20), signed: atOnce })).toBe('same-size-other-root');
  });
  it('refuses a fork: a larger tree that does not begin with the last', () => {
    const forked = [...leaves.slice(0, 10), sha('forked'), ...leaves.slice(11, 33)];
    const own = new MemoryNodes();
    for (const leaf of forked) own.append(leaf);
    const signed = signHead(headOf(forked), logKey);
    expect(reason(last, { ...offer(20, 33), signed, proof: proveConsistency(20, 33, own.read) })).toBe(
      'not-consistent',
    );
    expect(reason(last, { ...offer(20, 33), proof: [] })).toBe('not-consistent');
    expect(reason(last, { ...offer(20, 33), proof: ['zz'] })).toBe('not-consistent');
    expect(reason(last, { ...offer(20, 33), proof: 'x' as unknown as string[] })).toBe('not-consistent');
    expect(
      reason(null, { ...offer(0, 1), signed: signHead({ ...headOf([]), rootHash: sha('x') }, logKey) }),
    ).toBe('not-consistent');
  });
  it('refuses a clock turned back', () => {
    const back = signHead({ ...headOf(leaves.slice(0, 33)), at: at(19) }, logKey);
    expect(reason(last, { ...offer(20, 33), signed: back })).toBe('time-backwards');
  });
  it('refuses a head from the future, beyond what it allows for clocks', () => {
    const nowMs = Date.parse(at(33)) - policy.aheadMs;
    expect(reason(last, offer(20, 33), { nowMs })).toBe('countersign');
    expect(reason(last, offer(20, 33), { nowMs: nowMs - 1 })).toBe('from-the-future');
  });
  it('refuses another log, another key, and what is no head', () => {
    expect(reason(last, offer(20, 33), { logId: 'another' })).toBe('other-log');
    const signed = signHead(headOf(leaves), strangerKey);
    expect(reason(last, { ...offer(20, 40), signed })).toBe('not-signed-by-log');
    for (const junk of [null, 'x', {}] as unknown as HeadOffer[])
      expect(reason(last, junk)).toBe('malformed');
    for (const junk of [null, 'x', {}, { head: {} }])
      expect(reason(last, { ...offer(20, 40), signed: junk })).toBe('malformed');
  });
  it('that was restored from an old backup, or lost its memory, learns so from its own signature', () => {
    const remembered = bothSigned(headOf(leaves.slice(0, 30)));
    expect(reason(last, offer(20, 33, { remembered }))).toBe('witness-behind');
    expect(reason(null, offer(0, 33, { remembered }))).toBe('witness-behind');
  });
  it('takes no notice of a memory that it did not sign', () => {
    const signed = signHead(headOf(leaves.slice(0, 30)), logKey);
    const forged = withCountersignature(signed, { ...countersign(last, witnessKey) });
    for (const remembered of [signed, forged, 'x', {}])
      expect(reason(last, offer(20, 33, { remembered }))).toBe('countersign');
  });
  it('says why in words', () => {
    expect(considerHead(last, offer(0, 3), policy)).toEqual({
      decision: 'refuse',
      reason: 'smaller',
      words: '3 is fewer than 20',
    });
  });
});
