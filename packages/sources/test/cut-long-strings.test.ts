import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LongStringCutter } from '../src/fhir/cut-long-strings.ts';

function through(text: string, longestBytes: number, pieceBytes: number): string {
  const cutter = new LongStringCutter(longestBytes);
  const bytes = Buffer.from(text);
  const pieces: Buffer[] = [];
  for (let from = 0; from < bytes.length; from += pieceBytes)
    pieces.push(cutter.push(bytes.subarray(from, from + pieceBytes)));
  return Buffer.concat(pieces).toString();
}

describe('cutting long strings in JSON on the wire', () => {
  test('JSON whose strings are short comes out as it went in', () => {
    fc.assert(
      fc.property(fc.json(), fc.integer({ min: 1, max: 9 }), (json, piece) => {
        expect(through(json, 10_000, piece)).toBe(json);
      }),
    );
  });

  test('whatever the strings and wherever the pieces break, it stays JSON and each string a beginning of its own', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', '1', '"', '\\', '\n', 'é', '€', '😀'),
      maxLength: 40,
    });
    fc.assert(
      fc.property(
        fc.array(text, { maxLength: 4 }),
        fc.integer({ min: 1, max: 7 }),
        fc.boolean(),
        (strings, piece, escaped) => {
          const json = escaped ? asEscapes(strings) : JSON.stringify(strings);
          const cut = JSON.parse(through(json, 24, piece)) as string[];
          expect(cut).toHaveLength(strings.length);
          for (const [index, one] of cut.entries()) expect(strings[index]?.startsWith(one)).toBe(true);
        },
      ),
    );
  });

  test('a string of ten megabytes keeps no more than its limit', () => {
    const json = JSON.stringify({ before: 1, note: 'All is well. '.repeat(800_000), after: 'kept' });
    const cut = through(json, 1_000, 65_536);
    expect(cut.length).toBeLessThan(1_100);
    expect(JSON.parse(cut)).toMatchObject({ before: 1, after: 'kept' });
  });
});

/** The same strings with every UTF-16 unit written as an escape. */
function asEscapes(strings: readonly string[]): string {
  const escape = (text: string): string =>
    `"${Array.from({ length: text.length }, (_, at) => `\\u${text.charCodeAt(at).toString(16).padStart(4, '0')}`).join('')}"`;
  return `[${strings.map(escape).join(',')}]`;
}
