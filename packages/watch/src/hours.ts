import { type Instant, londonTime } from '@solway/kernel';

const DAYS = ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su'] as const;
const PART =
  /^(Mo|Tu|We|Th|Fr|Sa|Su)(?:-(Mo|Tu|We|Th|Fr|Sa|Su))? ([0-2][0-9]):([0-5][0-9])-([0-2][0-9]):([0-5][0-9])$/;
const DAY_MINUTES = 1440;
const WEEK_MINUTES = 7 * DAY_MINUTES;

/** Stretches of the week in minutes from Monday's midnight, on Scotland's clocks. */
export type Hours = 'any' | readonly { readonly from: number; readonly minutes: number }[];

/** Reads `Mo-Fr 08:00-18:00; Sa 09:00-12:00`; a night shift ends past midnight. Undefined for anything else. */
export function readHours(text: string): Hours | undefined {
  if (text.trim() === 'any') return 'any';
  const stretches = [];
  for (const part of text.split(';')) {
    const read = PART.exec(part.trim());
    if (read === null) return undefined;
    const [, first = '', last = first, ...clock] = read;
    const [fromHour = 0, fromMinute = 0, toHour = 0, toMinute = 0] = clock.map(Number);
    const from = fromHour * 60 + fromMinute;
    const to = toHour * 60 + toMinute;
    const until = DAYS.indexOf(last as (typeof DAYS)[number]);
    for (let day = DAYS.indexOf(first as (typeof DAYS)[number]); ; day = (day + 1) % 7) {
      stretches.push({
        from: day * DAY_MINUTES + from,
        minutes: to > from ? to - from : to + DAY_MINUTES - from,
      });
      if (day === until) break;
    }
  }
  return stretches;
}

/** Whether a moment is within the hours, or within the grace before or after them. */
export function isWithinHours(hours: Hours, at: Instant, graceMinutes: number): boolean {
  if (hours === 'any') return true;
  const { date, time } = londonTime(at);
  const weekday = (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7;
  const minute = weekday * DAY_MINUTES + Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
  return hours.some(({ from, minutes }) => {
    const since = (((minute - (from - graceMinutes)) % WEEK_MINUTES) + WEEK_MINUTES) % WEEK_MINUTES;
    return since <= minutes + 2 * graceMinutes;
  });
}
