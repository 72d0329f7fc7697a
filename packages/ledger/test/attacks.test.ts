import { describe, expect, it } from 'vitest';
import type { SignedHead, Verification, VerifyOptions } from '@solway/ledger';
import {
  Accumulator,
  countersign,
  leafHash,
  signHead,
  verifyExport,
  withCountersignature,
  writeExport,
} from '@solway/ledger';
import {
  at,
  bothSigned,
  built,
  bytesOf,
  headOf,
  linesOf,
  logId,
  logKey,
  sealed,
  sha,
  strangerKey,
  trusted,
  witnessKey,
} from './fixtures.ts';

const verified = async (lines: readonly string[], options: VerifyOptions = {}): Promise<Verification> =>
  await verifyExport(bytesOf(lines), trusted, options);
const hashes = (entries: readonly { leafHash: string }[]): string[] =>
  entries.map(({ leafHash }) => leafHash);

describe('an operator with every right but the witness’s key', () => {
  it('edits an entry, makes tree and heads anew, and signs them: found', async () => {
    const { entries, heads } = await built([6, 12]);
    const edited = entries.with(8, sealed(100));
    const resigned = signHead(headOf(hashes(edited)), logKey);
    const forged = { ...resigned, countersignatures: heads[1]!.countersignatures };
    const { first } = await verified(await linesOf(edited, [heads[0]!, forged]));
    expect(first).toMatchObject({ code: 'head-signature-wrong' });
  });
  it('signs both sides with a key of its own: found', async () => {
    const { entries, heads } = await built([6, 12]);
    const head = headOf(hashes(entries));
    const forged = withCountersignature(signHead(head, logKey), countersign(head, strangerKey));
    expect((await verified(await linesOf(entries, [heads[0]!, forged]))).first).toMatchObject({
      code: 'head-key-unknown',
    });
    const whole = withCountersignature(signHead(head, strangerKey), countersign(head, witnessKey));
    expect((await verified(await linesOf(entries, [whole]))).first).toMatchObject({
      code: 'head-key-unknown',
    });
  });
  it('strips the countersignatures so as to edit: what is left unproved is said, and the witness’s own heads find it', async () => {
    const { entries, heads } = await built([6, 12]);
    const edited = entries.with(8, sealed(100));
    const lines = await linesOf(edited, [heads[0]!, signHead(headOf(hashes(edited)), logKey)]);
    const alone = await verified(lines);
    expect(alone).toMatchObject({ verdict: 'verified', notYetCountersigned: { from: 6, to: 11 } });
    const known = await verified(lines, { knownHeads: heads });
    expect(known.first).toMatchObject({ code: 'batch-altered', sequence: 6, through: 11 });
    const unlisted = await verified(await linesOf(edited, [heads[0]!]), { knownHeads: heads });
    expect(unlisted.first).toMatchObject({ code: 'batch-altered', sequence: 6, through: 11 });
  });
  it('strips them all: nothing is proved, and that is no verification', async () => {
    const { entries } = await built([6, 12]);
    const { first } = await verified(await linesOf(entries, [signHead(headOf(hashes(entries)), logKey)]));
    expect(first).toMatchObject({ code: 'nothing-countersigned' });
    expect((await verified(await linesOf(entries, []))).first).toMatchObject({
      code: 'nothing-countersigned',
    });
  });
  it('cuts the file back to an older state: found with the witness’s own heads, and not without', async () => {
    const { entries, heads } = await built([6, 12]);
    const cut = await linesOf(entries.slice(0, 6), heads.slice(0, 1));
    expect((await verified(cut)).verdict).toBe('verified');
    expect((await verified(cut, { knownHeads: heads })).first).toMatchObject({
      code: 'rolled-back',
      sequence: 6,
    });
  });
  it('forks the history for a second witness: found where the first one’s heads are known', async () => {
    const { entries, heads } = await built([6, 12]);
    const fork = entries.with(9, sealed(100));
    const lines = await linesOf(fork, [heads[0]!, bothSigned(headOf(hashes(fork)))]);
    expect((await verified(lines)).verdict).toBe('verified');
    expect((await verified(lines, { knownHeads: heads })).first).toMatchObject({
      code: 'batch-altered',
      sequence: 6,
    });
  });
  it('signs a head in between that the entries are not of: found', async () => {
    const { entries, heads } = await built([6, 12]);
    const false9 = signHead({ ...headOf(hashes(entries.slice(0, 9))), rootHash: sha('x') }, logKey);
    const { first, countersigned } = await verified(await linesOf(entries, [heads[0]!, false9, heads[1]!]));
    expect(first).toMatchObject({ code: 'head-contradicted', sequence: 8 });
    expect(countersigned?.treeSize).toBe(12);
  });
  it('narrows a finding when its own uncountersigned heads still hold', async () => {
    const { entries, heads } = await built([6, 12]);
    const head9 = signHead(headOf(hashes(entries.slice(0, 9))), logKey);
    const lines = await linesOf(entries.with(10, sealed(100)), [heads[0]!, head9, heads[1]!]);
    expect((await verified(lines)).first).toMatchObject({
      code: 'batch-altered',
      sequence: 6,
      through: 11,
      logAgreesTo: 9,
    });
  });
  it('edits the tail that no head covers: not findable unless the file contradicts itself', async () => {
    const { entries, heads, lines } = await built([6], 4);
    expect((await verified(await linesOf(entries.with(8, sealed(100)), heads))).verdict).toBe('verified');
    const at8 = lines.flatMap((line, place) => (line.startsWith('{"commitment"') ? [place] : []))[8]!;
    const { first } = await verified(lines.with(at8, sealed(100).leaf));
    expect(first).toMatchObject({ code: 'entry-changed', sequence: 8, certainty: 'as-listed' });
  });
});

