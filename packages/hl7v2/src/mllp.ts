/** Minimal Lower Layer Protocol, HL7 v2 Implementation Guide appendix C: VT, the message, FS, CR. */
const VT = 0x0b;
const FS = 0x1c;
const CR = 0x0d;
const LF = 0x0a;

export type MllpEvent =
  | { readonly kind: 'frame'; readonly bytes: Buffer }
  /** More bytes than a frame may have; what follows, up to its end, is thrown away. */
  | { readonly kind: 'too-large' }
  /** The sender went before the frame's end: it may be half a message. */
  | { readonly kind: 'unfinished'; readonly bytes: Buffer };

/** The bytes of one frame around a message. */
export function frame(message: Buffer | string): Buffer {
  return Buffer.concat([Buffer.of(VT), Buffer.from(message), Buffer.of(FS, CR)]);
}

/**
 * Takes a stream apart into frames, however the network cut it. What stands between frames is passed over. A frame
 * whose FS is missing ends where the next one begins; one with no VT is taken from its MSH, FHS or BHS. Each byte is
 * looked at once.
 */
export class MllpReader {
  readonly #mostBytes: number;
  #chunks: Buffer[] = [];
  #length = 0;
  #state: 'between' | 'inside' | 'skipping' = 'between';

  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes;
  }

  /** True while a frame has begun and not ended. */
  get isInside(): boolean {
    return this.#state !== 'between' || this.#length > 0;
  }

  push(chunk: Buffer): readonly MllpEvent[] {
    const events: MllpEvent[] = [];
    let rest = chunk;
    while (rest.length > 0) rest = this.#step(rest, events);
    return events;
  }

  /** The stream is over. */
  end(): readonly MllpEvent[] {
    const bytes = this.#take();
    const begun = this.#state === 'inside' ? bytes : headedIn(bytes);
    this.#state = 'between';
    return begun === undefined || begun.length === 0 ? [] : [{ kind: 'unfinished', bytes: begun }];
  }

  #step(bytes: Buffer, events: MllpEvent[]): Buffer {
    const end = bytes.indexOf(FS);
    const start = bytes.indexOf(VT);
    if (start !== -1 && (end === -1 || start < end)) {
      // Whatever stood before: a frame without its FS, or nothing of ours.
      this.#add(bytes.subarray(0, start), events);
      if (this.#state === 'inside') this.#close(events);
      this.#take();
      this.#state = 'inside';
      return bytes.subarray(start + 1);
    }
    if (end !== -1) {
      this.#add(bytes.subarray(0, end), events);
      this.#close(events);
      return bytes.subarray(end + 1);
    }
    this.#add(bytes, events);
    return bytes.subarray(bytes.length);
  }

  #add(given: Buffer, events: MllpEvent[]): void {
    // What ends a frame, or keeps a line alive, begins none.
    const bytes = this.#state === 'between' && this.#length === 0 ? withoutFiller(given) : given;
    if (bytes.length === 0 || this.#state === 'skipping') return;
    this.#chunks.push(bytes);
    this.#length += bytes.length;
    if (this.#length <= this.#mostBytes) return;
    events.push({ kind: 'too-large' });
    this.#take();
    this.#state = 'skipping';
  }

  #close(events: MllpEvent[]): void {
    const bytes = this.#take();
    const message =
      this.#state === 'inside' ? bytes : this.#state === 'between' ? headedIn(bytes) : undefined;
    this.#state = 'between';
    if (message !== undefined && message.some((byte) => byte !== CR && byte !== LF))
      events.push({ kind: 'frame', bytes: message });
  }

  #take(): Buffer {
    const bytes =
      this.#chunks.length === 1 ? (this.#chunks[0] ?? Buffer.alloc(0)) : Buffer.concat(this.#chunks);
    this.#chunks = [];
    this.#length = 0;
    return bytes;
  }
}

function withoutFiller(bytes: Buffer): Buffer {
  const start = bytes.findIndex((byte) => byte !== CR && byte !== LF && byte !== 0);
  return start === -1 ? Buffer.alloc(0) : bytes.subarray(start);
}

/** From the first header on, where there is one. */
function headedIn(bytes: Buffer): Buffer | undefined {
  const places = ['MSH', 'FHS', 'BHS'].map((name) => bytes.indexOf(name)).filter((place) => place !== -1);
  return places.length === 0 ? undefined : bytes.subarray(Math.min(...places));
}
