import { formatDate, londonTime, type Instant } from '@solway/kernel';
import type { ItemContents } from '@solway/record';
import type { VNode } from 'preact';
import { day, dotted, period, phone, tag } from '../page/inline.tsx';
import { list, table } from '../page/table.tsx';
import { compare, newestFirst } from './order.ts';

const KINDS = { admission: 'Admission', emergency: 'Emergency department', other: 'Other' } as const;

export function inHospital(contents: readonly ItemContents['in-hospital-now'][]): VNode {
  return list(
    contents.map((one) => ({
      name: one.hospital,
      about: dotted(one.ward, one.since === undefined ? undefined : <>since {moment(one.since)}</>),
      end: phone(one.phone) ?? tag('due', 'In hospital'),
    })),
    'stacked',
  );
}

export function encounters(contents: readonly ItemContents['encounters-12-months'][]): VNode {
  return table(
    'Hospital in the past 12 months',
    ['What', 'When', 'Where', 'Reason'],
    newestFirst(contents, (one) => one.start ?? one.end).map((one) => [
      KINDS[one.kind],
      stay(one),
      one.place,
      one.reason,
    ]),
  );
}

/** A stay of one day is one date; a stay that has no end yet says since when. */
function stay({ start, end }: ItemContents['encounters-12-months']): VNode | undefined {
  return start !== undefined && start === end ? day(start) : period({ start, end });
}

export function appointments(contents: readonly ItemContents['appointments'][]): VNode {
  return table(
    'Coming appointments',
    ['Service', 'When', 'Where'],
    contents
      .toSorted((a, b) => compare(a.start, b.start))
      .map((one) => [one.service, moment(one.start), one.place]),
  );
}

/** `04-Aug-2026 14:30` on a clock in Scotland. */
export function moment(instant: Instant): VNode {
  const { date, time } = londonTime(instant);
  return (
    <span class="day">
      {formatDate(date)} {time}
    </span>
  );
}
