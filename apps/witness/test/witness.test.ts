import { generateKeyPairSync } from 'node:crypto';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  emptyRoot,
  leafHash,
  MemoryNodes,
  parseSignedHead,
  proveConsistency,
  rootAt,
  signHead,
  type SignedHead,
  verifySignedHead,
} from '@solway/ledger';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildServer } from '../src/server.ts';
import { Witness } from '../src/witness.ts';

const LOG_ID = 'https://solway.example';
const NOON = Date.UTC(2026, 10, 23, 12);
const logKey = generateKeyPairSync('ed25519').privateKey;

const tree = new MemoryNodes();
const other = new MemoryNodes();
for (let n = 0; n < 40; n += 1) {
  tree.append(leafHash(Buffer.from(`leaf ${n}`)));
  other.append(leafHash(Buffer.from(`${n < 6 ? '' : 'another '}leaf ${n}`)));
}

let folder: string;
let nowMs: number;
let witness: Witness;
const open = (): Witness => new Witness({ folder, logId: LOG_ID, logKeys: [logKey], nowMs: () => nowMs });
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'solway-witness-'));
  nowMs = NOON;
  witness = open();
});
afterEach(() => {
  witness.close();
  rmSync(folder, { recursive: true, force: true });
});

const head = (size: number, nodes = tree, over: Partial<SignedHead['head']> = {}): SignedHead =>
  signHead(
    {
      logId: LOG_ID,
      treeSize: size,
      rootHash: size === 0 ? emptyRoot : rootAt(size, nodes.read),
      at: new Date(NOON - 60_000 + size * 1000).toISOString(),
      ...over,
    },
    logKey,
  );
const offer = (signed: unknown, from = 0, to = 0, nodes = tree): unknown => ({
  signed,
  proof: proveConsistency(from, to, nodes.read),
  remembered: null,
});
const grow = (from: number, to: number): unknown => offer(head(to), from, to);
const refusal = (offered: unknown): string => {
  const answer = witness.consider(offered);
  return 'refused' in answer ? answer.refused : 'countersigned';
};
const lines = (): string[] => readFileSync(join(folder, 'heads.ndjson'), 'utf8').split('\n').filter(Boolean);

describe('a witness', () => {
  it('keeps each head with its own signature before it gives that away, and knows it after a restart', () => {
    for (const [from, to] of [
      [0, 5],
      [5, 6],
      [6, 40],
    ] as const) {
      const answer = witness.consider(grow(from, to));
      const kept = parseSignedHead((JSON.parse(lines().at(-1)!) as { signed: unknown }).signed);
      expect(answer).toEqual({ countersignature: kept.countersignatures[0] });
      const keys = {
        log: new Map([[kept.signature.keyId, logKey]]),
        witness: new Map([[kept.countersignatures[0]!.keyId, witness.key.public]]),
      };
      expect(verifySignedHead(kept, keys)).toBe('countersigned');
    }
    witness.close();
    witness = open();
    expect(witness.newest?.head.treeSize).toBe(40);
    expect(refusal(grow(0, 6))).toBe('smaller');
  });

  it('gives the same signature again when asked again, and keeps the head once', () => {
    const [first, second] = [witness.consider(grow(0, 5)), witness.consider(grow(0, 5))];
    expect(second).toEqual(first);
    expect(lines()).toHaveLength(1);
  });

  it.each([
    ['smaller', () => grow(5, 8)],
    ['same-size-other-root', () => offer(head(10, other))],
    ['not-consistent', () => offer(head(20, other), 10, 20, other)],
    ['not-consistent', () => ({ signed: head(20) })],
    ['not-consistent', () => ({ signed: head(20), proof: 'x' })],
    ['not-consistent', () => ({ signed: head(20), proof: Array.from({ length: 500 }, () => emptyRoot) })],
    ['from-the-future', () => offer(head(20, tree, { at: new Date(NOON + 61_000).toISOString() }), 10, 20)],
    ['time-backwards', () => offer(head(20, tree, { at: '2026-11-23T09:00:00.000Z' }), 10, 20)],
    ['other-log', () => offer(head(20, tree, { logId: 'https://elsewhere.example' }), 10, 20)],
    ['not-signed-by-log', () => offer({ ...head(20), signature: head(19).signature }, 10, 20)],
    ['malformed', () => ({})],
    ['malformed', () => null],
    ['malformed', () => 'head'],
    ['malformed', () => offer({ ...head(20), more: 1 })],
  ])('refuses (%s), and its memory stays as it was', (reason, offered) => {
    witness.consider(grow(0, 10));
    expect(refusal(offered())).toBe(reason);
    expect(lines()).toHaveLength(1);
    expect(witness.newest?.head.treeSize).toBe(10);
  });

  it('keeps what the log signed and it refused, once, and nothing that a stranger sent', () => {
    witness.consider(grow(0, 10));
    for (let i = 0; i < 3; i += 1) witness.consider(offer(head(10, other)));
    witness.consider(offer({ ...head(20), signature: head(19).signature }, 10, 20));
    const kept = readFileSync(join(folder, 'refused.ndjson'), 'utf8').trim().split('\n');
    expect(kept).toHaveLength(1);
    expect(JSON.parse(kept[0]!)).toMatchObject({
      reason: 'same-size-other-root',
      signed: { head: { treeSize: 10 } },
    });
  });
});

