import type { OutcomeReason } from './decide-sql.ts';
import type { RowFault, RowNote } from './judge-rows.ts';

/** What a code means, for somebody who does not program: what was found, and what to do. */
const CODE_WORDS: Readonly<Record<RowFault | RowNote | OutcomeReason, string>> = {
  'row-torn':
    'The line could not be read: it has more or fewer cells than the first line names, as when a file was cut off while it was copied. Export it again.',
  'header-repeated':
    'The names of the columns stand again among the people, as when two files were joined. Nothing to do.',
  'row-repeated': 'The same person under the same number again. The first row was used. Nothing to do.',
  'person-id-missing': 'The row has no person_id, so nothing could be said of it. Look it up in Mosaic.',
  'person-id-given-to-two':
    'Two different people stand under one person_id. Neither was matched, because nobody can tell whose it is. Put the export right.',
  'chi-not-ten-digits':
    'The CHI number does not have ten digits, and could not be restored. The person was left out; ask the board for the row again.',
  'chi-date-impossible':
    'The first six digits of the CHI number are no date. The person was left out; ask the board.',
  'chi-check-digit-wrong':
    'The check digit of the CHI number fits neither rule, so a digit is wrong somewhere. The person was left out; ask the board.',
  'chi-given-to-two':
    'Two different people stand under one CHI number. Neither can be matched until the board says whose it is.',
  'leading-zero-restored':
    'The number had nine digits: a spreadsheet takes a zero from the front. It was put back, and the check digit then fits.',
  'chi-held-not-a-number':
    'The CHI number that Mosaic holds is not a valid one. It was not used; put it right in Mosaic.',
  'date-written-day-first': 'A date was written 31/12/1980 and was read as day, month, year.',
  'date-unreadable':
    'A date of birth could not be read, or is no day that exists. It was treated as not known.',
  'nothing-to-match-by': 'The record has no name and no number. It can’t be matched.',
  model: 'The record fits one person on CHI, clearly and better than anyone else.',
  'duplicate-council-record':
    'Another Mosaic record links to the same person on CHI: the same person may be in Mosaic twice.',
  died: 'CHI says that this person has died.',
  'below-link-threshold': 'It may be this person, but not surely enough for a link without somebody’s look.',
  'runner-up-too-close':
    'Two people on CHI fit nearly as well: twins, relatives, or one person with two numbers.',
  'needs-human': 'The record is restricted in Mosaic. A person decides, however well it fits.',
  'twin-not-named': 'The record says “twin” instead of a forename. A person decides which twin it is.',
  'number-held-by-another': 'Another Mosaic record fits the same person on CHI better.',
  'nobody-like-this':
    'Nobody on the register is like this. It does not mean that the person has no CHI number.',
};

export function wordsFor(code: string): string {
  return Object.hasOwn(CODE_WORDS, code) ? CODE_WORDS[code as keyof typeof CODE_WORDS] : '';
}
