import { instantOf, londonTime } from '@solway/kernel';

const HOUR_MS = 3_600_000;

/** The first moment of a calendar day on a clock in Scotland, in milliseconds of the epoch. */
export function startOfDayInScotlandMs(date: string): number {
  const utcMidnightMs = Date.parse(`${date}T00:00:00Z`);
  // In summer the clock is an hour ahead, so the day began an hour before midnight UTC.
  const hourBefore = londonTime(instantOf(utcMidnightMs - HOUR_MS));
  return hourBefore.date === date ? utcMidnightMs - HOUR_MS : utcMidnightMs;
}

/** The moment at which a calendar day is over on a clock in Scotland. */
export function startOfNextDayInScotlandMs(date: string): number {
  const next = new Date(Date.parse(`${date}T00:00:00Z`) + 24 * HOUR_MS).toISOString().slice(0, 10);
  return startOfDayInScotlandMs(next);
}
