import { LedgerError } from '../error.ts';
import type { SignedHead } from '../head.ts';
import { parseSignedHead } from '../head.ts';
import type { AccumulatorState } from '../merkle/accumulator.ts';
import { Accumulator } from '../merkle/accumulator.ts';
import type { Hash } from '../merkle/hash.ts';
import { count, list, object, oneOf, sha256, ShapeError, text } from '../shape.ts';

const exportFormat = 'solway-ledger-export/1';
/** Leaf hashes are listed this many at a time, ahead of their entries. */
export const mostInBlock = 1024;
/** And fewer when their entries are long: a list is closed at this many bytes of them. */
export const mostWrittenBytes = 4 * 1024 * 1024;
/** A reader holds one list's entries; beyond this many bytes it refuses them. */
export const mostHeldBytes = 64 * 1024 * 1024;
/** A line longer than this is refused unread; `sealEntry` makes none that long. */
export const mostLineBytes = 1024 * 1024;
/** Stands for a personal part that retention has taken away. */
export const erasedLine = '{"erased":true}';

/** The first line. `start` lets an export begin part-way; the start head vouches for it. */
export interface ExportHeader {
  readonly logId: string;
  readonly start: AccumulatorState;
  readonly startHead: SignedHead | null;
}
/** Ahead of each run of entries: the leaf hashes that they should have. */
export interface LeafList {
  readonly first: number;
  readonly hashes: readonly Hash[];
}
/** The last line: tells a file that was cut short from one that ends. */
export interface ExportTotal {
  readonly size: number;
  readonly heads: number;
}

const any = (value: unknown): unknown => value;
const headerShape = object({
  format: oneOf(exportFormat),
  logId: text(),
  start: object({ size: count, roots: list(sha256, 64) }),
  startHead: any,
});
const leavesShape = object({ leaves: object({ first: count, hashes: list(sha256, mostInBlock, 1) }) });
const totalShape = object({ total: object({ size: count, heads: count }) });
const signedShape = object({ signed: any });

/** Throws export-invalid or head-invalid. */
export function readHeader(line: string): ExportHeader {
  return read(line, (value) => {
    const { logId, start, startHead } = headerShape(value);
    const state = new Accumulator(start).state();
    return { logId, start: state, startHead: startHead === null ? null : parseSignedHead(startHead) };
  });
}
/** Throws export-invalid. */
export function readLeafList(line: string): LeafList {
  return read(line, (value) => leavesShape(value).leaves);
}
/** Throws export-invalid. */
export function readTotal(line: string): ExportTotal {
  return read(line, (value) => totalShape(value).total);
}
/** Throws export-invalid or head-invalid. */
export function readSigned(line: string): SignedHead {
  return read(line, (value) => parseSignedHead(signedShape(value).signed));
}

export function writeHeader({ logId, start, startHead }: ExportHeader): string {
  return JSON.stringify({ format: exportFormat, logId, start, startHead });
}
export function writeLeafList(leaves: LeafList): string {
  return JSON.stringify({ leaves });
}
export function writeSigned(signed: SignedHead): string {
  return JSON.stringify({ signed });
}
export function writeTotal(total: ExportTotal): string {
  return JSON.stringify({ total });
}

function read<T>(line: string, reader: (value: unknown) => T): T {
  try {
    return reader(JSON.parse(line));
  } catch (cause) {
    if (!(cause instanceof ShapeError || cause instanceof SyntaxError || cause instanceof LedgerError))
      throw cause;
    throw new LedgerError('export-invalid', cause.message, { cause });
  }
}