describe('heads', () => {
  const withHead = async (
    change: Partial<SignedHead['head']>,
    options?: VerifyOptions,
  ): Promise<Verification> => {
    const { entries, heads } = await built([6, 12]);
    return await verified(
      await linesOf(entries, [heads[0]!, bothSigned({ ...heads[1]!.head, ...change })]),
      options,
    );
  };
  it('two of one size are a fork', async () => {
    const { entries, heads } = await built([6, 12]);
    const rival = bothSigned({ ...heads[1]!.head, rootHash: sha('rival'), at: at(20) });
    const { first } = await verified(await linesOf(entries, [...heads, rival]));
    expect(first).toMatchObject({ code: 'head-forked', sequence: 11 });
  });
  it('one signed twice as a sign of life is none', async () => {
    const { entries, heads } = await built([6, 12]);
    const again = bothSigned({ ...heads[1]!.head, at: at(20) });
    expect(await verified(await linesOf(entries, [...heads, again]))).toMatchObject({
      verdict: 'verified',
      countersigned: { at: at(20) },
    });
  });
  it('from the future are found when the time is given', async () => {
    const nowMs = Date.parse(at(12));
    expect((await withHead({ at: at(18) }, { nowMs })).first).toMatchObject({ code: 'head-from-future' });
    expect((await withHead({ at: at(17) }, { nowMs })).verdict).toBe('verified');
  });
  it('whose clock jumps back are found', async () => {
    expect((await withHead({ at: at(5) })).first).toMatchObject({ code: 'head-time-backwards' });
  });
  it('of another log are found', async () => {
    expect((await withHead({ logId: 'another' })).first).toMatchObject({ code: 'head-other-log' });
    const { lines, heads } = await built([6, 12]);
    expect((await verified(lines, { logId: 'another' })).first).toMatchObject({ code: 'line-malformed' });
    const stranger = bothSigned({ ...heads[0]!.head, logId: 'another' });
    expect((await verified(lines, { knownHeads: [stranger] })).first).toMatchObject({
      code: 'line-malformed',
    });
  });
  it('that the verifier brings must themselves be countersigned', async () => {
    const { lines, heads } = await built([6]);
    const wrong = expect.objectContaining({ code: 'head-signature-wrong' });
    await expect(verified(lines, { knownHeads: [signHead(heads[0]!.head, logKey)] })).rejects.toThrow(wrong);
  });
});

