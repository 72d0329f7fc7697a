import type { Tone } from '../page/inline.tsx';
import type { LoadOriginName, LoadOutcomeName } from './load-model.ts';

export const OUTCOMES: Readonly<Record<LoadOutcomeName, readonly [tone: Tone, words: string]>> = {
  waiting: ['due', 'Waiting to be sent'],
  accepted: ['on', 'Accepted'],
  unchanged: ['off', 'Unchanged: it was so already'],
  rejected: ['bad', 'Rejected'],
};

export const ORIGINS: Readonly<Record<LoadOriginName, string>> = {
  changes: 'What differed',
  undone: 'Numbers of undone links',
  again: 'Rejected rows again',
  file: 'A file',
};

export const ACTIONS: Readonly<Record<string, string>> = { set: 'Set', withdraw: 'Take back' };

/** What a rejected row means, and what to do about it. */
const REASONS: Readonly<Record<string, readonly [means: string, next: string]>> = {
  'person-unknown': ['Mosaic holds nobody under this id', 'Correct the id, or wait until the next extract'],
  'person-merged': [
    'This record was merged into another in Mosaic',
    'Link the record that goes on, and undo this one',
  ],
  'person-restricted': [
    'The person is restricted: Mosaic takes nothing about them from here',
    'Have somebody on the allow-list enter it in Mosaic',
  ],
  'record-locked': ['Somebody has the record open in Mosaic', 'Send it again when they have closed it'],
  'check-digit-wrong': ['Mosaic says that the check digit is wrong', 'Check the number at its source'],
  'birth-date-disagrees': [
    'The number says another date of birth than Mosaic holds',
    'Check both: correct Mosaic, or undo the link',
  ],
  'other-chi-held': [
    'Mosaic holds another CHI number for this person',
    'If that one is wrong, add a row that withdraws it before this one',
  ],
  'chi-on-other-person': [
    'Mosaic holds this number on another person',
    'Bring the two records together in Mosaic, or withdraw it there',
  ],
  'not-linked': [
    'There is no link in force between this person and this number',
    'Decide the match first, in the worklist',
  ],
  'link-in-force': [
    'The link is in force: its number is not taken back by a file',
    'Undo the link, and the number goes by itself',
  ],
  'row-doubled': ['The same row stands further up', 'Nothing: the first one counts'],
  'not-answered': [
    'Mosaic was asked three times and never said what became of it',
    'Look in Mosaic, then send it again',
  ],
  'wrong-number-of-cells': ['The row has more or fewer cells than the header', 'Correct the row'],
  'header-repeated': ['The header stands here a second time', 'Nothing, or take the line out'],
  'person-id-missing': ['There is no Mosaic id', 'Fill it in'],
  'person-id-invalid': ['That is no Mosaic id', 'Correct it: digits only'],
  'chi-missing': ['There is no CHI number', 'Fill it in'],
  'chi-not-ten-digits': ['A CHI number has ten digits', 'Look for a lost or doubled digit'],
  'chi-date-impossible': ['The first six digits are no date', 'Check the number at its source'],
  'chi-check-digit-wrong': [
    'The check digit is wrong: a digit was mistyped',
    'Check the number at its source',
  ],
  'action-unknown': ['The action is neither set nor withdraw', 'Write one of the two'],
};

export function reasonMeans(code: string): string {
  return REASONS[code]?.[0] ?? `Mosaic gave the code ${code}`;
}

export function reasonNext(code: string): string {
  return REASONS[code]?.[1] ?? 'Ask those who run Mosaic what it means';
}
