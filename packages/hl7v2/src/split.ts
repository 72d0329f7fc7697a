const CR = 0x0d;
const LF = 0x0a;
const SPACE = 0x20;

export interface SplitFrame {
  /** Each from its MSH, with CR between its segments, as the sender wrote the rest. */
  readonly messages: readonly Buffer[];
  /** A batch or file header stood in front: the answer is a batch as well. */
  readonly batch: boolean;
  /** What BTS-1 says of the number of messages, where it says it. */
  readonly announced?: number;
}

/**
 * The messages of one frame, of which there may be several, in a batch (BHS, FHS) or without. Segments may end in
 * CR, LF or both. Segments before the first MSH belong to no message and are passed over.
 */
export function splitFrame(bytes: Buffer): SplitFrame {
  const messages: Buffer[][] = [];
  let batch = false;
  let announced: number | undefined;
  for (const line of linesOf(bytes)) {
    const name = line.subarray(0, 3).toString('latin1');
    if (name === 'MSH') messages.push([line]);
    else if (name === 'FHS' || name === 'BHS') batch = true;
    else if (name === 'BTS') announced = countIn(line);
    else if (name !== 'FTS') messages.at(-1)?.push(line);
  }
  return {
    messages: messages.map((lines) => Buffer.concat(lines.flatMap((line) => [line, Buffer.of(CR)]))),
    batch,
    ...(announced === undefined ? {} : { announced }),
  };
}

function* linesOf(bytes: Buffer): Generator<Buffer> {
  let start = 0;
  for (let i = 0; i <= bytes.length; i += 1) {
    if (i < bytes.length && bytes[i] !== CR && bytes[i] !== LF) continue;
    let from = start;
    while (from < i && bytes[from] === SPACE) from += 1;
    // A byte-order mark in front of the first segment.
    if (start === 0 && bytes.subarray(0, 3).equals(Buffer.of(0xef, 0xbb, 0xbf))) from = 3;
    if (from < i) yield bytes.subarray(from, i);
    start = i + 1;
  }
}

function countIn(line: Buffer): number | undefined {
  const [, count = ''] = line.toString('latin1').split('|');
  return /^[0-9]{1,6}$/.test(count) ? Number(count) : undefined;
}
