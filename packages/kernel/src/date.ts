import type { Brand } from './brand.ts';
import { SolwayError } from './error.ts';

/** A calendar date, `YYYY-MM-DD`, with no time and no zone. */
export type IsoDate = Brand<string, 'IsoDate'>;
/** A moment in UTC with milliseconds, `YYYY-MM-DDTHH:MM:SS.sssZ`. */
export type Instant = Brand<string, 'Instant'>;

export class InvalidDateError extends SolwayError<'date-invalid'> {
  constructor() {
    super('date-invalid', 'not a date of the calendar');
  }
}

/** Accepts real calendar dates only; undefined for anything else. */
export function readIsoDate(text: string): IsoDate | undefined {
  if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(text)) return undefined;
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text) ? (text as IsoDate) : undefined;
}

/** @throws {InvalidDateError} */
export function parseIsoDate(text: string): IsoDate {
  const date = readIsoDate(text);
  if (date === undefined) throw new InvalidDateError();
  return date;
}

/** Accepts an ISO 8601 moment with a zone; undefined for anything else. */
export function readInstant(text: string): Instant | undefined {
  if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}.*(?:Z|[+-][0-9]{2}:[0-9]{2})$/.test(text))
    return undefined;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : (new Date(at).toISOString() as Instant);
}

export function instantOf(epochMs: number): Instant {
  return new Date(epochMs).toISOString() as Instant;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** As the NHS common user interface writes it: `14-Jul-1945`. */
export function formatDate(date: IsoDate): string {
  return `${date.slice(8)}-${MONTHS[Number(date.slice(5, 7)) - 1]}-${date.slice(0, 4)}`;
}

const LONDON = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/London',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

const HOUR_MS = 3_600_000;
const MOST_HOURS_KEPT = 20_000;
const offsets = new Map<number, number>();

/** Milliseconds that Scottish clocks are ahead of UTC. They change on the hour only, and the calendar is dear to ask. */
function londonOffsetMs(epochMs: number): number {
  const hour = Math.floor(epochMs / HOUR_MS);
  let offset = offsets.get(hour);
  if (offset === undefined) {
    const atHour = new Date(hour * HOUR_MS);
    offset = Date.parse(`${LONDON.format(atHour).replace(' ', 'T')}Z`) - atHour.getTime();
    if (offsets.size >= MOST_HOURS_KEPT) offsets.clear();
    offsets.set(hour, offset);
  }
  return offset;
}

/** The date and the time (`HH:MM`) on a clock in Scotland at this moment. */
export function londonTime(instant: Instant): { readonly date: IsoDate; readonly time: string } {
  const epochMs = Date.parse(instant);
  const text = instantOf(epochMs + londonOffsetMs(epochMs));
  return { date: text.slice(0, 10) as IsoDate, time: text.slice(11, 16) };
}

/** Whole years lived on a day, 0 on the day of birth. */
export function ageOn(birthDate: IsoDate, day: IsoDate): number {
  const years = Number(day.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return day.slice(5) < birthDate.slice(5) ? years - 1 : years;
}
