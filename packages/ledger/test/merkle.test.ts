import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Hash } from '@solway/ledger';
import {
  Accumulator,
  emptyRoot,
  leafHash,
  MemoryNodes,
  nodeHash,
  nodesRead,
  proveConsistency,
  proveInclusion,
  rootAt,
  verifyConsistency,
  verifyInclusion,
} from '@solway/ledger';
import { sha } from './fixtures.ts';

// The reference inputs of Certificate Transparency's own Merkle tests, and the roots of their first 0 to 8.
const inputs = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
];
const roots = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];
const [n01, n23, n0123] = [
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
] as const;
const n4567 = '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4';
const n45 = '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a';
const n67 = 'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0';
const leaf1 = '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7';
const leaf4 = 'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b';
const reference = inputs.map((hex) => leafHash(Buffer.from(hex, 'hex')));

/** RFC 9162 2.1.1 word for word, on leaf hashes: slow, and independent of everything under test. */
function mth(leaves: readonly Hash[]): Hash {
  if (leaves.length === 0) return sha('');
  if (leaves.length === 1) return leaves[0]!;
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return nodeHash(mth(leaves.slice(0, k)), mth(leaves.slice(k)));
}
function nodesOf(leaves: readonly Hash[]): MemoryNodes {
  const nodes = new MemoryNodes();
  for (const leaf of leaves) nodes.append(leaf);
  return nodes;
}
function flip(hash: Hash, bit: number): Hash {
  const bytes = Buffer.from(hash, 'hex');
  bytes[bit >> 3]! ^= 1 << (bit & 7);
  return bytes.toString('hex');
}
const leavesOf = (n: number): Hash[] => Array.from({ length: n }, (_, index) => sha(`leaf ${index}`));

describe('the Certificate Transparency reference vectors', () => {
  it.each(roots.map((root, size) => ({ size, root })))('give the root of $size leaves', ({ size, root }) => {
    const tree = new Accumulator();
    for (const leaf of reference.slice(0, size)) tree.append(leaf);
    expect(tree.root()).toBe(root);
    expect(rootAt(size, nodesOf(reference).read)).toBe(root);
  });
  it('give the inclusion proofs', () => {
    const { read } = nodesOf(reference);
    expect(proveInclusion(0, 1, read)).toEqual([]);
    expect(proveInclusion(0, 8, read)).toEqual([leaf1, n23, n4567]);
    expect(proveInclusion(5, 8, read)).toEqual([leaf4, n67, n0123]);
    expect(proveInclusion(2, 3, read)).toEqual([n01]);
    expect(proveInclusion(1, 5, read)).toEqual([roots[1], n23, leaf4]);
  });
  it('give the consistency proofs', () => {
    const { read } = nodesOf(reference);
    expect(proveConsistency(1, 1, read)).toEqual([]);
    expect(proveConsistency(1, 8, read)).toEqual([leaf1, n23, n4567]);
    expect(proveConsistency(6, 8, read)).toEqual([n45, n67, n0123]);
    expect(proveConsistency(2, 5, read)).toEqual([n23, leaf4]);
  });
});

describe('the accumulator', () => {
  it('has the root of the whole tree at every size, and goes on from a stored state', () => {
    let tree = new Accumulator();
    const leaves = leavesOf(130);
    for (const [index, leaf] of leaves.entries()) {
      expect(tree.root()).toBe(mth(leaves.slice(0, index)));
      tree.append(leaf);
      tree = new Accumulator(JSON.parse(JSON.stringify(tree.state())));
    }
    expect(tree.size).toBe(130);
  });
  it('gives every completed node once', () => {
    const seen: string[] = [];
    const tree = new Accumulator(undefined, (level, index) => seen.push(`${level}/${index}`));
    for (const leaf of leavesOf(5)) tree.append(leaf);
    expect(seen).toEqual(['0/0', '0/1', '1/0', '0/2', '0/3', '1/1', '2/0', '0/4']);
  });
  it.each([
    { size: 3, roots: [sha('a')] },
    { size: -1, roots: [] },
    { size: 0.5, roots: [] },
    { size: 2 ** 53, roots: [sha('a')] },
    { size: 1, roots: ['not a hash'] },
    { size: 1, roots: 'x' as unknown as string[] },
  ])('refuses the state $size $roots', (state) => {
    expect(() => new Accumulator(state)).toThrow(expect.objectContaining({ code: 'accumulator-invalid' }));
  });
  it('refuses a leaf that is no hash', () => {
    expect(() => new Accumulator().append('00')).toThrow(expect.objectContaining({ code: 'hash-invalid' }));
  });
});

