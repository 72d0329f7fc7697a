import type { Head } from '../head.ts';
import type { AccumulatorState } from '../merkle/accumulator.ts';
import { Accumulator } from '../merkle/accumulator.ts';
import type { Hash } from '../merkle/hash.ts';
import { leafHash } from '../merkle/hash.ts';
import { differences } from './differences.ts';
import type { Finding } from './finding.ts';
import type { LeafList } from './format.ts';
import { mostHeldBytes, mostInBlock } from './format.ts';

export type Standing = 'signed' | 'countersigned';
const mostFindings = 1000;

/** One run of entries under its list of leaf hashes. */
interface Block {
  readonly listed: readonly Hash[];
  readonly found: Hash[];
  readonly lines: { readonly number: number; readonly bytes: Buffer }[];
  bytes: number;
}

function emptyBlock(listed: readonly Hash[]): Block {
  return { listed, found: [], lines: [], bytes: 0 };
}

/**
 * Holds what the file lists beside what it holds, and asks each head which of the two it signed. Both trees are
 * the same until the first difference; from there they are grown apart until a countersigned head settles it.
 */
export class Comparison {
  /** The tree of the leaf hashes that the file lists. */
  #listed: Accumulator;
  /** The tree of the entries themselves, once it differs. */
  #found: Accumulator | null = null;
  #block: Block = emptyBlock([]);
  /** Since the last countersigned head: not settled, since the list they rest on may itself be altered. */
  #pending: Finding[] = [];
  readonly #settled: Finding[] = [];
  readonly #known: readonly Head[];
  #knownTested = 0;
  countersigned: Head | null;
  signed: Head | null = null;
  stopped = false;

  /** `known`: countersigned heads that the verifier brought with it, by size, all larger than the start. */
  constructor(start: AccumulatorState, startHead: Head | null, known: readonly Head[]) {
    this.#listed = new Accumulator(start);
    this.countersigned = startHead;
    this.#known = known;
  }

  /** The place of the next entry. */
  get size(): number {
    return this.#listed.size + this.#block.found.length;
  }

  /** The entry that was added last: for what is found about it. */
  lastEntry(): { sequence: number; line: number | null; entryId: string | null; certainty: 'as-listed' } {
    return this.#at(this.#block.found.length - 1, this.#block.found.length - 1);
  }

  /** Takes an entry. False when so many stand where none are listed that there is no telling them apart. */
  add(bytes: Buffer, line: number): boolean {
    this.#block.found.push(leafHash(bytes));
    this.#block.lines.push({ number: line, bytes });
    this.#block.bytes += bytes.length;
    return this.#block.bytes <= mostHeldBytes && this.#block.found.length <= mostInBlock * 3;
  }

