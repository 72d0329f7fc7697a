import {
  acknowledge,
  batchOf,
  dayOf,
  decodeMessage,
  escape,
  momentOf,
  parseMessage,
  segment,
  timeStamp,
  unescape,
  USUAL_DELIMITERS,
  valueOf,
} from '@solway/hl7v2';
import type { Instant } from '@solway/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const code = (act: () => unknown): unknown => {
  try {
    return act();
  } catch (error) {
    return (error as { code?: string }).code;
  }
};

describe('a message', () => {
  it('is read by the delimiters it names', () => {
    const usual = parseMessage('MSH|^~\\&|APP^x|FAC\nPID|1||0101011237^^^CHI^NH~99^^^LOC\r\n');
    expect(valueOf(usual, segment(usual, 'MSH'), 3)).toBe('APP');
    expect(valueOf(usual, segment(usual, 'PID'), 3, 4)).toBe('CHI');
    const odd = parseMessage('MSH#@!*%#APP@x#FAC\rPID#1##0101011237@@@CHI@NH');
    expect(valueOf(odd, segment(odd, 'PID'), 3, 5)).toBe('NH');
  });

  it.each([
    ['', 'header-missing'],
    ['PID|1\r', 'header-missing'],
    ['MSH', 'delimiters-invalid'],
    ['MSHA^~\\&A', 'delimiters-invalid'],
    ['MSH|^^\\&|', 'delimiters-invalid'],
    ['MSH|^~\\&|A\rpid|1', 'segment-invalid'],
    [`MSH|^~\\&|A\r${'NTE|1\r'.repeat(10_001)}`, 'too-many-segments'],
  ])('that is none is refused with a code', (text, wanted) => {
    expect(code(() => parseMessage(text))).toBe(wanted);
  });

  it('never fails otherwise, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(['object', 'string']).toContain(typeof code(() => parseMessage(`MSH|^~\\&|${text}`)));
      }),
    );
  });
});

describe('escapes', () => {
  it('come back as they went, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const plain = text.replaceAll(/\p{Cc}/gu, '');
        expect(unescape(escape(plain, USUAL_DELIMITERS), USUAL_DELIMITERS)).toBe(plain);
        expect(escape(plain, USUAL_DELIMITERS)).not.toMatch(/[|^~&\r\n]/);
      }),
    );
  });

  it.each([
    ['O\\T\\Neill', 'O&Neill'],
    ['a\\F\\b\\S\\c\\R\\d\\E\\e', 'a|b^c~d\\e'],
    ['\\H\\bold\\N\\', 'bold'],
    ['line\\.br\\line', 'line\nline'],
    ['Zo\\XC3AB\\', 'Zoë'],
    ['Zo\\XEB\\', 'Zoë'],
    ['\\Zxx\\ stays', '\\Zxx\\ stays'],
    ['C:\\', 'C:\\'],
    ['lone \\ sign', 'lone \\ sign'],
  ])('%s', (written, meant) => {
    expect(unescape(written, USUAL_DELIMITERS)).toBe(meant);
  });
});

describe('character sets', () => {
  const with18 = (charset: string, bytes: Buffer): Buffer =>
    Buffer.concat([
      Buffer.from(`MSH|^~\\&|||||||||||||||||`.slice(0, 8)),
      Buffer.from(`${'|'.repeat(16)}${charset}\rPID|`),
      bytes,
    ]);

  it.each([
    ['UNICODE UTF-8', Buffer.from('Zoë')],
    ['8859/1', Buffer.from([0x5a, 0x6f, 0xeb])],
    ['Windows-1252', Buffer.from([0x5a, 0x6f, 0xeb])],
    ['', Buffer.from('Zoë')],
    ['', Buffer.from([0x5a, 0x6f, 0xeb])],
    ['ASCII', Buffer.from([0x5a, 0x6f, 0xeb])],
    ['unicode utf-8~8859/1', Buffer.from('Zoë')],
  ])('"%s" is read', (charset, bytes) => {
    expect(decodeMessage(with18(charset, bytes)).text).toContain('PID|Zoë');
  });

  it('a Windows apostrophe under the name of 8859/1 is one', () => {
    expect(decodeMessage(with18('8859/1', Buffer.from([0x4f, 0x92, 0x4e]))).text).toContain('O’N');
  });

  it('what is not taken, or not so, is told', () => {
    expect(code(() => decodeMessage(with18('EBCDIC', Buffer.from('x'))))).toBe('charset-unknown');
    expect(code(() => decodeMessage(with18('constructor', Buffer.from('x'))))).toBe('charset-unknown');
    expect(code(() => decodeMessage(with18('UTF-8', Buffer.from([0xeb]))))).toBe('charset-wrong');
  });
});

describe('times', () => {
  it.each([
    ['20261123', undefined],
    ['202611230915', '2026-11-23T09:15:00.000Z'],
    ['20260715091500', '2026-07-15T08:15:00.000Z'],
    ['20260715091500.12+0100', '2026-07-15T08:15:00.120Z'],
    ['20260715091500-0500', '2026-07-15T14:15:00.000Z'],
    ['20261340', undefined],
    ['yesterday', undefined],
  ])('%s', (ts, at) => {
    expect(momentOf(ts)).toBe(at);
  });

  it('a day needs a day', () => {
    expect([dayOf('19450714'), dayOf('194507'), dayOf('1945'), dayOf('19450231')]).toEqual([
      '1945-07-14',
      undefined,
      undefined,
      undefined,
    ]);
    expect(timeStamp('2026-11-23T09:15:00.000Z' as Instant)).toBe('20261123091500+0000');
  });
});

describe('an acknowledgement', () => {
  const at = '20261123091500+0000';
  const message = parseMessage('MSH|^~\\&|ORION|NHSDG|SOLWAY|DGC|20261123||ADT^A31^ADT_A05|id\\T\\7|P|2.5\r');

  it('goes back to the sender under the id of the message', () => {
    expect(acknowledge(message, { code: 'AA', controlId: 'a1', at })).toBe(
      `MSH|^~\\&|SOLWAY|DGC|ORION|NHSDG|${at}||ACK^A31^ACK|a1|P|2.5\rMSA|AA|id\\T\\7\r`,
    );
  });

  it('says what is wrong in ERR, coded, and repeats no markup as structure', () => {
    const error = { hl7Code: '101', code: 'chi-missing', location: 'PID^1^3', words: 'no | CHI' };
    const ack = parseMessage(acknowledge(message, { code: 'AE', controlId: 'a1', at, error }));
    const err = segment(ack, 'ERR');
    expect([valueOf(ack, err, 2), valueOf(ack, err, 3), valueOf(ack, err, 5), valueOf(ack, err, 8)]).toEqual([
      'PID',
      '101',
      'chi-missing',
      'no | CHI',
    ]);
  });

  it('can be given to what could not be read at all, and in a batch', () => {
    const ack = acknowledge(undefined, { code: 'AR', controlId: 'a1', at });
    expect(ack).toContain('MSA|AR\r');
    expect(batchOf([ack, ack], at)).toMatch(/^BHS\|[^]*BTS\|2\r$/);
  });
});