describe('inclusion', () => {
  const nodes = nodesOf(leavesOf(300));
  const place = fc
    .integer({ min: 1, max: 300 })
    .chain((size) => fc.tuple(fc.integer({ min: 0, max: size - 1 }), fc.constant(size)));
  const inclusion = (index: number, size: number) => ({
    leafHash: nodes.read(0, index),
    index,
    size,
    root: rootAt(size, nodes.read),
    proof: proveInclusion(index, size, nodes.read),
  });

  it('verifies for every leaf of every tree to 64', () => {
    for (let size = 1; size <= 64; size += 1) {
      for (let index = 0; index < size; index += 1) {
        expect(() => verifyInclusion(inclusion(index, size))).not.toThrow();
      }
    }
  });
  it('fails with any single bit changed, of leaf, root or proof, and at any other index', () => {
    fc.assert(
      fc.property(place, fc.nat(), fc.integer({ min: 0, max: 255 }), ([index, size], which, bit) => {
        const right = inclusion(index, size);
        verifyInclusion(right);
        const parts = [right.leafHash, right.root, ...right.proof];
        parts[which % parts.length] = flip(parts[which % parts.length]!, bit);
        const [leaf, root, ...proof] = parts as [Hash, Hash, ...Hash[]];
        expect(() => verifyInclusion({ ...right, leafHash: leaf, root, proof })).toThrow(
          expect.objectContaining({ code: 'inclusion-wrong' }),
        );
        const elsewhere = which % size;
        if (elsewhere !== index)
          expect(() => verifyInclusion({ ...right, index: elsewhere })).toThrow(/does not lead/);
        expect(() => verifyInclusion({ ...right, proof: [...right.proof, sha('more')] })).toThrow(
          /does not lead/,
        );
        if (size > 1)
          expect(() => verifyInclusion({ ...right, proof: right.proof.slice(1) })).toThrow(/does not lead/);
      }),
      { numRuns: 300 },
    );
  });
  it.each([
    { index: 8, size: 8 },
    { index: -1, size: 8 },
    { index: 0, size: Number.NaN },
    { index: 0, size: 0 },
    { proof: ['zz'] },
    { proof: Array.from({ length: 65 }, () => emptyRoot) },
    { proof: null as unknown as string[] },
    { root: 7 as unknown as string },
  ])('refuses as malformed %o', (wrong) => {
    const right = inclusion(3, 8);
    expect(() => verifyInclusion({ ...right, ...wrong })).toThrow(
      expect.objectContaining({ code: 'proof-malformed' }),
    );
  });
  it('is not proved of a leaf outside the tree', () => {
    for (const [index, size] of [
      [8, 8],
      [0, 0],
      [-1, 3],
      [0.5, 3],
    ] as const) {
      expect(() => proveInclusion(index, size, nodes.read)).toThrow(
        expect.objectContaining({ code: 'size-invalid' }),
      );
    }
    expect(() => proveInclusion(0, 400, nodes.read)).toThrow(
      expect.objectContaining({ code: 'node-missing' }),
    );
  });
});

