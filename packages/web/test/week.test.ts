import type { PlannedVisit } from '@solway/record';
import { renderSummaryPage } from '@solway/web';
import { describe, expect, test } from 'vitest';
import { sentence } from '../src/week/picture.tsx';
import { weekPlan } from '../src/week/plan.ts';
import { ACTIONS, MOSAIC_COPY, shown } from './fixtures/shared.ts';
import { ADULT } from './fixtures/social-work.ts';

const visit = (day: number, time: string, workers = 1) => ({ day, time, workers }) as PlannedVisit;

describe('the week of visits', () => {
  test('has a row for each time and a cell for each day', () => {
    const plan = weekPlan([visit(1, '20:30', 2), visit(1, '08:00'), visit(7, '08:00')]);
    expect(plan.rows.map((row) => row.name)).toEqual(['08:00', '20:30']);
    expect(plan.rows[0]?.days.map((day) => day?.workers)).toEqual([
      1,
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
      1,
    ]);
    expect(plan.total).toBe(3);
    expect(plan.perDay).toBeUndefined();
    expect(plan.doubled).toEqual(['20:30']);
  });

  test('falls back to parts of the day where times differ too much for a row each', () => {
    const times = ['06:30', '08:10', '09:20', '11:15', '12:40', '16:00', '21:00', '23:30', '02:00'];
    const plan = weekPlan(times.map((time) => visit(3, time)));
    expect(plan.rows.map((row) => row.name)).toEqual(['Night', 'Morning', 'Midday', 'Tea', 'Bed']);
    expect(plan.rows[1]?.days[2]).toEqual({ visits: 3, workers: 1 });
  });

  test('is said in one sentence, for whoever can’t see it', () => {
    expect(sentence(weekPlan([1, 2, 3, 4, 5, 6, 7].map((day) => visit(day, '08:00', 2))))).toBe(
      '1 planned visit a day, every day. Figures are workers at each visit; more than one at 08:00.',
    );
    expect(sentence(weekPlan([visit(1, '08:00'), visit(2, '09:00')]))).toBe(
      '2 planned visits a week. Figures are workers at each visit.',
    );
  });

  test('is drawn only where visits are given', () => {
    const page = (visits?: readonly PlannedVisit[]) =>
      renderSummaryPage(
        {
          ...ADULT,
          body: {
            state: 'matched',
            items: [
              shown('care-packages', MOSAIC_COPY, [
                { service: 'Care at home', status: 'current', ...(visits === undefined ? {} : { visits }) },
              ]),
            ],
          },
        },
        ACTIONS,
      );
    expect(page([visit(1, '08:00')])).toContain('class="week"');
    expect(page([])).not.toContain('class="week"');
    expect(page()).not.toContain('class="week"');
  });
});
