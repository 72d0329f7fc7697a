import type { Readable } from 'node:stream';
import { SourceFailure } from '../source-failure.ts';
import { LONGEST_STRING_BYTES, PLAIN_BODY_BYTES, type ReadBounds } from './bounds.ts';
import { LongStringCutter } from './cut-long-strings.ts';

/**
 * Reads a JSON body within its bounds. Strings that are too long are cut on the way, so one huge note costs neither
 * the memory nor the rest of the answer.
 * @throws {SourceFailure} `source-error`: too large, or not JSON.
 */
export async function readJsonBody(body: Readable, bounds: ReadBounds): Promise<unknown> {
  const chunks: Buffer[] = [];
  let read = 0;
  let kept = 0;
  let cutter: LongStringCutter | undefined;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    read += chunk.length;
    if (read > bounds.mostBytesRead) throw tooLarge(bounds.mostBytesRead);
    if (cutter === undefined && read > PLAIN_BODY_BYTES) {
      cutter = new LongStringCutter(LONGEST_STRING_BYTES);
      const before = cutter.push(Buffer.concat(chunks));
      chunks.splice(0, chunks.length, before);
      kept = before.length;
    }
    const part = cutter === undefined ? chunk : cutter.push(chunk);
    kept += part.length;
    if (kept > bounds.mostBytesKept) throw tooLarge(bounds.mostBytesKept);
    chunks.push(part);
  }
  try {
    return JSON.parse(Buffer.concat(chunks, kept).toString('utf8')) as unknown;
  } catch {
    // The parser's message quotes the text, which may be a person's.
    throw new SourceFailure('source-error', 'the body is not JSON');
  }
}

function tooLarge(bytes: number): SourceFailure {
  return new SourceFailure('source-error', `the body is larger than ${bytes} bytes`);
}
