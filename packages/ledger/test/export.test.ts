import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Entry, Verification } from '@solway/ledger';
import { findingWords, sealEntry, verifyExport } from '@solway/ledger';
import {
  bothSigned,
  built,
  bytesOf,
  disclosed,
  headOf,
  linesOf,
  saltFrom,
  sealed,
  trusted,
} from './fixtures.ts';

const verified = async (lines: readonly string[]): Promise<Verification> =>
  await verifyExport(bytesOf(lines), trusted);
const isEntry = (line: string): boolean => line.startsWith('{"commitment"');

/** As many and as long as an entry takes. */
const longItems = Array.from({ length: 90 }, (_, n) => ({
  item: `item-${n}`,
  outcome: 'not-shared',
  count: 0,
  reasons: Array.from({ length: 50 }, () => 'x'.repeat(200)),
}));

describe('an export', () => {
  it('verifies to its last countersigned head, and reports the tail as not yet countersigned', async () => {
    const { lines } = await built([3, 4, 11], 5);
    const result = await verified(lines);
    expect(result).toMatchObject({
      verdict: 'verified',
      first: null,
      counts: { entries: 16, personal: 12, erased: 0 },
    });
    expect(result.countersigned?.treeSize).toBe(11);
    expect(result.notYetCountersigned).toEqual({ from: 11, to: 15 });
  });
  it('verifies in chunks of any size', async () => {
    const [whole] = bytesOf((await built([3, 4, 11], 1)).lines);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 5000 }), async (step) => {
        const chunks = Array.from({ length: Math.ceil(whole!.length / step) }, (_, n) =>
          whole!.subarray(n * step, (n + 1) * step),
        );
        expect((await verifyExport(chunks, trusted)).verdict).toBe('verified');
      }),
      { numRuns: 30 },
    );
  });
  it('says which was the last whose personal part is erased', async () => {
    const { entries, heads } = await built([12]);
    const erased = entries.map((each, n) => (n < 5 ? { ...each, opening: null } : each));
    const result = await verified(await linesOf(erased, heads));
    expect(result).toMatchObject({ verdict: 'verified', counts: { erased: 4 }, lastErased: 4 });
  });
  it('verifies over long entries, of which a list holds fewer', async () => {
    const long = sealEntry({ ...disclosed(1), items: longItems } as Entry, saltFrom('long'));
    const entries = Array.from({ length: 20 }, () => long);
    const head = bothSigned(headOf(entries.map(({ leafHash }) => leafHash)));
    const lines = await linesOf(entries, [head]);
    expect(lines.filter((line) => line.startsWith('{"leaves"')).length).toBeGreaterThan(2);
    expect(await verified(lines)).toMatchObject({ verdict: 'verified', counts: { entries: 20 } });
  });
  it('verifies over more entries than one list holds', async () => {
    const { lines } = await built([1500, 2600], 3);
    expect(lines.filter((line) => line.startsWith('{"leaves"'))).toHaveLength(5);
    expect(await verified(lines)).toMatchObject({ verdict: 'verified', counts: { entries: 2603 } });
  });
  it('verifies with every personal part erased, and with any of them', async () => {
    const { lines } = await built([10, 20]);
    await fc.assert(
      fc.asyncProperty(fc.func(fc.boolean()), async (erase) => {
        const erased = lines.map((line, at) =>
          line.startsWith('{"personal"') && erase(at) ? '{"erased":true}' : line,
        );
        const result = await verifyExport(bytesOf(erased), trusted, { readEntries: true });
        expect(result.verdict).toBe('verified');
        expect(result.counts.erased + result.counts.personal).toBe(15);
      }),
      { numRuns: 20 },
    );
  });
});

it('an entry longer than a line may be is not sealed', () => {
  const items = [...longItems, ...longItems];
  expect(() => sealEntry({ ...disclosed(1), items } as Entry, saltFrom('x'))).toThrow(
    expect.objectContaining({ code: 'entry-invalid' }),
  );
});

