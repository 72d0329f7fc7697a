const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const LETTER_U = 0x75;

/**
 * Passes JSON text through in pieces, leaving out what any one string holds beyond `longestBytes`, so that a note of
 * any size costs no more memory than that. What comes out is JSON where what went in was: the cut falls between
 * characters and between escapes. It changes no string that is short enough.
 */
export class LongStringCutter {
  readonly #longestBytes: number;
  #inString = false;
  #length = 0;
  /** Bytes of an escape still to come that belong together with those before. */
  #escapeLeft = 0;
  #afterBackslash = false;
  #cutting = false;

  constructor(longestBytes: number) {
    this.#longestBytes = longestBytes;
  }

  push(chunk: Buffer): Buffer {
    const kept = Buffer.allocUnsafe(chunk.length);
    let size = 0;
    for (let at = 0; at < chunk.length; at += 1) {
      if (this.#cutting && !this.#afterBackslash && this.#escapeLeft === 0) at = nextOfNote(chunk, at);
      const byte = chunk[at];
      if (byte !== undefined && this.#keeps(byte)) kept[size++] = byte;
    }
    return kept.subarray(0, size);
  }

  #keeps(byte: number): boolean {
    if (!this.#inString) {
      if (byte === QUOTE) {
        this.#inString = true;
        this.#length = 0;
        this.#cutting = false;
      }
      return true;
    }
    const startsUnit = !this.#afterBackslash && this.#escapeLeft === 0 && (byte & 0xc0) !== 0x80;
    if (startsUnit && byte === QUOTE) {
      this.#inString = false;
      this.#cutting = false;
      return true;
    }
    if (startsUnit && this.#length >= this.#longestBytes) this.#cutting = true;
    this.#follow(byte);
    this.#length += 1;
    return !this.#cutting;
  }

  #follow(byte: number): void {
    if (this.#afterBackslash) {
      this.#afterBackslash = false;
      this.#escapeLeft = byte === LETTER_U ? 4 : 0;
    } else if (this.#escapeLeft > 0) this.#escapeLeft -= 1;
    else if (byte === BACKSLASH) this.#afterBackslash = true;
  }
}

/** In what is being left out only a quote or a backslash matters; the search for them is native. */
function nextOfNote(chunk: Buffer, from: number): number {
  const quote = chunk.indexOf(QUOTE, from);
  const end = quote < 0 ? chunk.length : quote;
  const backslash = chunk.subarray(from, end).indexOf(BACKSLASH);
  return backslash < 0 ? end : from + backslash;
}
