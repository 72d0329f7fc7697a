import type { IsoDate } from '@solway/kernel';

/** A stretch in which the clock stood still, while identity or scope was clarified; open where `until` is absent. */
export interface Stop {
  readonly from: IsoDate;
  readonly until?: IsoDate | undefined;
}

export interface RequestClock {
  /** The day of receipt, or the day on which identity was proved where that came later. */
  readonly receivedOn: IsoDate;
  /** Two months more, where the request is complex. */
  readonly extended: boolean;
  readonly stops: readonly Stop[];
}

export interface Due {
  readonly on: IsoDate;
  /** The clock stands still today: the day moves on by one each day. */
  readonly stopped: boolean;
  readonly daysLeft: number;
}

const DAY_MS = 86_400_000;

/**
 * By when a request is to be answered: the corresponding day of the next month, of the third after an extension, or
 * the last of a month that is too short; later by the days on which the clock stood still; and never on a Saturday or
 * Sunday but on the Monday after. Public holidays are not known here: they would only give more time.
 */
export function dueOn({ receivedOn, extended, stops }: RequestClock, today: IsoDate): Due {
  let days = 0;
  for (const { from, until } of stops) days += Math.max(0, between(from, until ?? today));
  const due = workingDay(addDays(addMonths(receivedOn, extended ? 3 : 1), days));
  return { on: due, stopped: stops.some((stop) => stop.until === undefined), daysLeft: between(today, due) };
}

/** From 12 on a person is presumed able to ask, or to agree, for themself: whole years lived on the day. */
export const CAPACITY_PRESUMED_AT = 12;

function addMonths(day: IsoDate, months: number): IsoDate {
  const year = Number(day.slice(0, 4));
  const month = Number(day.slice(5, 7)) - 1 + months;
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return iso(Date.UTC(year, month, Math.min(Number(day.slice(8)), last)));
}

function addDays(day: IsoDate, days: number): IsoDate {
  return iso(Date.parse(day) + days * DAY_MS);
}

function workingDay(day: IsoDate): IsoDate {
  const weekday = new Date(day).getUTCDay();
  return weekday === 6 ? addDays(day, 2) : weekday === 0 ? addDays(day, 1) : day;
}

function between(from: IsoDate, to: IsoDate): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
}

function iso(ms: number): IsoDate {
  return new Date(ms).toISOString().slice(0, 10) as IsoDate;
}
