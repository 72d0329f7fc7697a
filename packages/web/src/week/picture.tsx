import type { PlannedVisit } from '@solway/record';
import type { VNode } from 'preact';
import { count } from '../words/states.ts';
import { weekPlan, type DayCell, type WeekPlan } from './plan.ts';

const DAYS = [
  ['Mon', 'Monday'],
  ['Tue', 'Tuesday'],
  ['Wed', 'Wednesday'],
  ['Thu', 'Thursday'],
  ['Fri', 'Friday'],
  ['Sat', 'Saturday'],
  ['Sun', 'Sunday'],
] as const;

/**
 * The visits of an ordinary week. It is a real table, so that what is seen is also what is read out; the caption
 * says it in a sentence first. A bar is a visit; a doubled bar with a 2 in it is a visit by two workers.
 */
export function weekPicture(service: string, visits: readonly PlannedVisit[]): VNode {
  const plan = weekPlan(visits);
  return (
    <table class="week">
      <caption>
        <b>{service}:</b> {sentence(plan)}
      </caption>
      <thead>
        <tr>
          <td />
          {DAYS.map(([short, long]) => (
            <th scope="col" abbr={long}>
              {short}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {plan.rows.map((row) => (
          <tr>
            <th scope="row">{row.name}</th>
            {row.days.map((day) => (day === undefined ? <td /> : visitCell(day)))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function visitCell(day: DayCell): VNode {
  const words = day.workers > 1 ? `${day.workers}` : '1';
  return (
    <td>
      <i class={day.workers > 1 ? 'v two' : 'v'}>{day.visits > 1 ? `${day.visits}×${words}` : words}</i>
    </td>
  );
}

/** The whole picture in words. */
export function sentence(plan: WeekPlan): string {
  const visits =
    plan.perDay === undefined
      ? `${count(plan.total, 'planned visit')} a week.`
      : `${count(plan.perDay, 'planned visit')} a day, every day.`;
  const figures = 'Figures are workers at each visit';
  return plan.doubled.length === 0
    ? `${visits} ${figures}.`
    : `${visits} ${figures}; more than one at ${plan.doubled.join(', ')}.`;
}
