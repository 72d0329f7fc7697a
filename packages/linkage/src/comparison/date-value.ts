import { damerauLevenshteinWithin, hamming } from '../similarity/edit-distance.ts';
import type { Predicate } from './predicate-schema.ts';

type DatePattern = Extract<Predicate, { dates: unknown }>['pattern'];

const year = (date: string): string => date.slice(0, 4);
const month = (date: string): string => date.slice(5, 7);
const day = (date: string): string => date.slice(8, 10);
const monthAndDay = (date: string): string => date.slice(5);

/** Whether two `YYYY-MM-DD` texts differ in one way; null where that can't be told. */
export function dateTest(pattern: DatePattern): (l: string, r: string) => boolean | null {
  switch (pattern) {
    case 'typo':
      return (l, r) => {
        const far = hamming(l, r);
        return far === null ? null : far === 1 || (far === 2 && damerauLevenshteinWithin(l, r, 1));
      };
    case 'dayMonthSwapped':
      return (l, r) => month(l) === day(r) && day(l) === month(r) && year(l) === year(r);
    case 'yearSlip':
      return (l, r) =>
        monthAndDay(l) === monthAndDay(r) && [1, 2, 10].includes(Math.abs(Number(year(l)) - Number(year(r))));
    case 'missingPart':
      return (l, r) =>
        year(l) === year(r) &&
        (day(l) === '00' || day(r) === '00') &&
        (month(l) === month(r) || month(l) === '00' || month(r) === '00');
    case 'firstOfJanuary':
      return (l, r) => year(l) === year(r) && (monthAndDay(l) === '01-01' || monthAndDay(r) === '01-01');
    case 'twoPartsAgree':
      return (l, r) =>
        Number(year(l) === year(r)) + Number(month(l) === month(r)) + Number(day(l) === day(r)) >= 2;
    case 'yearAgrees':
      return (l, r) => year(l) === year(r);
  }
}