describe('the first thing wrong is named exactly when the lists of leaf hashes still are what was countersigned', () => {
  const lines = built([6, 12]).then((each) => each.lines);
  /** The lines of entry n: its leaf and, where there is one, its personal part. */
  const linesOfEntry = (all: readonly string[], n: number): [number, number] => {
    const begin = all.flatMap((line, at) => (isEntry(line) ? [at] : []))[n]!;
    return [begin, all[begin + 1]!.startsWith('{"personal"') ? 2 : 1];
  };

  it.each(Array.from({ length: 12 }, (_, n) => n))('entry %i changed', async (n) => {
    const all = await lines;
    const [at] = linesOfEntry(all, n);
    const edited = all.with(at, all[at]!.replace('"v":1', '"v":2'));
    const { first, verdict } = await verified(edited);
    expect(verdict).toBe('refused');
    expect(first).toMatchObject({
      code: 'entry-changed',
      sequence: n,
      line: at + 1,
      certainty: 'exact',
      entryId: sealedId(n),
    });
  });
  it.each([0, 3, 5, 6, 11])('entry %i dropped', async (n) => {
    const all = await lines;
    const { first } = await verified(all.toSpliced(...linesOfEntry(all, n)));
    expect(first).toMatchObject({ code: 'entry-dropped', sequence: n, certainty: 'exact' });
  });
  it.each([0, 3, 5, 6, 11])('an entry added before entry %i', async (n) => {
    const all = await lines;
    const { leaf, opening } = sealed(100);
    const { first } = await verified(all.toSpliced(linesOfEntry(all, n)[0], 0, leaf, opening!));
    expect(first).toMatchObject({
      code: 'entry-added',
      sequence: n,
      certainty: 'exact',
      entryId: sealedId(100),
    });
  });
  it.each([
    [0, 1],
    [1, 4],
    [2, 8],
    [5, 6],
    [9, 11],
  ])('entries %i and %i swapped', async (a, b) => {
    const all = await lines;
    const [[aAt, aCount], [bAt, bCount]] = [linesOfEntry(all, a), linesOfEntry(all, b)];
    const swapped = [
      ...all.slice(0, aAt),
      ...all.slice(bAt, bAt + bCount),
      ...all.slice(aAt + aCount, bAt),
      ...all.slice(aAt, aAt + aCount),
      ...all.slice(bAt + bCount),
    ];
    const { first } = await verified(swapped);
    expect(first).toMatchObject({ code: 'entry-reordered', sequence: a, from: a, to: b, certainty: 'exact' });
  });
  it('an entry added at the end of a batch, with no personal part to give it away', async () => {
    const all = await lines;
    const head = all.findIndex((line) => line.startsWith('{"signed"'));
    const { first } = await verified(all.toSpliced(head, 0, sealed(103).leaf));
    expect(first).toMatchObject({
      code: 'entry-added',
      sequence: 6,
      certainty: 'exact',
      entryId: sealedId(103),
    });
  });
  it('the first of several, whatever was done to each', async () => {
    const all = await lines;
    const [early] = linesOfEntry(all, 2);
    const [late] = linesOfEntry(all, 8);
    const both = all
      .with(early + 1, all[early + 1]!.replace('u-17', 'u-18'))
      .with(late, all[late]!.replace('nhs', 'xhs'));
    const { findings } = await verified(both);
    expect(findings.map(({ code, sequence }) => [code, sequence])).toEqual([
      ['personal-changed', 2],
      ['entry-changed', 8],
    ]);
  });
  it('an entry moved to a later place, and nothing else blamed for it', async () => {
    const all = await lines;
    const [from, to] = [linesOfEntry(all, 1), linesOfEntry(all, 4)];
    const moved = [
      ...all.slice(0, from[0]),
      ...all.slice(from[0] + from[1], to[0] + to[1]),
      ...all.slice(from[0], from[0] + from[1]),
      ...all.slice(to[0] + to[1]),
    ];
    const { findings } = await verified(moved);
    expect(findings).toMatchObject([{ code: 'entry-reordered', sequence: 1, from: 1, to: 4 }]);
  });
  it('an entry moved to an earlier batch', async () => {
    const all = await lines;
    const [from, to] = [linesOfEntry(all, 9), linesOfEntry(all, 2)];
    const moved = all.toSpliced(...from).toSpliced(to[0], 0, ...all.slice(from[0], from[0] + from[1]));
    expect((await verified(moved)).first).toMatchObject({
      code: 'entry-reordered',
      sequence: 2,
      from: 9,
      to: 2,
    });
  });
  it('a personal part changed, taken away without a mark, or added', async () => {
    const all = await lines;
    const [at] = linesOfEntry(all, 4);
    const changed = all.with(at + 1, all[at + 1]!.replace('u-17', 'u-18'));
    expect((await verified(changed)).first).toMatchObject({
      code: 'personal-changed',
      sequence: 4,
      certainty: 'exact',
    });
    expect((await verified(all.toSpliced(at + 1, 1))).first).toMatchObject({
      code: 'personal-missing',
      sequence: 4,
    });
    const [none] = linesOfEntry(all, 7);
    const added = all.toSpliced(none + 1, 0, '{"erased":true}');
    expect((await verified(added)).first).toMatchObject({
      code: 'personal-added',
      sequence: 7,
      certainty: 'exact',
    });
  });
  it('a whole run of entries dropped with its list', async () => {
    const all = await lines;
    const lists = all.flatMap((line, at) => (line.startsWith('{"leaves"') ? [at] : []));
    const heads = all.flatMap((line, at) => (line.startsWith('{"signed"') ? [at] : []));
    const { first } = await verified(all.toSpliced(lists[1]!, heads[1]! - lists[1]!));
    expect(first).toMatchObject({ code: 'entries-missing', sequence: 6, through: 11, certainty: 'exact' });
    const { first: early } = await verified(all.toSpliced(lists[0]!, heads[0]! - lists[0]! + 1));
    expect(early).toMatchObject({ code: 'entries-missing', sequence: 0, through: 5, certainty: 'as-listed' });
  });
  it('in a sentence', async () => {
    const all = await lines;
    const [at] = linesOfEntry(all, 4);
    const { first } = await verified(all.with(at, all[at]!.replace('nhs', 'xhs')));
    expect(findingWords(first!)).toBe('entry 4 was changed');
  });
});