describe('a file that was damaged', () => {
  it('torn in its last line, at any byte, is found, and nothing before the tear is blamed', async () => {
    const [whole] = bytesOf((await built([6, 12], 2)).lines);
    for (let end = 0; end < whole!.length; end += 1) {
      const { first } = await verifyExport([whole!.subarray(0, end)], trusted);
      const newline = end === 0 || whole![end - 1] === 10;
      expect([newline ? 'truncated' : 'torn', 'line-malformed']).toContain(first?.code);
    }
  });
  it.each<[string, (lines: string[]) => string[], string]>([
    ['no header', (lines) => lines.slice(1), 'line-malformed'],
    [
      'a header of another format',
      (lines) => lines.with(0, lines[0]!.replace('export/1', 'export/9')),
      'line-malformed',
    ],
    ['a header that is no JSON', (lines) => lines.with(0, '{"format":'), 'line-malformed'],
    [
      'a start that no head vouches for',
      (lines) => lines.with(0, lines[0]!.replace('"size":0,"roots":[]', `"size":1,"roots":["${sha('x')}"]`)),
      'start-unproved',
    ],
    ['something after its end', (lines) => [...lines, '{"more":1}'], 'line-malformed'],
    ['a list of leaves that is no list', (lines) => lines.with(1, '{"leaves":7}'), 'line-malformed'],
    [
      'a list of leaves twice',
      (lines) =>
        lines.toSpliced(
          lines.findLastIndex((line) => line.startsWith('{"leaves"')),
          0,
          lines[1]!,
        ),
      'line-malformed',
    ],
    [
      'a head that is no head',
      (lines) => lines.map((line) => (line.startsWith('{"signed"') ? '{"signed":[]}' : line)),
      'head-invalid',
    ],
    [
      'an end that does not add up',
      (lines) => lines.with(lines.length - 1, '{"total":{"size":99,"heads":2}}'),
      'truncated',
    ],
    [
      'an end that counts other heads',
      (lines) => lines.with(lines.length - 1, '{"total":{"size":12,"heads":3}}'),
      'truncated',
    ],
    [
      'a personal part before any entry',
      (lines) => lines.toSpliced(1, 0, '{"personal":{}}'),
      'line-malformed',
    ],
    [
      'entries without end under one list',
      (lines) => lines.toSpliced(3, 0, ...Array.from({ length: 3100 }, (_, n) => `{"x":${n}}`)),
      'line-malformed',
    ],
  ])('with %s is refused with a code', async (_name, spoil, code) => {
    const { lines } = await built([6, 12]);
    const { verdict, findings } = await verified(spoil([...lines]));
    expect(verdict).toBe('refused');
    expect(findings.map((finding) => finding.code)).toContain(code);
  });
  it('with a line beyond all measure is refused without being kept', async () => {
    const { lines } = await built([6]);
    const endless = function* () {
      yield Buffer.from(`${lines[0]}\n`);
      for (let n = 0; n < 40; n += 1) yield Buffer.alloc(1 << 17, 'x');
    };
    expect((await verifyExport(endless(), trusted)).first).toMatchObject({ code: 'line-too-long' });
  });
  it('with such a line in one piece is refused as well', async () => {
    const { lines } = await built([6]);
    const { first } = await verified(lines.toSpliced(1, 0, 'x'.repeat((1 << 20) + 1)));
    expect(first).toMatchObject({ code: 'line-too-long' });
  });
  it('with an endless run of long entries under one list is refused without being kept', async () => {
    const { lines } = await built([6]);
    const endless = function* () {
      yield Buffer.from(`${lines[0]}\n`);
      for (let n = 0; n < 100; n += 1) yield Buffer.from(`${'x'.repeat(1 << 20)}\n`);
    };
    expect((await verifyExport(endless(), trusted)).findings.map(({ code }) => code)).toContain(
      'line-malformed',
    );
  });
  it('with the first letter of any line changed is refused, and an entry so damaged is named', async () => {
    const { lines } = await built([6, 12]);
    for (const [place, line] of lines.entries()) {
      for (const letter of 'fcpelst') {
        if (line[2] === letter) continue;
        const { verdict, first } = await verified(
          lines.with(place, line.slice(0, 2) + letter + line.slice(3)),
        );
        expect(verdict).toBe('refused');
        if (line.startsWith('{"commitment"'))
          expect(first).toMatchObject({ code: 'entry-changed', line: place + 1 });
      }
    }
  });
  it('with entries that are in the tree and in no form is found when entries are read', async () => {
    const junk = {
      ...sealed(1),
      leaf: '{"commitment":null,"commitment":null,"entry":{},"v":1}',
      opening: null,
    };
    const entries = [sealed(0), junk, sealed(2)];
    const head = bothSigned(headOf(entries.map(({ leaf }) => leafHash(Buffer.from(leaf)))));
    const lines = await linesOf(entries, [head]);
    expect((await verified(lines)).verdict).toBe('verified');
    expect((await verified(lines, { readEntries: true })).first).toMatchObject({
      code: 'entry-unreadable',
      sequence: 1,
    });
  });
});

