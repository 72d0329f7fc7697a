import { SourceFailure } from '../source-failure.ts';
import { LONGEST_STRING_BYTES, PLAIN_BODY_BYTES, type ReadBounds } from './bounds.ts';
import { LongStringCutter } from './cut-long-strings.ts';

/**
 * A JSON body as it comes in, within its bounds. Strings that are too long are cut on the way, so one huge note costs
 * neither the memory nor the rest of the answer.
 */
export class JsonBody {
  readonly #bounds: ReadBounds;
  readonly #chunks: Buffer[] = [];
  #read = 0;
  #kept = 0;
  #cutter: LongStringCutter | undefined;

  constructor(bounds: ReadBounds) {
    this.#bounds = bounds;
  }

  /** @throws {SourceFailure} `source-error`: too large. */
  take(chunk: Buffer): void {
    this.#read += chunk.length;
    if (this.#read > this.#bounds.mostBytesRead) throw tooLarge(this.#bounds.mostBytesRead);
    if (this.#cutter === undefined && this.#read > PLAIN_BODY_BYTES) {
      this.#cutter = new LongStringCutter(LONGEST_STRING_BYTES);
      const before = this.#cutter.push(Buffer.concat(this.#chunks));
      this.#chunks.splice(0, this.#chunks.length, before);
      this.#kept = before.length;
    }
    const part = this.#cutter === undefined ? chunk : this.#cutter.push(chunk);
    this.#kept += part.length;
    if (this.#kept > this.#bounds.mostBytesKept) throw tooLarge(this.#bounds.mostBytesKept);
    this.#chunks.push(part);
  }

  /** @throws {SourceFailure} `source-error`: not JSON. */
  parse(): unknown {
    const [only, ...more] = this.#chunks;
    const whole = only !== undefined && more.length === 0 ? only : Buffer.concat(this.#chunks, this.#kept);
    try {
      return JSON.parse(whole.toString('utf8')) as unknown;
    } catch {
      // The parser's message quotes the text, which may be a person's.
      throw new SourceFailure('source-error', 'the body is not JSON');
    }
  }
}

function tooLarge(bytes: number): SourceFailure {
  return new SourceFailure('source-error', `the body is larger than ${bytes} bytes`);
}