describe('a witness’s folder', () => {
  const restart = (): void => {
    witness.close();
    witness = open();
  };

  it('holds a key that only its owner can read', () => {
    expect(statSync(join(folder, 'witness.pem')).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(folder, 'witness.pub.pem'), 'utf8')).toBe(witness.key.pem);
  });

  it('with a last line that was being written when the power went: the line is cut, the head before it is known', () => {
    witness.consider(grow(0, 5));
    const whole = readFileSync(join(folder, 'heads.ndjson'));
    for (const cut of [1, 40, whole.length - 1]) {
      writeFileSync(join(folder, 'heads.ndjson'), Buffer.concat([whole, whole.subarray(0, cut)]));
      restart();
      expect(witness.newest?.head.treeSize).toBe(5);
      expect(readFileSync(join(folder, 'heads.ndjson'))).toEqual(whole);
    }
    expect(refusal(grow(5, 9))).toBe('countersigned');
  });

  it.each([
    ['a line that is no head', () => appendFileSync(join(folder, 'heads.ndjson'), '{"signed":{}}\n')],
    ['null', () => appendFileSync(join(folder, 'heads.ndjson'), 'null\n')],
    [
      'a head it did not sign',
      () => appendFileSync(join(folder, 'heads.ndjson'), `${JSON.stringify({ signed: head(9) })}\n`),
    ],
    ['a line without end', () => appendFileSync(join(folder, 'heads.ndjson'), 'x'.repeat(100_000))],
  ])('with %s at its end does not open', (_, spoil) => {
    witness.consider(grow(0, 5));
    spoil();
    expect(open).toThrow(expect.objectContaining({ code: 'witness-memory-invalid' }));
  });

  it('with heads and no key does not open: a new key would not be the one that is trusted', () => {
    witness.consider(grow(0, 5));
    rmSync(join(folder, 'witness.pem'));
    expect(open).toThrow(expect.objectContaining({ code: 'witness-key-missing' }));
    writeFileSync(join(folder, 'witness.pem'), 'no key');
    expect(open).toThrow(expect.objectContaining({ code: 'witness-key-invalid' }));
  });

  it('that somebody else writes to is not signed from', () => {
    witness.consider(grow(0, 5));
    appendFileSync(join(folder, 'heads.ndjson'), lines()[0]!);
    expect(() => witness.consider(grow(5, 6))).toThrow(
      expect.objectContaining({ code: 'witness-memory-changed' }),
    );
  });

  it('may not share its key with the log', () => {
    const copy = `${folder}-log`;
    cpSync(folder, copy, { recursive: true });
    const logKeys = [witness.key.private];
    expect(() => new Witness({ folder: copy, logId: LOG_ID, logKeys, nowMs: () => nowMs })).toThrow(
      expect.objectContaining({ code: 'keys-not-distinct' }),
    );
    rmSync(copy, { recursive: true });
  });
});

describe('over HTTP', () => {
  const told = { refused: [] as string[], failed: [] as unknown[] };
  const app = () =>
    buildServer(witness, {
      refused: (reason) => told.refused.push(reason),
      failed: (error) => told.failed.push(error),
    });
  const post = (payload: unknown) =>
    app().inject({ method: 'POST', url: '/countersign', payload: payload as object });

  it('answers with a signature, with the newest head, and with its key', async () => {
    expect((await app().inject('/head')).json()).toMatchObject({ code: 'no-head' });
    const answer = await post(grow(0, 5));
    expect(answer.statusCode).toBe(200);
    expect((await app().inject('/head')).json()).toEqual({ signed: witness.newest });
    expect(answer.json()).toEqual({ countersignature: witness.newest?.countersignatures[0] });
    expect((await app().inject('/key.pem')).body).toBe(witness.key.pem);
  });

  it('refuses with the reason as a code, and tells whoever watches', async () => {
    await post(grow(0, 9));
    const answer = await post(grow(0, 5));
    expect([answer.statusCode, answer.json()]).toEqual([
      409,
      { code: 'smaller', message: '5 is fewer than 9' },
    ]);
    expect(told.refused).toContain('smaller');
  });

  it.each([
    ['nothing', undefined, 400],
    ['an empty object', {}, 400],
    ['more than a head can be', { signed: 'x'.repeat(70_000) }, 413],
  ])('refuses %s', async (_, payload, status) => {
    expect((await post(payload)).statusCode).toBe(status);
    expect(existsSync(join(folder, 'refused.ndjson'))).toBe(false);
  });

  it('says only that it failed when its disk does', async () => {
    await post(grow(0, 5));
    appendFileSync(join(folder, 'heads.ndjson'), 'x');
    const answer = await post(grow(5, 9));
    expect([answer.statusCode, answer.json()]).toMatchObject([500, { code: 'witness-failed' }]);
    expect(told.failed).toHaveLength(1);
    expect(witness.newest?.head.treeSize).toBe(5);
  });
});