describe('consistency', () => {
  const nodes = nodesOf(leavesOf(300));
  const at = (size: number) => ({ size, root: rootAt(size, nodes.read) });
  const consistency = (first: number, second: number) => ({
    first: at(first),
    second: at(second),
    proof: proveConsistency(first, second, nodes.read),
  });

  it('verifies between every two trees to 64', () => {
    for (let second = 0; second <= 64; second += 1) {
      for (let first = 0; first <= second; first += 1) {
        expect(() => verifyConsistency(consistency(first, second))).not.toThrow();
      }
    }
  });
  it('fails with any single bit changed, of either root or the proof, and at any other size', () => {
    const pair = fc
      .integer({ min: 2, max: 300 })
      .chain((second) => fc.tuple(fc.integer({ min: 1, max: second - 1 }), fc.constant(second)));
    fc.assert(
      fc.property(pair, fc.nat(), fc.integer({ min: 0, max: 255 }), ([first, second], which, bit) => {
        const right = consistency(first, second);
        verifyConsistency(right);
        const parts = [right.first.root, right.second.root, ...right.proof];
        parts[which % parts.length] = flip(parts[which % parts.length]!, bit);
        const [older, newer, ...proof] = parts as [Hash, Hash, ...Hash[]];
        const wrong = { first: { size: first, root: older }, second: { size: second, root: newer }, proof };
        expect(() => verifyConsistency(wrong)).toThrow(
          expect.objectContaining({ code: 'consistency-wrong' }),
        );
        const shorter = { ...right, proof: right.proof.slice(0, -1) };
        expect(() => verifyConsistency(shorter)).toThrow(/does not begin|is empty/);
        expect(() => verifyConsistency({ ...right, proof: [...right.proof, emptyRoot] })).toThrow(
          /does not begin/,
        );
      }),
      { numRuns: 300 },
    );
  });
  it('fails between two histories that part', () => {
    const fork = nodesOf([...leavesOf(100), sha('forked'), ...leavesOf(300).slice(101)]);
    const proof = proveConsistency(150, 300, fork.read);
    const forked = { first: at(150), second: { size: 300, root: fork.root() }, proof };
    expect(() => verifyConsistency(forked)).toThrow(expect.objectContaining({ code: 'consistency-wrong' }));
  });
  it('refuses a proof where there is nothing to prove, none where there is, and a shrinking tree', () => {
    const malformed = expect.objectContaining({ code: 'proof-malformed' });
    expect(() => verifyConsistency({ ...consistency(0, 5), proof: [emptyRoot] })).toThrow(malformed);
    expect(() => verifyConsistency({ ...consistency(5, 5), proof: [emptyRoot] })).toThrow(malformed);
    expect(() => verifyConsistency({ ...consistency(3, 5), proof: [] })).toThrow(malformed);
    expect(() => verifyConsistency({ first: at(5), second: at(3), proof: [] })).toThrow(malformed);
    const wrong = expect.objectContaining({ code: 'consistency-wrong' });
    expect(() => verifyConsistency({ first: at(5), second: { size: 5, root: sha('x') }, proof: [] })).toThrow(
      wrong,
    );
    expect(() => verifyConsistency({ first: { size: 0, root: sha('x') }, second: at(5), proof: [] })).toThrow(
      wrong,
    );
    expect(() => proveConsistency(5, 3, nodes.read)).toThrow(
      expect.objectContaining({ code: 'size-invalid' }),
    );
  });
});

describe('stored nodes', () => {
  it('are named before they are read, so that a store fetches them at once', () => {
    const nodes = nodesOf(leavesOf(300));
    for (const prove of [
      (read: typeof nodes.read) => proveInclusion(77, 299, read),
      (read: typeof nodes.read) => proveConsistency(77, 299, read),
    ]) {
      const fetched = new Map(
        nodesRead(prove).map(({ level, index }) => [`${level}/${index}`, nodes.read(level, index)]),
      );
      expect(prove((level, index) => fetched.get(`${level}/${index}`)!)).toEqual(prove(nodes.read));
      expect(fetched.size).toBeLessThan(30);
    }
  });
  it('are found in trees larger than 32 bits can count', () => {
    const size = 2 ** 40 + 3;
    const alike = [sha('alike')];
    for (let level = 1; level <= 40; level += 1) alike.push(nodeHash(alike[level - 1]!, alike[level - 1]!));
    // 2^40 leaves alike, then three that are not.
    const read = (level: number, index: number): Hash => {
      if ((index + 1) * 2 ** level <= 2 ** 40) return alike[level]!;
      return level === 0
        ? sha(`leaf ${index}`)
        : nodeHash(read(level - 1, index * 2), read(level - 1, index * 2 + 1));
    };
    const proof = proveConsistency(2 ** 40, size, read);
    const [first, second] = [2 ** 40, size].map((each) => ({ size: each, root: rootAt(each, read) }));
    expect(() => verifyConsistency({ first: first!, second: second!, proof })).not.toThrow();
    const index = 2 ** 40 + 1;
    const path = proveInclusion(index, size, read);
    const inclusion = { leafHash: read(0, index), index, size, root: second!.root, proof: path };
    expect(() => verifyInclusion(inclusion)).not.toThrow();
  });
});
