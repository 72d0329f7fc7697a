import { type Instant, type IsoDate, londonTime, readInstant, readIsoDate } from '@solway/kernel';

/** Outside these years a date is a slip (0202) or a sentinel (9999), never something that happened or will. */
const FIRST_YEAR = 1850;
const LAST_YEAR = 2150;

/** `value` undefined where the text is no date that can be shown; `problem` says why, without the text. */
export type ReadDate<T> =
  | { readonly value: T; readonly problem?: undefined }
  | { readonly value?: undefined; readonly problem: string };

/** A calendar date, or the Scottish date of a moment with a zone. A year or a month alone is not a date. */
export function readPlausibleDate(text: string): ReadDate<IsoDate> {
  if (!plausibleYear(text)) return { problem: `the year is not between ${FIRST_YEAR} and ${LAST_YEAR}` };
  const date = readIsoDate(text);
  if (date !== undefined) return { value: date };
  if (/^[0-9]{4}(-[0-9]{2})?$/.test(text)) return { problem: 'only a year or a month is given' };
  const at = readInstant(text);
  if (at !== undefined) return { value: londonTime(at).date };
  return { problem: 'not a date of the calendar' };
}

/** A moment with a zone; a date alone is not a moment. */
export function readPlausibleInstant(text: string): ReadDate<Instant> {
  if (!plausibleYear(text)) return { problem: `the year is not between ${FIRST_YEAR} and ${LAST_YEAR}` };
  const at = readInstant(text);
  return at === undefined ? { problem: 'not a moment with a zone' } : { value: at };
}

function plausibleYear(text: string): boolean {
  const year = /^([0-9]{4})(?![0-9])/.exec(text)?.[1];
  return year !== undefined && Number(year) >= FIRST_YEAR && Number(year) <= LAST_YEAR;
}