  report(finding: Finding): void {
    if (this.#settled.length + this.#pending.length < mostFindings) this.#pending.push(finding);
  }

  stop(finding: Finding): void {
    this.#pending.push(finding);
    this.stopped = true;
  }

  openBlock(list: LeafList): void {
    this.#block = emptyBlock(list.hashes);
  }

  /** Compares the run that has ended. `cut`: the file ends here, so that what is not there is not missed. */
  closeBlock(cut = false): void {
    const { found } = this.#block;
    const listed = cut ? this.#block.listed.slice(0, found.length) : this.#block.listed;
    if (listed.length !== found.length || listed.some((hash, index) => hash !== found[index])) {
      this.#found ??= new Accumulator(this.#listed.state());
      for (const difference of differences(listed, found)) this.report(this.#finding(difference));
    }
    this.#block = emptyBlock([]);
    for (let index = 0; index < Math.max(listed.length, found.length); index += 1) {
      if (index < found.length) this.#found?.append(found[index]!);
      if (index >= listed.length) continue;
      this.#listed.append(listed[index]!);
      while (this.knownAhead?.treeSize === this.#listed.size) {
        this.vouch(this.knownAhead, 'countersigned', null);
        this.#knownTested += 1;
        if (this.stopped) return;
      }
    }
  }

  /** Puts a head whose signatures hold to the test, at its place in the file. */
  vouch(head: Head, standing: Standing, line: number | null): void {
    const { size } = this.#listed;
    const rival = [this.countersigned, this.signed].find(
      (one) => one?.treeSize === head.treeSize && one.rootHash !== head.rootHash,
    );
    if (rival) {
      this.stop({
        code: 'head-forked',
        sequence: Math.max(0, head.treeSize - 1),
        line,
        words: `there are two signed heads of size ${head.treeSize}`,
      });
    } else if (head.treeSize > size) {
      const entry = {
        line,
        entryId: null,
        certainty: standing === 'countersigned' ? 'exact' : 'as-listed',
      } as const;
      this.stop({ code: 'entries-missing', sequence: size, through: head.treeSize - 1, ...entry });
    } else if (head.treeSize === size && head.rootHash === this.#listed.root()) {
      this.signed = head;
      if (standing === 'countersigned') this.#settle(head);
    } else if (head.treeSize === size && this.#found?.size === size && head.rootHash === this.#found.root()) {
      if (standing === 'countersigned') this.#trustEntries(head, line);
    } else if (standing === 'countersigned') {
      this.#batchAltered(Math.max(head.treeSize, size) - 1, line);
    } else {
      this.report({
        code: 'head-contradicted',
        sequence: Math.max(0, head.treeSize - 1),
        line,
        words: `the log signed a head of ${head.treeSize} that is not of these entries`,
      });
    }
  }

  /** All that was found, in the order of the log. */
  findings(): Finding[] {
    const all = [...this.#settled, ...this.#pending];
    const inOrder = all.sort((a, b) => a.sequence - b.sequence || rank(a) - rank(b));
    return inOrder
      .slice(0, 1)
      .map((first) => asMove(first, inOrder))
      .concat(inOrder.slice(1));
  }

  /** The first known head that the entries have not yet reached. */
  get knownAhead(): Head | undefined {
    return this.#known[this.#knownTested];
  }

  /** The list is what was countersigned, so each difference from it is exact. */
  #settle(head: Head): void {
    this.countersigned = head;
    this.#found = null;
    const later = this.#pending.filter(({ sequence }) => sequence >= head.treeSize);
    const until = this.#pending.filter(({ sequence }) => sequence < head.treeSize);
    this.#settled.push(
      ...until.map((one) => ('certainty' in one ? { ...one, certainty: 'exact' as const } : one)),
    );
    this.#pending = later;
  }

  /** The entries are what was countersigned: only the file's list of their hashes was altered. */
  #trustEntries(head: Head, line: number | null): void {
    const from = this.countersigned?.treeSize ?? 0;
    this.#pending = this.#pending.filter(
      ({ code }) => !/^entry-(?:changed|dropped|added|reordered)$/.test(code),
    );
    this.#listed = this.#found!;
    this.report({ code: 'list-altered', sequence: from, through: head.treeSize - 1, line });
    this.#settle(head);
  }

  /** Neither tree is what was countersigned: there is no more telling than between which two heads. */
  #batchAltered(through: number, line: number | null): void {
    const sequence = this.countersigned?.treeSize ?? 0;
    this.#pending = this.#pending.filter(({ code }) => code.startsWith('head-'));
    this.stop({
      code: 'batch-altered',
      sequence,
      through,
      line,
      logAgreesTo: Math.max(sequence, this.signed?.treeSize ?? 0),
    });
  }

  #finding(difference: ReturnType<typeof differences>[number]): Finding {
    const { at, kind } = difference;
    switch (kind) {
      case 'changed':
        return {
          code: 'entry-changed',
          expected: difference.expected,
          found: difference.found,
          ...this.#at(at, difference.foundAt),
        };
      case 'dropped':
        return { code: 'entry-dropped', expected: difference.expected, ...this.#at(at, null) };
      case 'added':
        return { code: 'entry-added', found: difference.found, ...this.#at(at, difference.foundAt) };
      case 'reordered': {
        const [from, to] = [this.#listed.size + at, this.#listed.size + difference.foundAt];
        return { code: 'entry-reordered', from, to, ...this.#at(at, difference.foundAt) };
      }
    }
  }

  #at(
    at: number,
    foundAt: number | null,
  ): { sequence: number; line: number | null; entryId: string | null; certainty: 'as-listed' } {
    const there = foundAt === null ? undefined : this.#block.lines[foundAt];
    const entryId = there ? readEntryId(there.bytes) : null;
    return { sequence: this.#listed.size + at, line: there?.number ?? null, entryId, certainty: 'as-listed' };
  }
}

/** Within one place, what happened to the entry comes before what happened to its parts. */
function rank({ code }: Finding): number {
  return code.startsWith('head-') ? 2 : code.startsWith('personal-') ? 1 : 0;
}

/** A loss here and a gain elsewhere of one and the same leaf is a move. */
function asMove(first: Finding, all: readonly Finding[]): Finding {
  if (!('certainty' in first) || !('expected' in first || 'found' in first)) return first;
  const { sequence, line, entryId, certainty } = first;
  const place = { sequence, line, entryId, certainty };
  for (const other of all) {
    if (other === first) continue;
    if ('expected' in first && 'found' in other && other.found === first.expected) {
      return { code: 'entry-reordered', from: sequence, to: other.sequence, ...place };
    }
    if ('found' in first && 'expected' in other && other.expected === first.found) {
      return { code: 'entry-reordered', from: other.sequence, to: sequence, ...place };
    }
  }
  return first;
}

function readEntryId(leaf: Buffer): string | null {
  try {
    const { entry } = JSON.parse(leaf.toString()) as { entry?: { id?: unknown } };
    return typeof entry?.id === 'string' ? entry.id.slice(0, 64) : null;
  } catch {
    return null;
  }
}
