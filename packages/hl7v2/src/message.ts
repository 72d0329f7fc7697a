import { Hl7Error } from './error.ts';
import { unescape } from './escape.ts';

export interface Delimiters {
  readonly field: string;
  readonly component: string;
  readonly repetition: string;
  readonly escape: string;
  readonly subcomponent: string;
}

/** One segment. `fields[n]` is field n as it was written, escapes and all; `fields[0]` is the name. */
export interface Segment {
  readonly name: string;
  readonly fields: readonly string[];
}

/** A message taken apart, for reading: `segment(message, 'PID')`, `repetitions`, `component`. */
export interface Hl7Message {
  readonly delimiters: Delimiters;
  readonly segments: readonly Segment[];
}

export const USUAL_DELIMITERS: Delimiters = {
  field: '|',
  component: '^',
  repetition: '~',
  escape: '\\',
  subcomponent: '&',
};

const MOST_SEGMENTS = 10_000;

/**
 * Reads a message whose segments end in CR, LF or both.
 * @throws {Hl7Error} `header-missing`, `delimiters-invalid`, `segment-invalid`, `too-many-segments`
 */
export function parseMessage(text: string): Hl7Message {
  const lines = text
    .split(/[\r\n]+/)
    .map((line) => line.trimStart())
    .filter((line) => line !== '');
  const [header] = lines;
  if (header === undefined || !header.startsWith('MSH'))
    throw new Hl7Error('header-missing', 'the message does not begin with MSH', 'MSH^1');
  if (lines.length > MOST_SEGMENTS)
    throw new Hl7Error('too-many-segments', `a message holds at most ${MOST_SEGMENTS} segments`);
  const delimiters = delimitersOf(header);
  return { delimiters, segments: lines.map((line) => segmentOf(line, delimiters)) };
}

function delimitersOf(header: string): Delimiters {
  const field = header[3] ?? '';
  const end = header.indexOf(field, 4);
  const [component = '^', repetition = '~', escape = '\\', subcomponent = '&'] = header.slice(
    4,
    end === -1 ? undefined : end,
  );
  const all = [field, component, repetition, escape, subcomponent];
  if (field === '' || /[a-zA-Z0-9\s]/.test(all.join('')) || new Set(all).size !== all.length)
    throw new Hl7Error('delimiters-invalid', 'MSH-1 and MSH-2 are no five different signs', 'MSH^1^2');
  return { field, component, repetition, escape, subcomponent };
}

function segmentOf(line: string, { field }: Delimiters): Segment {
  const [name = '', ...fields] = line.split(field);
  if (!/^[A-Z][A-Z0-9]{2}$/.test(name))
    throw new Hl7Error('segment-invalid', 'a line does not begin with the name of a segment');
  // MSH-1 is the separator itself.
  return { name, fields: name === 'MSH' ? [name, field, ...fields] : [name, ...fields] };
}

export function segment(message: Hl7Message, name: string, place = 0): Segment | undefined {
  return message.segments.filter((one) => one.name === name)[place];
}

/** Repetitions of a field as they were written; none where the field is absent or empty. */
export function repetitions(
  message: Hl7Message,
  from: Segment | undefined,
  field: number,
): readonly string[] {
  const written = from?.fields[field] ?? '';
  return written === '' ? [] : written.split(message.delimiters.repetition);
}

/**
 * A component of a repetition, counted from 1, as text: its first subcomponent, unescaped, without spaces around it.
 * Empty where it is absent.
 */
export function component(message: Hl7Message, repetition: string, place: number, sub = 1): string {
  const { delimiters } = message;
  const written = repetition.split(delimiters.component)[place - 1] ?? '';
  return unescape(written.split(delimiters.subcomponent)[sub - 1] ?? '', delimiters).trim();
}

/** The first component of a field's first repetition. */
export function valueOf(message: Hl7Message, from: Segment | undefined, field: number, place = 1): string {
  const [first] = repetitions(message, from, field);
  return first === undefined ? '' : component(message, first, place);
}

/** A field that is to be emptied: two quotation marks (chapter 2, "delete"). */
export const DELETE = '""';
