import { isUtf8 } from 'node:buffer';
import { LedgerError } from '../error.ts';
import type { Head, SignedHead } from '../head.ts';
import { Accumulator } from '../merkle/accumulator.ts';
import { commitmentHash } from '../merkle/hash.ts';
import { openEntry, readLeaf } from '../seal.ts';
import type { Keyring, TrustedKeys } from '../sign.ts';
import { keyring, verifySignedHead } from '../sign.ts';
import { Comparison } from './comparison.ts';
import type { Finding } from './finding.ts';
import { readHeader, readLeafList, readSigned, readTotal } from './format.ts';
import { LineSplitter } from './lines.ts';

export interface VerifyOptions {
  /** The log that is asked about; without it, the log that the file says it is of. */
  readonly logId?: string;
  /** The witness's own copies of heads: with them, a file cut back to an older state, or forked, is found. */
  readonly knownHeads?: readonly SignedHead[];
  /** Milliseconds since 1970; with it, a head from the future is found. */
  readonly nowMs?: number;
  /** Reads every entry as well, and reports one that is not in the form of an entry; slower. */
  readonly readEntries?: boolean;
}

export interface Verification {
  readonly verdict: 'verified' | 'refused';
  /** The first thing wrong, in the order of the log; null when verified. */
  readonly first: Finding | null;
  /** In the order of the log, at most 1,000. The first is exact; later ones are a fair reading. */
  readonly findings: readonly Finding[];
  readonly logId: string | null;
  /** Entries read, personal parts whose commitment held, and personal parts that had been erased. */
  readonly counts: { readonly entries: number; readonly personal: number; readonly erased: number };
  /** The last head that a trusted witness signed and that these entries match. */
  readonly countersigned: Head | null;
  /** Entries after it, which nobody but the log vouches for: not yet countersigned. */
  readonly notYetCountersigned: { readonly from: number; readonly to: number } | null;
}

const aheadMs = 5 * 60 * 1000;
/** A line is told by its third byte: the first letter of its first key. */
const tag = { personal: 0x70, erased: 0x65, leaves: 0x6c, signed: 0x73, total: 0x74 };
const commitmentPrefix = '{"commitment":';

/**
 * Verifies an export (bytes in chunks of any size) against the two public keys and nothing else. Never throws
 * for what the file holds; throws key-invalid, keys-not-distinct, head-invalid, head-key-unknown or
 * head-signature-wrong for trusted keys and known heads that can't be trusted.
 */
export async function verifyExport(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  trusted: TrustedKeys,
  options: VerifyOptions = {},
): Promise<Verification> {
  const verifier = new ExportVerifier(keyring(trusted), options);
  const lines = new LineSplitter();
  for await (const chunk of chunks) {
    if (!lines.push(chunk, (line) => verifier.take(line))) verifier.tooLong();
    if (verifier.stopped) break;
  }
  return verifier.end(lines.torn);
}

class ExportVerifier {
  readonly #keys: Keyring;
  readonly #options: VerifyOptions;
  #logId: string | null = null;
  #comparison: Comparison | null = null;
  #startSize = 0;
  #line = 0;
  #heads = 0;
  #lastHead: Head | null = null;
  #ended = false;
  #refusal: Finding | null = null;
  /** The commitment whose personal part the next line must be. */
  #awaited: string | null = null;
  #leaf: Buffer | null = null;
  #counts = { entries: 0, personal: 0, erased: 0 };

  constructor(keys: Keyring, options: VerifyOptions) {
    this.#keys = keys;
    this.#options = options;
    for (const known of options.knownHeads ?? []) {
      if (verifySignedHead(known, keys) === 'signed') {
        throw new LedgerError('head-signature-wrong', 'a known head is one that the witness countersigned');
      }
    }
  }

  get stopped(): boolean {
    return this.#refusal !== null || this.#comparison?.stopped === true;
  }

