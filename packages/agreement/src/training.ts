import { type Instant, londonTime, readInstant, readIsoDate } from '@solway/kernel';
import type { CompiledAgreement } from './compile.ts';
import type { TrainingState } from './decision.ts';

const DAY_MS = 86_400_000;

/**
 * Where a user's training stands under this agreement's rule, on the day in Scotland of this moment.
 * @param completedOn `YYYY-MM-DD` of the latest completion; undefined for never. A day that is not real, or has
 * not come yet, counts as never.
 */
export function trainingState(
  compiled: CompiledAgreement,
  completedOn: string | undefined,
  at: Instant,
): TrainingState {
  const { renewEveryDays, graceDays } = compiled.agreement.training;
  const moment = readInstant(at);
  const completed = completedOn === undefined ? undefined : readIsoDate(completedOn);
  if (moment === undefined || completed === undefined) return 'none';
  const days = (Date.parse(londonTime(moment).date) - Date.parse(completed)) / DAY_MS;
  if (days < 0) return 'none';
  if (days <= renewEveryDays) return 'current';
  return days <= renewEveryDays + graceDays ? 'grace' : 'lapsed';
}
