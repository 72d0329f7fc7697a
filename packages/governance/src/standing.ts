import { type Instant, type IsoDate, londonTime } from '@solway/kernel';
import type { VersionRow } from '@solway/store';

/** Where a version is in its life, at a moment. */
export type Standing =
  | 'draft'
  | 'consultation'
  | 'signed'
  /** Brought into force, from a day that has not come. */
  | 'scheduled'
  | 'in-force'
  | 'under-review'
  | 'superseded'
  | 'ended'
  | 'withdrawn';

export function standingOf(version: VersionRow, now: Instant): Standing {
  if (version.state !== 'approved') return version.state;
  const { in_force_from: from, ended_at: endedAt } = version;
  if (endedAt !== null && endedAt <= now) return version.ended_because ?? 'superseded';
  if (from === null || from > now) return 'scheduled';
  if (londonTime(now).date > version.ends_on) return 'ended';
  return version.review_begun_at === null ? 'in-force' : 'under-review';
}

/** When a review of what is in force is due, and how far that is away. */
export interface ReviewStanding {
  readonly due: IsoDate;
  readonly lastDayOfGrace: IsoDate;
  readonly is: 'far' | 'soon' | 'due' | 'past-grace';
}

const SOON_DAYS = 60;

export function reviewStanding(
  version: Pick<VersionRow, 'review_on' | 'review_moved_to' | 'review_grace_days'>,
  now: Instant,
): ReviewStanding {
  const today = londonTime(now).date;
  const due = version.review_moved_to ?? version.review_on;
  const lastDayOfGrace = addDays(due, version.review_grace_days);
  const is =
    today > lastDayOfGrace
      ? 'past-grace'
      : today >= due
        ? 'due'
        : addDays(today, SOON_DAYS) >= due
          ? 'soon'
          : 'far';
  return { due, lastDayOfGrace, is };
}

export function addDays(date: IsoDate, days: number): IsoDate {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10) as IsoDate;
}
