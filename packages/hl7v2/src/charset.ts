import { Hl7Error } from './error.ts';

/** HL7 table 0211, and what senders write in its place. `undefined`: whatever it turns out to be. */
const NAMES: Readonly<Record<string, 'utf-8' | 'windows-1252' | 'iso-8859-15' | undefined>> = {
  '': undefined,
  ASCII: undefined,
  'UNICODE UTF-8': 'utf-8',
  'UTF-8': 'utf-8',
  UTF8: 'utf-8',
  '8859/1': 'windows-1252',
  'ISO-8859-1': 'windows-1252',
  'ISO8859-1': 'windows-1252',
  'LATIN-1': 'windows-1252',
  '8859/15': 'iso-8859-15',
  'WINDOWS-1252': 'windows-1252',
  WINDOWS1252: 'windows-1252',
  CP1252: 'windows-1252',
};

/** A message as text, and the name by which its sender called the character set. */
export interface DecodedMessage {
  readonly text: string;
  readonly charset: string;
}

/**
 * Decodes by MSH-18. ISO 8859/1 is read as Windows-1252, which has it whole: senders write one and mean the other.
 * Where nothing, or ASCII, is named, UTF-8 is tried first.
 * @throws {Hl7Error} `charset-unknown`, `charset-wrong`
 */
export function decodeMessage(bytes: Buffer): DecodedMessage {
  const charset = charsetNamed(bytes);
  const name = charset.toUpperCase();
  if (!Object.hasOwn(NAMES, name))
    throw new Hl7Error('charset-unknown', 'the character set of MSH-18 is not taken', 'MSH^1^18');
  const encoding = NAMES[name];
  const utf8 = decoded(bytes, 'utf-8');
  if (encoding === undefined) return { text: utf8 ?? latin(bytes, 'windows-1252'), charset };
  if (encoding !== 'utf-8') return { text: latin(bytes, encoding), charset };
  if (utf8 === undefined)
    throw new Hl7Error('charset-wrong', 'the message is not in the character set that it names', 'MSH^1^18');
  return { text: utf8, charset };
}

/** MSH-18, whose bytes are ASCII in every character set that is taken. */
function charsetNamed(bytes: Buffer): string {
  const end = bytes.findIndex((byte) => byte === 0x0d || byte === 0x0a);
  const header = bytes.subarray(0, end === -1 ? bytes.length : end).toString('latin1');
  const separator = header[3] ?? '|';
  const repetition = header[5] ?? '~';
  // MSH-1 is the separator itself, so the eighteenth field is the seventeenth part.
  return (header.split(separator)[17] ?? '').split(repetition)[0]?.trim() ?? '';
}

function decoded(bytes: Buffer, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

const latin = (bytes: Buffer, encoding: string): string => new TextDecoder(encoding).decode(bytes);
