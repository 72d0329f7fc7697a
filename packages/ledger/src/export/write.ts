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

/** An entry as it is stored. A null opening is one that was erased, or that never was. */
export interface StoredEntry {
  readonly leaf: string;
  readonly opening: string | null;
}

export interface ExportSource {
  readonly header: ExportHeader;
  /** By tree size, ascending; each larger than the start. As many as there are: each one narrows a finding. */
  readonly heads: readonly SignedHead[];
  /** In sequence, from the start. Entries after the last head are written too. */
  readonly entries: AsyncIterable<StoredEntry> | Iterable<StoredEntry>;
}

/** Writes an export as text, a block at a time. Throws export-invalid when heads and entries don't meet. */
export async function* writeExport({ header, heads, entries }: ExportSource): AsyncGenerator<string> {
  yield `${writeHeader(header)}\n`;
  let [size, next, bytes] = [header.start.size, 0, 0];
  let [hashes, lines]: [Hash[], string[]] = [[], []];
  const block = (): string => {
    const list = writeLeafList({ first: size - hashes.length, hashes });
    const written = `${list}\n${lines.join('\n')}\n`;
    [hashes, lines, bytes] = [[], [], 0];
    return written;
  };
  for await (const { leaf, opening } of entries) {
    hashes.push(leafHash(Buffer.from(leaf)));
    lines.push(leaf);
    if (opening !== null) lines.push(opening);
    else if (!leaf.startsWith('{"commitment":null')) lines.push(erasedLine);
    size += 1;
    bytes += leaf.length + (opening?.length ?? 0);
    const full = hashes.length === mostInBlock || bytes >= mostWrittenBytes;
    if (full || heads[next]?.head.treeSize === size) yield block();
    for (; heads[next]?.head.treeSize === size; next += 1) yield `${writeSigned(heads[next]!)}\n`;
  }
  if (hashes.length > 0) yield block();
  if (next < heads.length)
    throw new LedgerError('export-invalid', 'a head is out of order or has no entries');
  yield `${writeTotal({ size, heads: heads.length })}\n`;
}
