import { mostLineBytes } from './format.ts';

/** Cuts chunks of bytes into lines without copying, except for a line that lies across chunks. */
export class LineSplitter {
  #rest: Buffer[] = [];
  #restBytes = 0;

  /** Calls `take` with each whole line, its line feed off; false from `take` stops. False: too long a line. */
  push(chunk: Uint8Array, take: (line: Buffer) => boolean): boolean {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    let begin = 0;
    for (let end = bytes.indexOf(10); end !== -1; end = bytes.indexOf(10, begin)) {
      const piece = bytes.subarray(begin, end);
      begin = end + 1;
      if (this.#restBytes + piece.length > mostLineBytes) return false;
      const line = this.#restBytes === 0 ? piece : Buffer.concat([...this.#rest, piece]);
      [this.#rest, this.#restBytes] = [[], 0];
      if (!take(line)) return true;
    }
    if (begin < bytes.length) {
      this.#rest.push(bytes.subarray(begin));
      this.#restBytes += bytes.length - begin;
    }
    return this.#restBytes <= mostLineBytes;
  }

  /** Whether bytes are left that no line feed ended. */
  get torn(): boolean {
    return this.#restBytes > 0;
  }
}
