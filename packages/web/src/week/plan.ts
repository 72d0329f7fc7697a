import type { PlannedVisit } from '@solway/record';

/** An ordinary week of visits as rows of seven days. */
export interface WeekPlan {
  readonly rows: readonly WeekRow[];
  /** Visits in the week. */
  readonly total: number;
  /** Visits a day where every day has the same number. */
  readonly perDay: number | undefined;
  /** The row's times where more than one worker comes, in order. */
  readonly doubled: readonly string[];
}

interface WeekRow {
  /** `08:00`, or a part of the day where times differ too much for a row each. */
  readonly name: string;
  /** Monday first; visits and workers, or undefined where nobody comes. */
  readonly days: readonly (DayCell | undefined)[];
}

export interface DayCell {
  readonly visits: number;
  /** The most workers at one visit. */
  readonly workers: number;
}

const MOST_ROWS = 6;
const PARTS = [
  ['Night', '00:00'],
  ['Morning', '06:00'],
  ['Midday', '11:00'],
  ['Tea', '15:00'],
  ['Bed', '19:00'],
] as const;

export function weekPlan(visits: readonly PlannedVisit[]): WeekPlan {
  const times = [...new Set(visits.map((visit) => visit.time))].sort();
  const nameOf = times.length <= MOST_ROWS ? (time: string) => time : partOfDay;
  const names = [...new Set(times.map(nameOf))];
  const rows = names.map((name) => ({
    name,
    days: [1, 2, 3, 4, 5, 6, 7].map((day) =>
      cell(visits.filter((visit) => visit.day === day && nameOf(visit.time) === name)),
    ),
  }));
  const counts = [1, 2, 3, 4, 5, 6, 7].map((day) => visits.filter((visit) => visit.day === day).length);
  return {
    rows,
    total: visits.length,
    perDay: counts.every((count) => count === counts[0]) ? counts[0] : undefined,
    doubled: times.filter((time) => visits.some((visit) => visit.time === time && visit.workers > 1)),
  };
}

function cell(visits: readonly PlannedVisit[]): DayCell | undefined {
  if (visits.length === 0) return undefined;
  return { visits: visits.length, workers: Math.max(...visits.map((visit) => visit.workers)) };
}

function partOfDay(time: string): string {
  return PARTS.findLast(([, from]) => time >= from)?.[0] ?? 'Night';
}