  /** Takes one line; false when no more need be read. */
  take(line: Buffer): boolean {
    this.#line += 1;
    if (this.#comparison === null) this.#header(line);
    else if (this.#ended) this.#malformed('something follows the last line');
    else this.#body(line, this.#comparison);
    return !this.stopped;
  }

  #body(line: Buffer, comparison: Comparison): void {
    const kind = line[2];
    const opening = kind === tag.personal || kind === tag.erased;
    if (this.#awaited !== null || opening) this.#opening(line, comparison, opening);
    else if (kind === tag.leaves) this.#leaves(line, comparison);
    else if (kind === tag.signed) this.#signed(line, comparison);
    else if (kind === tag.total) this.#total(line, comparison);
    // {"commitment": is an entry, and a line that is none of these was one once.
    else this.#entry(line, comparison);
  }

  #entry(line: Buffer, comparison: Comparison): void {
    if (!comparison.add(line, this.#line)) return this.#malformed('too many entries follow one list');
    this.#counts.entries += 1;
    this.#leaf = line;
    const committed = line[14] === 0x22 && line.toString('latin1', 0, 14) === commitmentPrefix;
    this.#awaited = committed ? line.toString('latin1', 15, 79) : null;
    if (!committed && this.#options.readEntries) this.#read(line, null, comparison);
  }

  #opening(line: Buffer, comparison: Comparison, opening: boolean): void {
    const [awaited, leaf] = [this.#awaited, this.#leaf];
    this.#awaited = null;
    if (leaf === null) return this.#malformed('a personal part stands before any entry');
    if (!opening) {
      comparison.report({ code: 'personal-missing', ...comparison.lastEntry() });
      return this.#body(line, comparison);
    }
    if (awaited === null) return comparison.report({ code: 'personal-added', ...comparison.lastEntry() });
    if (line[2] === tag.erased && line.toString('latin1') === '{"erased":true}') {
      this.#counts.erased += 1;
      if (this.#options.readEntries) this.#read(leaf, null, comparison);
    } else if (commitmentHash(line) === awaited) {
      this.#counts.personal += 1;
      if (this.#options.readEntries) this.#read(leaf, line, comparison);
    } else comparison.report({ code: 'personal-changed', ...comparison.lastEntry() });
  }

  #read(leaf: Buffer, opening: Buffer | null, comparison: Comparison): void {
    try {
      if (!isUtf8(leaf) || (opening && !isUtf8(opening))) throw new LedgerError('not-canonical', 'not UTF-8');
      if (opening) openEntry(leaf.toString(), opening.toString());
      else readLeaf(leaf.toString());
    } catch (cause) {
      if (!(cause instanceof LedgerError)) throw cause;
      comparison.report({ code: 'entry-unreadable', ...comparison.lastEntry() });
    }
  }

  #leaves(line: Buffer, comparison: Comparison): void {
    const list = this.#parse(line, readLeafList);
    if (!list) return;
    comparison.closeBlock();
    const { size } = comparison;
    if (comparison.stopped) return;
    this.#leaf = null;
    if (list.first === size) return comparison.openBlock(list);
    if (list.first < size) return this.#malformed('a list of leaves is out of order');
    const place = { line: this.#line, entryId: null, certainty: 'as-listed' } as const;
    comparison.stop({ code: 'entries-missing', sequence: size, through: list.first - 1, ...place });
  }

  #signed(line: Buffer, comparison: Comparison): void {
    comparison.closeBlock();
    if (comparison.stopped) return;
    this.#leaf = null;
    this.#heads += 1;
    try {
      const signed = readSigned(line.toString());
      const { head } = signed;
      const standing = verifySignedHead(signed, this.#keys);
      if (head.logId !== this.#logId)
        return this.#headWrong('head-other-log', `the head is of log ${head.logId}`);
      if (this.#lastHead && head.at < this.#lastHead.at) {
        this.#headWrong('head-time-backwards', `the head of ${head.at} follows that of ${this.#lastHead.at}`);
      }
      const { nowMs } = this.#options;
      if (nowMs !== undefined && Date.parse(head.at) > nowMs + aheadMs) {
        this.#headWrong('head-from-future', `the head says ${head.at}`);
      }
      this.#lastHead = head;
      comparison.vouch(head, standing, this.#line);
    } catch (cause) {
      if (!(cause instanceof LedgerError)) throw cause;
      const known = cause.code === 'head-key-unknown' || cause.code === 'head-signature-wrong';
      this.#headWrong(known ? cause.code : 'head-invalid', cause.message);
    }
  }

  #headWrong(
    code:
      | 'head-other-log'
      | 'head-time-backwards'
      | 'head-from-future'
      | 'head-invalid'
      | 'head-key-unknown'
      | 'head-signature-wrong',
    words: string,
  ): void {
    const sequence = Math.max(0, (this.#comparison?.size ?? 0) - 1);
    this.#comparison?.report({ code, sequence, line: this.#line, words });
  }

  #total(line: Buffer, comparison: Comparison): void {
    const total = this.#parse(line, readTotal);
    if (!total) return;
    comparison.closeBlock();
    this.#ended = true;
    if (!comparison.stopped && (total.size !== comparison.size || total.heads !== this.#heads)) {
      this.#cut('truncated', `the file says it holds ${total.size} entries and ${total.heads} heads`);
    }
  }

  #header(line: Buffer): void {
    const header = this.#parse(line, readHeader);
    if (!header) return;
    const { start, startHead } = header;
    this.#logId = this.#options.logId ?? header.logId;
    this.#startSize = start.size;
    if (header.logId !== this.#logId) return this.#malformed(`the file is of log ${header.logId}`);
    const known = (this.#options.knownHeads ?? []).map(({ head }) => head);
    const stranger = known.find(({ logId }) => logId !== this.#logId);
    if (stranger)
      return this.#malformed(`the file is of log ${this.#logId}, a known head of ${stranger.logId}`);
    const root = new Accumulator(start).root();
    try {
      if (startHead === null ? start.size > 0 : verifySignedHead(startHead, this.#keys) === 'signed') {
        throw new LedgerError('head-invalid', 'no countersigned head vouches for the start');
      }
      for (const head of [
        ...(startHead ? [startHead.head] : []),
        ...known.filter(({ treeSize }) => treeSize === start.size),
      ]) {
        if (head.treeSize !== start.size || head.rootHash !== root || head.logId !== this.#logId) {
          throw new LedgerError('head-invalid', 'the start is not the tree that was countersigned');
        }
      }
    } catch (cause) {
      if (!(cause instanceof LedgerError)) throw cause;
      this.#refusal = {
        code: 'start-unproved',
        sequence: start.size,
        line: this.#line,
        words: cause.message,
      };
      return;
    }
    const ahead = known
      .filter(({ treeSize }) => treeSize > start.size)
      .sort((a, b) => a.treeSize - b.treeSize);
    this.#lastHead = startHead?.head ?? null;
    this.#comparison = new Comparison(start, startHead?.head ?? null, ahead);
  }

  tooLong(): void {
    this.#stop('line-too-long', 'a line is longer than any line of an export');
  }

  end(torn: boolean): Verification {
    if (torn && !this.stopped) {
      this.#line += 1;
      this.#cut('torn', 'the last line was not finished: the file was cut');
    } else if (!this.stopped && !this.#ended) {
      this.#cut('truncated', 'the file ends before its last line');
    }
    const comparison = this.#comparison;
    const rolledBack = comparison?.knownAhead;
    if (comparison && rolledBack && !this.stopped) {
      const words = `the witness signed ${rolledBack.treeSize} entries, and the file holds ${comparison.size}`;
      comparison.report({ code: 'rolled-back', sequence: comparison.size, line: null, words });
    }
    const findings = [...(comparison?.findings() ?? []), ...(this.#refusal ? [this.#refusal] : [])];
    const countersigned = comparison?.countersigned ?? null;
    if (countersigned === null && findings.length === 0) {
      const words = 'no head in the file is countersigned by the witness, so nothing is proved';
      findings.push({ code: 'nothing-countersigned', sequence: this.#startSize, line: this.#line, words });
    }
    const [from, to] = [countersigned?.treeSize ?? this.#startSize, comparison?.size ?? 0];
    return {
      verdict: findings.length === 0 ? 'verified' : 'refused',
      first: findings[0] ?? null,
      findings,
      logId: this.#logId,
      counts: this.#counts,
      countersigned,
      notYetCountersigned: to > from ? { from, to: to - 1 } : null,
    };
  }

  #parse<T>(line: Buffer, reader: (line: string) => T): T | undefined {
    try {
      return reader(line.toString());
    } catch (cause) {
      if (!(cause instanceof LedgerError)) throw cause;
      this.#malformed(cause.message);
    }
  }

  #malformed(words: string): void {
    this.#stop('line-malformed', words);
  }

  /** The file ends too soon: what stands before the cut is still compared, what should follow is not missed. */
  #cut(code: 'torn' | 'truncated', words: string): void {
    this.#comparison?.closeBlock(true);
    this.#stop(code, words);
  }

  #stop(code: 'line-malformed' | 'line-too-long' | 'torn' | 'truncated', words: string): void {
    const finding = { code, sequence: this.#comparison?.size ?? this.#startSize, line: this.#line, words };
    if (this.#comparison) this.#comparison.stop(finding);
    else this.#refusal = finding;
  }
}
