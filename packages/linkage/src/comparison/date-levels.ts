import { exactly, level, missing, otherwise, type Expansion } from './level-parts.ts';

/** The ways a date of birth goes wrong, likeliest first. The column holds `YYYY-MM-DD` texts (rule `date`). */
export function dateLevels(column: string): Expansion {
  return {
    levels: [
      missing(column),
      exactly(column),
      level('one slip of the keys, or day and month swapped', {
        or: [
          { dates: column, pattern: 'dayMonthSwapped' },
          { dates: column, pattern: 'typo' },
        ],
      }),
      level('year out by one, two or ten, the rest agrees', { dates: column, pattern: 'yearSlip' }),
      level('year agrees, and day and month are not given or 1 January', {
        or: [
          { dates: column, pattern: 'missingPart' },
          { dates: column, pattern: 'firstOfJanuary' },
        ],
      }),
      level('two of day, month and year agree', { dates: column, pattern: 'twoPartsAgree' }),
      level('year agrees', { dates: column, pattern: 'yearAgrees' }),
      otherwise,
    ],
    derived: [],
  };
}
