import { escape } from './escape.ts';
import { type Hl7Message, type Segment, USUAL_DELIMITERS, valueOf } from './message.ts';

/** HL7 table 0008. AA: taken. AE: kept, and could not be carried out. AR: not kept; the sender still has it. */
export type AckCode = 'AA' | 'AE' | 'AR';

export interface AckError {
  /** HL7 table 0357: `101`. */
  readonly hl7Code: string;
  /** Our own code. */
  readonly code: string;
  /** `PID^1^3` */
  readonly location?: string | undefined;
  readonly words: string;
}

export interface Acknowledgement {
  readonly code: AckCode;
  /** Of the acknowledgement itself. */
  readonly controlId: string;
  /** `YYYYMMDDHHMMSS+ZZZZ` */
  readonly at: string;
  readonly error?: AckError;
}

const TEXTS: Readonly<Record<string, string>> = {
  '100': 'Segment sequence error',
  '101': 'Required field missing',
  '102': 'Data type error',
  '103': 'Table value not found',
  '200': 'Unsupported message type',
  '201': 'Unsupported event code',
  '204': 'Unknown key identifier',
  '205': 'Duplicate key identifier',
  '207': 'Application internal error',
};

/**
 * The text of an acknowledgement, segments ended by CR: MSH with sender and receiver changed about, MSA, and ERR
 * where something is wrong. What can't be read of the message is left empty.
 * @param to the message, or undefined where it could not be read at all
 */
export function acknowledge(to: Hl7Message | undefined, ack: Acknowledgement): string {
  const header = to?.segments[0];
  // In our own delimiters: they stand in MSH-2 for the reader.
  const from = (field: number, place = 1): string =>
    to === undefined ? '' : escape(valueOf(to, header, field, place), USUAL_DELIMITERS);
  const event = from(9, 2);
  const lines = [
    [
      'MSH',
      '^~\\&',
      from(5),
      from(6),
      from(3),
      from(4),
      ack.at,
      '',
      event === '' ? 'ACK' : `ACK^${event}^ACK`,
      ack.controlId,
      from(11) || 'P',
      from(12) || '2.4',
      '',
      '',
      '',
      '',
      '',
      charsetOf(header),
    ].join('|'),
    [
      'MSA',
      ack.code,
      from(10),
      ack.error === undefined ? '' : escape(ack.error.words, USUAL_DELIMITERS),
    ].join('|'),
    ...(ack.error === undefined ? [] : [errorSegment(ack.error)]),
  ];
  return lines.map((line) => `${line.replace(/\|+$/, '')}\r`).join('');
}

function charsetOf(header: Segment | undefined): string {
  const named = header?.fields[18] ?? '';
  return /^[A-Za-z0-9 /._-]{0,40}$/.test(named) ? named : '';
}

function errorSegment({ hl7Code, code, location, words }: AckError): string {
  const text = escape(words, USUAL_DELIMITERS);
  return `ERR||${location ?? ''}|${hl7Code}^${TEXTS[hl7Code] ?? ''}^HL70357|E|${code}|||${text}`;
}

/** Acknowledgements to a batch, as a batch. */
export function batchOf(acknowledgements: readonly string[], at: string): string {
  return `BHS|^~\\&|||||${at}\r${acknowledgements.join('')}BTS|${acknowledgements.length}\r`;
}
