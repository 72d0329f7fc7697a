import { frame, MllpReader, type MllpEvent, splitFrame } from '@solway/hl7v2';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';

const A = 'MSH|^~\\&|A\rPID|1\r';
const B = 'MSH|^~\\&|B\rPID|2\r';
const MOST = 1000;

/** What a reader makes of these pieces, in words. */
function read(...pieces: readonly (Buffer | string)[]): readonly string[] {
  const reader = new MllpReader(MOST);
  const events: MllpEvent[] = pieces.flatMap((piece) => reader.push(Buffer.from(piece)));
  return [...events, ...reader.end()].map((event) =>
    'bytes' in event
      ? `${event.kind === 'frame' ? '' : `${event.kind} `}${event.bytes.toString()}`
      : event.kind,
  );
}

describe('frames', () => {
  it.each<readonly [string, readonly (Buffer | string)[], readonly string[]]>([
    ['one', [frame(A)], [A]],
    ['two in one packet', [Buffer.concat([frame(A), frame(B)])], [A, B]],
    ['one without the CR at its end', [`\u000b${A}\u001c\u000b${B}\u001c`], [A, B]],
    ['one with LF at its end', [`\u000b${A}\u001c\n\u000b${B}\u001c\r\n`], [A, B]],
    ['one with garbage before it', ['HELO\r\n\u0000', frame(A), '\r\n\r\n', frame(B)], [A, B]],
    ['one with no VT', [`${A}\u001c\r`, `noise${B}\u001c\r`], [A, B]],
    ['one whose FS is missing, with another behind it', [`\u000b${A}\u000b${B}\u001c\r`], [A, B]],
    ['nothing in it', [frame(''), frame('\r\n'), frame(A)], [A]],
  ])('are read: %s', (_what, pieces, wanted) => {
    expect(read(...pieces)).toEqual(wanted);
  });

  it('that the sender left in the middle are not taken for whole', () => {
    expect(read(`\u000b${A}`)).toEqual([`unfinished ${A}`]);
    expect(read(A)).toEqual([`unfinished ${A}`]);
    expect(read('just noise')).toEqual([]);
  });

  it('that are too large are told of once, and the next is read', () => {
    const large = 'x'.repeat(MOST + 1);
    expect(read(frame(large), frame(A))).toEqual(['too-large', A]);
    expect(read(`\u000b${large}`, large, large, frame(A))).toEqual(['too-large', A]);
    expect(read(large.repeat(3), '\u001c', frame(A))).toEqual(['too-large', A]);
  });

  it('do not depend on how the network cut them', () => {
    const whole = Buffer.concat([Buffer.from('noise\r'), frame(A), Buffer.from('\r\n'), frame(B)]);
    fc.assert(
      fc.property(fc.array(fc.nat({ max: whole.length }), { maxLength: 12 }), (cuts) => {
        const places = [0, ...cuts.sort((a, b) => a - b), whole.length];
        const pieces = places.slice(1).map((to, i) => whole.subarray(places[i], to));
        expect(read(...pieces)).toEqual([A, B]);
      }),
    );
  });

  it('never fail, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 20 }), (pieces) => {
        const reader = new MllpReader(MOST);
        for (const piece of pieces)
          for (const event of reader.push(Buffer.from(piece))) expect(event).toBeDefined();
        reader.end();
      }),
    );
  });
});

test('between frames nothing has begun, and inside one something has', () => {
  const reader = new MllpReader(MOST);
  reader.push(frame(A));
  reader.push(Buffer.from('\r\n\u0000'));
  expect(reader.isInside).toBe(false);
  reader.push(Buffer.from('\u000bM'));
  expect(reader.isInside).toBe(true);
});

describe('the messages of a frame', () => {
  const messages = (text: string) => splitFrame(Buffer.from(text)).messages.map((one) => one.toString());

  it('are one, or several, with any line ends', () => {
    expect(messages(A)).toEqual([A]);
    expect(messages(A + B)).toEqual([A, B]);
    expect(messages(A.replaceAll('\r', '\n') + B.replaceAll('\r', '\r\n'))).toEqual([A, B]);
    expect(messages(A.trimEnd())).toEqual([A]);
    expect(messages(`\u{feff}${A}`)).toEqual([A]);
    expect(messages('PID|1\r')).toEqual([]);
  });

  it('of a batch are told from its own segments, and counted against what it announces', () => {
    const batch = `FHS|^~\\&|A\rBHS|^~\\&|A\r${A}${B}BTS|2\rFTS|1\r`;
    expect(splitFrame(Buffer.from(batch))).toMatchObject({ batch: true, announced: 2 });
    expect(messages(batch)).toEqual([A, B]);
    expect(splitFrame(Buffer.from(A))).toMatchObject({ batch: false });
  });
});
