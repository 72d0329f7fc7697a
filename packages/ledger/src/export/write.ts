import { LedgerError } from '../error.ts';
import type { SignedHead } from '../head.ts';
import type { Hash } from '../merkle/hash.ts';
import { leafHash } from '../merkle/hash.ts';
import type { ExportHeader } from './format.ts';
import {
  erasedLine,
  mostInBlock,
  mostWrittenBytes,
  writeHeader,
  writeLeafList,
  writeSigned,
  writeTotal,
} from './format.ts';

/**
 * An entry as it is stored. A null opening is one that was erased, or that never was. With `listed`, the hash that
 * the tree was made of, the file lists that one, so that an entry altered in the store is named exactly; and an entry
 * that is gone from the store is given as a null leaf, so that it is missed in its own place.
 */
export type StoredEntry =
  | { readonly leaf: string; readonly opening: string | null; readonly listed?: Hash }
  | { readonly leaf: null; readonly opening: null; readonly listed: Hash };

export interface ExportSource {
  readonly header: ExportHeader;
  /** By tree size, ascending; each larger than the start. As many as there are: each one narrows a finding. */
  readonly heads: AsyncIterable<SignedHead> | Iterable<SignedHead>;
  /** In sequence, from the start. Entries after the last head are written too. */
  readonly entries: AsyncIterable<StoredEntry> | Iterable<StoredEntry>;
}

/**
 * Writes an export as text, a block at a time, holding one block and one head. Throws export-invalid when heads and
 * entries don't meet.
 */
export async function* writeExport({ header, heads, entries }: ExportSource): AsyncGenerator<string> {
  yield `${writeHeader(header)}\n`;
  const ahead = new HeadsAhead(heads);
  try {
    let next = await ahead.next();
    let [size, written, bytes] = [header.start.size, 0, 0];
    let [hashes, lines]: [Hash[], string[]] = [[], []];
    const block = (): string => {
      const list = writeLeafList({ first: size - hashes.length, hashes });
      const text = [list, ...lines, ''].join('\n');
      [hashes, lines, bytes] = [[], [], 0];
      return text;
    };
    for await (const entry of entries) {
      const { leaf, opening } = entry;
      hashes.push(listedHash(entry));
      if (leaf !== null) {
        lines.push(leaf);
        if (opening !== null) lines.push(opening);
        else if (!leaf.startsWith('{"commitment":null')) lines.push(erasedLine);
      }
      size += 1;
      bytes += (leaf?.length ?? 0) + (opening?.length ?? 0);
      const full = hashes.length === mostInBlock || bytes >= mostWrittenBytes;
      if (full || next?.head.treeSize === size) yield block();
      for (; next?.head.treeSize === size; next = await ahead.next()) {
        yield `${writeSigned(next)}\n`;
        written += 1;
      }
    }
    if (hashes.length > 0) yield block();
    if (next) throw new LedgerError('export-invalid', 'a head is out of order or has no entries');
    yield `${writeTotal({ size, heads: written })}\n`;
  } finally {
    await ahead.end();
  }
}

function listedHash(entry: StoredEntry): Hash {
  return entry.leaf === null ? entry.listed : (entry.listed ?? leafHash(Buffer.from(entry.leaf)));
}

class HeadsAhead {
  readonly #heads: AsyncIterator<SignedHead> | Iterator<SignedHead>;

  constructor(heads: ExportSource['heads']) {
    this.#heads = Symbol.asyncIterator in heads ? heads[Symbol.asyncIterator]() : heads[Symbol.iterator]();
  }

  async next(): Promise<SignedHead | undefined> {
    const step = await this.#heads.next();
    return step.done === true ? undefined : step.value;
  }

  async end(): Promise<void> {
    await this.#heads.return?.();
  }
}
