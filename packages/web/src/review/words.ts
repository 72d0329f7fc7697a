import type { ComparedAs, PersonMark, ReviewPlaceName } from './model.ts';
import type { Tone } from '../page/inline.tsx';

/** The groups of the worklist, in their order. */
export const PLACES: readonly (readonly [ReviewPlaceName, string, Tone])[] = [
  ['protection', 'Protection, children, restricted', 'bad'],
  ['reported', 'Stopped by a practitioner', 'bad'],
  ['doubted', 'A link that stands, in doubt', 'due'],
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

/** Why a link that stands waits for a steward. */
const DOUBTS: Readonly<Record<string, string>> = {
  'protection-since':
    'The person has come under protection, or been restricted, since the model made this link: a steward has to confirm it.',
  'scores-less': 'Scored again, this pair no longer reaches the threshold for a link.',
  'runner-up-since': 'Scored again, another candidate has come too close to tell apart.',
  'number-superseded': 'The register has replaced this CHI number.',
  'record-gone': 'One side no longer holds the record.',
  'reviewers-disagree': 'Two stewards who did not know of each other’s decision judged differently.',
};

export function doubtWords(reason: string): string {
  return DOUBTS[reason] ?? reason;
}

const OTHER_REASONS: Readonly<Record<string, string>> = {
  'another-candidate-linked': 'Another candidate was linked',
  'not-a-link': 'Judged not to be a link',
  'number-merged': 'The register merged the number into another',
  'number-closed': 'The register closed the number',
};

export function reasonWords(code: string): string {
  return REASONS.find(([name]) => name === code)?.[1] ?? OTHER_REASONS[code] ?? code;
}
