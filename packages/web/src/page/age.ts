import { ageOn, type IsoDate } from '@solway/kernel';

const DAY_MS = 86_400_000;

/**
 * An age as the NHS common user interface writes it: days under four weeks, weeks and days under a year, months
 * and days under two, years and months under eighteen, years after that. Undefined where the day is before birth.
 */
export function formatAge(birthDate: IsoDate, day: IsoDate): string | undefined {
  if (day < birthDate) return undefined;
  const years = ageOn(birthDate, day);
  if (years >= 18) return `${years}y`;
  const days = Math.round((Date.parse(day) - Date.parse(birthDate)) / DAY_MS);
  if (days < 28) return `${days}d`;
  if (years < 1) return joined(Math.floor(days / 7), 'w', days % 7, 'd');
  const months = monthsBetween(birthDate, day);
  if (years < 2) return joined(months, 'm', daysAfterMonths(birthDate, months, day), 'd');
  return joined(Math.floor(months / 12), 'y', months % 12, 'm');
}

function joined(major: number, majorUnit: string, minor: number, minorUnit: string): string {
  return minor === 0 ? `${major}${majorUnit}` : `${major}${majorUnit} ${minor}${minorUnit}`;
}

function monthsBetween(from: IsoDate, to: IsoDate): number {
  const months =
    (Number(to.slice(0, 4)) - Number(from.slice(0, 4))) * 12 +
    Number(to.slice(5, 7)) -
    Number(from.slice(5, 7));
  return to.slice(8) < from.slice(8) ? months - 1 : months;
}

function daysAfterMonths(from: IsoDate, months: number, to: IsoDate): number {
  const [year, month, day] = [
    Number(from.slice(0, 4)),
    Number(from.slice(5, 7)) - 1 + months,
    Number(from.slice(8)),
  ];
  const lastOfMonth = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const anniversary = Date.UTC(year, month, Math.min(day, lastOfMonth));
  return Math.round((Date.parse(to) - anniversary) / DAY_MS);
}
