const DAY_MS = 86_400_000;
const DAYS_IN_400_YEARS = 146_097;

function daysIn(month: number, year: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Days since 1970-01-01 of a `YYYY-MM-DD` text, or null for a date that does not exist. */
export function daysFromEpoch(value: string): number | null {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value);
  if (!found) return null;
  const [year, month, day] = [Number(found[1]), Number(found[2]), Number(found[3])];
  if (month < 1 || month > 12 || day < 1 || day > daysIn(month, year)) return null;
  // A year of centuries is the same as 400 years later, which Date.UTC does not take for one of the 1900s.
  return Date.UTC(year + 400, month - 1, day) / DAY_MS - DAYS_IN_400_YEARS;
}
