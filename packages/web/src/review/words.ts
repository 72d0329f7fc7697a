import type { ComparedAs, PersonMark, ReviewPlaceName } from './model.ts';
import type { Tone } from '../page/inline.tsx';

/** The groups of the worklist, in their order. */
export const PLACES: readonly (readonly [ReviewPlaceName, string, Tone])[] = [
  ['protection', 'Protection, children, restricted', 'bad'],
  ['reported', 'Stopped by a practitioner', 'bad'],
  ['close', 'Two candidates too close', 'due'],
  ['below', 'Below the threshold', 'off'],
  ['deferred', 'Waiting for more', 'off'],
];

export function placeWords(place: ReviewPlaceName): string {
  return PLACES.find(([name]) => name === place)?.[1] ?? place;
}

export function placeTone(place: ReviewPlaceName): Tone {
  return PLACES.find(([name]) => name === place)?.[2] ?? 'off';
}

export const MARKS: Readonly<Record<PersonMark, string>> = {
  child: 'Child',
  protection: 'Protection',
  restricted: 'Restricted',
};

/** A sign and a word for each: never colour alone. */
export const COMPARED: Readonly<Record<ComparedAs, readonly [sign: string, words: string]>> = {
  same: ['=', 'the same'],
  earlier: ['≈', 'the same as an earlier one'],
  close: ['≈', 'close'],
  different: ['≠', 'different'],
  none: ['', ''],
};

export const REASONS: readonly (readonly [code: string, words: string])[] = [
  ['different-people', 'They are two different people'],
  ['mixed-record', 'One of the records mixes two people'],
  ['details-wrong', 'The details it rested on were wrong'],
  ['other', 'Something else: say what in the note'],
];

const OTHER_REASONS: Readonly<Record<string, string>> = {
  'another-candidate-linked': 'Another candidate was linked',
  'not-a-link': 'Judged not to be a link',
};

export function reasonWords(code: string): string {
  return REASONS.find(([name]) => name === code)?.[1] ?? OTHER_REASONS[code] ?? code;
}
