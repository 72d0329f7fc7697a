import { formatDate } from '@solway/kernel';
import type { Document, ItemContents } from '@solway/record';
import type { ComponentChild, VNode } from 'preact';
import { day, tag } from '../page/inline.tsx';
import type { PageContext } from '../page/context.ts';
import { list, table } from '../page/table.tsx';
import { newestFirst } from './order.ts';

const ORDER = { due: 0, 'in-progress': 1, completed: 2 } as const;

export function assessments(contents: readonly ItemContents['assessments'][], context: PageContext): VNode {
  const rows = newestFirst(contents, (one) => one.date).toSorted((a, b) => ORDER[a.status] - ORDER[b.status]);
  return table(
    'Assessments and reviews',
    ['What', 'When', 'Outcome'],
    rows.map((one) => [one.name, when(one, context), one.outcome]),
  );
}

function when(one: ItemContents['assessments'], context: PageContext): ComponentChild {
  const date = one.date === undefined ? undefined : formatDate(one.date);
  switch (one.status) {
    case 'completed':
      return day(one.date) ?? 'Completed';
    case 'in-progress':
      return tag('due', 'In progress');
    case 'due':
      if (one.date !== undefined && one.date < context.today) return tag('bad', `Overdue ${date}`);
      return tag('due', date === undefined ? 'Due' : `Due ${date}`);
  }
}

export function documents(contents: readonly Document[]): VNode {
  return list(
    newestFirst(contents, (one) => one.date).map((one) => ({
      name: one.title,
      about: one.kind,
      end: day(one.date),
    })),
  );
}

export function results(contents: readonly ItemContents['results'][]): VNode {
  return table(
    'Results and observations',
    ['What', 'Result', 'When'],
    newestFirst(contents, (one) => one.date).map((one) => [one.name, one.value, day(one.date)]),
  );
}

export function events(contents: readonly ItemContents['significant-events'][]): VNode {
  return table(
    'Significant events',
    ['Event', 'When', 'Impact'],
    newestFirst(contents, (one) => one.date).map((one) => [one.event, day(one.date), one.impact]),
  );
}

/** Free text, kept shut until it is asked for: a summary is not the place to read notes through. */
export function notes(contents: readonly ItemContents['case-notes'][]): VNode {
  return (
    <div class="notes">
      {newestFirst(contents, (one) => one.date).map((one) => (
        <details>
          <summary>
            {one.heading}
            {one.date === undefined ? undefined : <span class="when"> {day(one.date)}</span>}
          </summary>
          <p class="pre">{one.text}</p>
        </details>
      ))}
    </div>
  );
}