describe('when the lists were altered along with the entries', () => {
  const swapIn = async (at: number): Promise<string[]> => {
    const { entries, heads } = await built([6, 12, 18]);
    return await linesOf(entries.with(at, sealed(100)), heads);
  };
  it.each([
    [0, 0, 5],
    [5, 0, 5],
    [6, 6, 11],
    [17, 12, 17],
  ])('entry %i is found between two countersigned heads', async (n, sequence, through) => {
    expect((await verified(await swapIn(n))).first).toMatchObject({
      code: 'batch-altered',
      sequence,
      through,
    });
  });
  it('and only the list: the entries are not blamed', async () => {
    const { lines } = await built([6, 12]);
    const at = lines.findLastIndex((line) => line.startsWith('{"leaves"'));
    const { first, findings } = await verified(
      lines.with(at, lines[at]!.replace(/[0-9a-f]{64}/, headOf([]).rootHash)),
    );
    expect(first).toMatchObject({ code: 'list-altered', sequence: 6, through: 11 });
    expect(findings).toHaveLength(1);
  });
});

describe('whatever is done to an export before its last countersigned head', () => {
  type Edit = { kind: 'edit' | 'drop' | 'insert' | 'swap' | 'bit'; a: number; b: number };
  const edit = fc.record({
    kind: fc.constantFrom<Edit['kind']>('edit', 'drop', 'insert', 'swap', 'bit'),
    a: fc.nat(),
    b: fc.nat(),
  });
  /** With lists made anew (`relisted`), as an operator would, or by editing the lines of the file. */
  const apply = <T>(items: readonly T[], { kind, a, b }: Edit, other: T, change: (item: T) => T): T[] => {
    const [at, to] = [a % items.length, b % items.length];
    switch (kind) {
      case 'edit':
        return items.with(at, other);
      case 'bit':
        return items.with(at, change(items[at]!));
      case 'drop':
        return items.toSpliced(at, 1);
      case 'insert':
        return items.toSpliced(at, 0, other);
      case 'swap':
        return items.with(at, items[to]!).with(to, items[at]!);
    }
  };
  const sizes = fc
    .uniqueArray(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 5 })
    .map((all) => all.sort((a, b) => a - b));

  it('is found, to the batch at least, when the operator makes the file anew', async () => {
    await fc.assert(
      fc.asyncProperty(sizes, edit, fc.boolean(), async (heads, one, tail) => {
        const before = await built(heads, tail ? 7 : 0);
        const end = heads.at(-1)!;
        const changed = apply(before.entries.slice(0, end), one, sealed(100), (each) => ({
          ...each,
          leaf: each.leaf.replace('dg', 'gd'),
        }));
        const same = changed.length === end && changed.every((each, at) => each === before.entries[at]);
        // A dropped entry makes room for the tail to move up, so that every head still has entries to follow.
        const entries = [
          ...changed,
          ...before.entries.slice(end),
          ...(one.kind === 'drop' ? [sealed(101)] : []),
        ];
        const result = await verified(await linesOf(entries, before.heads));
        expect(result.verdict).toBe(same ? 'verified' : 'refused');
        if (same) return;
        const first = changed.findIndex((each, at) => each !== before.entries[at]);
        const at = first === -1 ? changed.length : first;
        expect(result.first).toMatchObject({ code: 'batch-altered' });
        expect(result.first!.sequence).toBeLessThanOrEqual(at);
        expect((result.first as { through: number }).through).toBeGreaterThanOrEqual(Math.min(at, end - 1));
      }),
      { numRuns: 150 },
    );
  });
  it('is found when lines of the file are changed, dropped, added, swapped, or a bit of one flipped', async () => {
    const held = await fc.check(
      fc.asyncProperty(sizes, edit, fc.nat(), async (heads, one, bit) => {
        const { lines } = await built(heads);
        const flipped = (line: string): string => {
          const bytes = Buffer.from(line);
          bytes[bit % bytes.length]! ^= 1 << (bit % 7);
          return bytes.toString('latin1');
        };
        const changed = apply(lines, one, sealed(100).leaf, flipped);
        const result = await verified(changed);
        const same = changed.length === lines.length && changed.every((line, at) => line === lines[at]);
        return same
          ? result.verdict === 'verified'
          : result.verdict === 'refused' || sameMeaning(changed, lines);
      }),
      { numRuns: 400 },
    );
    expect(held.counterexample).toBeNull();
  });
});

/** What a change may not alter and still verify: all that the file says of entries. */
function sameMeaning(one: readonly string[], other: readonly string[]): boolean {
  const [a, b] = [one, other].map((lines) =>
    lines.filter((line) => isEntry(line) || line.startsWith('{"personal"')),
  );
  return a!.join('\n') === b!.join('\n');
}
function sealedId(n: number): string {
  return (JSON.parse(sealed(n).leaf) as { entry: { id: string } }).entry.id;
}
