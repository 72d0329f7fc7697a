import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { LedgerError, parseSignedHead, type SignedHead } from '@solway/ledger';
import { WitnessError } from './error.ts';

// A line holds one head with two signatures: well under a kilobyte.
const TAIL_BYTES = 64 * 1024;
const LINE_FEED = 0x0a;

/**
 * Every head this witness has countersigned, one `{"signed":…}` a line, only ever added to: the file that a verifier
 * takes as `--heads`. A head is on the disk before `keep` returns. A last line without its line feed was being
 * written when the machine stopped: its signature was never given away, so it is cut off.
 */
export class HeadMemory {
  readonly #path: string;
  readonly #file: number;
  #size: number;
  #last: SignedHead | null;

  /** @throws {WitnessError} witness-memory-invalid */
  constructor(folder: string) {
    this.#path = join(folder, 'heads.ndjson');
    const isNew = !existsSync(this.#path);
    this.#file = openSync(this.#path, 'a+', 0o600);
    if (isNew) syncFolder(folder);
    const { line, size } = this.#lastWholeLine();
    ftruncateSync(this.#file, size);
    this.#size = size;
    this.#last = line === null ? null : this.#read(line);
  }

  get last(): SignedHead | null {
    return this.#last;
  }

  /**
   * @throws {WitnessError} witness-memory-changed when somebody else has written to the file since.
   * @throws what the disk says; the head is then not kept, and nothing may be signed.
   */
  keep(signed: SignedHead): void {
    if (fstatSync(this.#file).size !== this.#size)
      throw new WitnessError('witness-memory-changed', `${this.#path} was written to by somebody else`);
    const line = Buffer.from(`${JSON.stringify({ signed })}\n`);
    try {
      for (let at = 0; at < line.length;) at += writeSync(this.#file, line, at);
      fsyncSync(this.#file);
    } catch (cause) {
      ftruncateSync(this.#file, this.#size);
      throw cause;
    }
    this.#size += line.length;
    this.#last = signed;
  }

  close(): void {
    closeSync(this.#file);
  }

  #lastWholeLine(): { line: string | null; size: number } {
    const { size } = fstatSync(this.#file);
    const from = Math.max(0, size - TAIL_BYTES);
    const tail = Buffer.alloc(size - from);
    for (let at = 0; at < tail.length;) at += readSync(this.#file, tail, at, tail.length - at, from + at);
    const end = tail.lastIndexOf(LINE_FEED);
    if (end === -1) {
      if (from > 0) throw this.#invalid('the last line has no end');
      return { line: null, size: 0 };
    }
    const before = end === 0 ? -1 : tail.lastIndexOf(LINE_FEED, end - 1);
    if (before === -1 && from > 0) throw this.#invalid('the last line is longer than any head');
    return { line: tail.toString('utf8', before + 1, end), size: from + end + 1 };
  }

  #read(line: string): SignedHead {
    try {
      const { signed } = JSON.parse(line) as { signed?: unknown };
      return parseSignedHead(signed);
    } catch (cause) {
      if (cause instanceof LedgerError || cause instanceof SyntaxError || cause instanceof TypeError)
        throw this.#invalid('the last line holds no head', cause);
      throw cause;
    }
  }

  #invalid(words: string, cause?: unknown): WitnessError {
    return new WitnessError('witness-memory-invalid', `${this.#path}: ${words}`, { cause });
  }
}

/** A new file is there after a power cut only when its folder is on the disk as well. */
function syncFolder(folder: string): void {
  const file = openSync(folder, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
