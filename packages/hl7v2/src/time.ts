import { type Instant, instantOf, type IsoDate, londonTime, readIsoDate } from '@solway/kernel';

const TS = /^(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(?:(\d\d)(?:\.(\d{1,4}))?)?)?([+-]\d{4})?$/;

/** The day of an HL7 time stamp, `YYYYMMDD[HHMM[SS[.S]]][+-ZZZZ]`; undefined for anything less exact. */
export function dayOf(ts: string): IsoDate | undefined {
  const [, year, month, day] = TS.exec(ts) ?? [];
  return year === undefined ? undefined : readIsoDate(`${year}-${month}-${day}`);
}

/** The moment of an HL7 time stamp; without a zone, by a clock in Scotland. Undefined where it says no time of day. */
export function momentOf(ts: string): Instant | undefined {
  const found = TS.exec(ts);
  const day = dayOf(ts);
  if (found === null || day === undefined || found[4] === undefined) return undefined;
  const [, , , , hour = '', minute = '', second = '00', fraction = '0', zone] = found;
  const ms = fraction.padEnd(3, '0').slice(0, 3);
  const asUtc = Date.parse(`${day}T${hour}:${minute}:${second}.${ms}Z`);
  if (Number.isNaN(asUtc)) return undefined;
  return instantOf(asUtc - (zone === undefined ? scottishOffsetMs(asUtc) : zoneMs(zone)));
}

function zoneMs(zone: string): number {
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3));
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000;
}

/** How far a Scottish clock that shows this is ahead of UTC. In the doubled hour of autumn, summer time. */
function scottishOffsetMs(shown: number): number {
  const hour = 3_600_000;
  const { date, time } = londonTime(instantOf(shown - hour));
  return `${date}T${time}` === new Date(shown).toISOString().slice(0, 16) ? hour : 0;
}

/** `YYYYMMDDHHMMSS+0000` */
export function timeStamp(at: Instant): string {
  return `${at.slice(0, 19).replaceAll(/[-T:]/g, '')}+0000`;
}