describe('an export that begins part-way', () => {
  const month = async (
    change: Partial<SignedHead['head']> = {},
    signed: (head: SignedHead['head']) => SignedHead = bothSigned,
  ): Promise<string[]> => {
    const { entries, heads } = await built([6, 12]);
    const tree = new Accumulator();
    for (const { leafHash } of entries.slice(0, 6)) tree.append(leafHash);
    const startHead = signed({ ...heads[0]!.head, ...change });
    let text = '';
    const header = { logId, start: tree.state(), startHead };
    for await (const part of writeExport({ header, heads: [heads[1]!], entries: entries.slice(6) }))
      text += part;
    return text.trimEnd().split('\n');
  };
  it('verifies by itself from the countersigned head it starts at', async () => {
    const lines = await month();
    expect(await verified(lines, { readEntries: true })).toMatchObject({
      verdict: 'verified',
      countersigned: { treeSize: 12 },
      counts: { entries: 6 },
    });
    const leaf = lines.findIndex((line) => line.startsWith('{"commitment"'));
    const { first } = await verified(lines.with(leaf, lines[leaf]!.replace('dg', 'gd')));
    expect(first).toMatchObject({ code: 'entry-changed', sequence: 6 });
  });
  it('is refused when that head is of another tree', async () => {
    expect((await verified(await month({ rootHash: sha('x') }))).first).toMatchObject({
      code: 'start-unproved',
      sequence: 6,
    });
    expect((await verified(await month({ treeSize: 5 }))).first).toMatchObject({ code: 'start-unproved' });
    expect((await verified(await month({ logId: 'other' }))).first).toMatchObject({ code: 'start-unproved' });
  });
  it('is refused when only the log signed that head, or the witness remembers another', async () => {
    const alone = await month({}, (head) => signHead(head, logKey));
    expect((await verified(alone)).first).toMatchObject({ code: 'start-unproved', sequence: 6 });
    const { heads } = await built([6]);
    const rival = bothSigned({ ...heads[0]!.head, rootHash: sha('rival') });
    expect((await verified(await month(), { knownHeads: [rival] })).first).toMatchObject({
      code: 'start-unproved',
    });
    expect((await verified(await month(), { knownHeads: heads })).verdict).toBe('verified');
  });
});

it('an export is not written when a head has no entries', async () => {
  const { entries, heads } = await built([6, 12]);
  await expect(linesOf(entries.slice(0, 9), heads)).rejects.toThrow(
    expect.objectContaining({ code: 'export-invalid' }),
  );
});
