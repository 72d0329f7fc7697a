import {
  ageOn,
  formatDate,
  type Instant,
  instantOf,
  type IsoDate,
  londonTime,
  parseIsoDate,
  readInstant,
  readIsoDate,
} from '@solway/kernel';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

describe('a date', () => {
  it.each(['2026-02-29', '2026-13-01', '2026-00-10', '0202-1-1', '14/07/1945', '', '2026-02-30T00:00:00Z'])(
    '%s is refused',
    (text) => {
      expect(readIsoDate(text)).toBeUndefined();
      expect(() => parseIsoDate(text)).toThrow(expect.objectContaining({ code: 'date-invalid' }));
    },
  );

  it('is written as the NHS banner writes it', () => {
    expect(formatDate('1945-07-14' as IsoDate)).toBe('14-Jul-1945');
  });

  it('gives an age that turns on the birthday', () => {
    const born = '2000-02-29' as IsoDate;
    expect(ageOn(born, '2026-02-28' as IsoDate)).toBe(25);
    expect(ageOn(born, '2026-03-01' as IsoDate)).toBe(26);
    expect(ageOn('1945-07-14' as IsoDate, '2026-07-14' as IsoDate)).toBe(81);
  });
});

describe('a moment', () => {
  it('is told by a clock in Scotland, in summer and winter', () => {
    expect(londonTime('2026-07-01T05:00:00.000Z' as Instant)).toEqual({ date: '2026-07-01', time: '06:00' });
    expect(londonTime('2026-11-23T23:30:00.000Z' as Instant)).toEqual({ date: '2026-11-23', time: '23:30' });
    expect(londonTime('2026-06-30T23:30:00.000Z' as Instant)).toEqual({ date: '2026-07-01', time: '00:30' });
  });

  it('is told as the calendar of the time zone tells it, in every year that a record may hold', () => {
    const calendar = new Intl.DateTimeFormat('sv-SE', {
      timeZone: 'Europe/London',
      dateStyle: 'short',
      timeStyle: 'short',
    });
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1850-01-01'), max: new Date('2150-12-31'), noInvalidDate: true }),
        (moment) => {
          const { date, time } = londonTime(instantOf(moment.getTime()));
          expect(`${date} ${time}`).toBe(calendar.format(moment));
        },
      ),
    );
  });

  it('is told rightly on both sides of each change of the clocks', () => {
    const told = (text: string): string => londonTime(text as Instant).time;
    expect(['00:59', '01:00'].map((utc) => told(`2026-03-29T${utc}:30.000Z`))).toEqual(['00:59', '02:00']);
    expect(['00:59', '01:00'].map((utc) => told(`2026-10-25T${utc}:30.000Z`))).toEqual(['01:59', '01:00']);
  });

  it('needs a zone, and comes out in UTC', () => {
    expect(readInstant('2026-11-23T10:14:00')).toBeUndefined();
    expect(readInstant('2026-11-23')).toBeUndefined();
    expect(readInstant('2026-11-23T10:14:00+01:00')).toBe('2026-11-23T09:14:00.000Z');
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1900-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }),
        (date) => {
          expect(readInstant(date.toISOString())).toBe(date.toISOString());
        },
      ),
    );
  });
});
