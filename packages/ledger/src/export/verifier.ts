import { isUtf8 } from 'node:buffer';
import { LedgerError } from '../error.ts';
import type { Head } from '../head.ts';
import { commitmentHash } from '../merkle/hash.ts';
import { openEntry } from '../seal.ts';
import type { Keyring } from '../sign.ts';
import { verifySignedHead } from '../sign.ts';
import type { Comparison } from './comparison.ts';
import type { Finding } from './finding.ts';
import { erasedLine, readHeader, readLeafList, readSigned, readTotal } from './format.ts';
import { checkKnownHeads, provedStart } from './start.ts';
import type { Verification, VerifyOptions } from './verify.ts';

const aheadMs = 5 * 60 * 1000;
const commitmentPrefix = '{"commitment":';
const quote = 0x22;

type LineKind = 'entry' | 'personal' | 'erased' | 'leaves' | 'signed' | 'total';

/** By its first key. A line that begins like none of these was an entry once, and is taken for one. */
function kindOf(line: Buffer): LineKind {
  switch (line[2]) {
    case 0x70:
      return begins(line, '{"personal":') ? 'personal' : 'entry';
    case 0x65:
      return line.length === erasedLine.length && begins(line, erasedLine) ? 'erased' : 'entry';
    case 0x6c:
      return begins(line, '{"leaves":') ? 'leaves' : 'entry';
    case 0x73:
      return begins(line, '{"signed":') ? 'signed' : 'entry';
    case 0x74:
      return begins(line, '{"total":') ? 'total' : 'entry';
    case undefined:
    default:
      return 'entry';
  }
}

function begins(line: Buffer, prefix: string): boolean {
  return line.toString('latin1', 0, prefix.length) === prefix;
}

/** Takes an export line by line; what each line is worth is decided in Comparison. */
export class ExportVerifier {
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
  #lastErased: number | null = null;
  #counts = { entries: 0, personal: 0, erased: 0 };

  constructor(keys: Keyring, options: VerifyOptions) {
    this.#keys = keys;
    this.#options = options;
    checkKnownHeads(options.knownHeads ?? [], keys);
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
    const kind = kindOf(line);
    const opening = kind === 'personal' || kind === 'erased';
    if (this.#awaited !== null || opening) return this.#opening(line, comparison, kind);
    switch (kind) {
      case 'leaves':
        return this.#leaves(line, comparison);
      case 'signed':
        return this.#signed(line, comparison);
      case 'total':
        return this.#total(line, comparison);
      case 'entry':
        return this.#entry(line, comparison);
    }
  }

  #entry(line: Buffer, comparison: Comparison): void {
    if (!comparison.add(line, this.#line)) return this.#malformed('too many entries follow one list');
    this.#counts.entries += 1;
    this.#leaf = line;
    const committed = line[14] === quote && line.toString('latin1', 0, 14) === commitmentPrefix;
    this.#awaited = committed ? line.toString('latin1', 15, 79) : null;
    if (!committed && this.#options.readEntries) this.#read(line, null, comparison);
  }

  #opening(line: Buffer, comparison: Comparison, kind: LineKind): void {
    const [awaited, leaf] = [this.#awaited, this.#leaf];
    this.#awaited = null;
    if (leaf === null) return this.#malformed('a personal part stands before any entry');
    if (kind !== 'personal' && kind !== 'erased') {
      comparison.report({ code: 'personal-missing', ...comparison.lastEntry() });
      return this.#body(line, comparison);
    }
    if (awaited === null) return comparison.report({ code: 'personal-added', ...comparison.lastEntry() });
    if (kind === 'erased') {
      this.#counts.erased += 1;
      this.#lastErased = comparison.size - 1;
      if (this.#options.readEntries) this.#read(leaf, null, comparison);
    } else if (commitmentHash(line) === awaited) {
      this.#counts.personal += 1;
      if (this.#options.readEntries) this.#read(leaf, line, comparison);
    } else comparison.report({ code: 'personal-changed', ...comparison.lastEntry() });
  }

  #read(leaf: Buffer, opening: Buffer | null, comparison: Comparison): void {
    try {
      if (!isUtf8(leaf) || (opening && !isUtf8(opening))) throw new LedgerError('not-canonical', 'not UTF-8');
      openEntry(leaf.toString(), opening?.toString() ?? null);
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
    this.#logId = this.#options.logId ?? header.logId;
    this.#startSize = header.start.size;
    if (header.logId !== this.#logId) return this.#malformed(`the file is of log ${header.logId}`);
    const known = (this.#options.knownHeads ?? []).map(({ head }) => head);
    const stranger = known.find(({ logId }) => logId !== this.#logId);
    if (stranger)
      return this.#malformed(`the file is of log ${this.#logId}, a known head of ${stranger.logId}`);
    try {
      this.#comparison = provedStart(header, known, this.#keys);
      this.#lastHead = header.startHead?.head ?? null;
    } catch (cause) {
      if (!(cause instanceof LedgerError)) throw cause;
      const { message: words } = cause;
      this.#refusal = { code: 'start-unproved', sequence: this.#startSize, line: this.#line, words };
    }
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
      lastErased: this.#lastErased,
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
