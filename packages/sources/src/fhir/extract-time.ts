import { type Instant, instantOf, londonTime, readInstant } from '@solway/kernel';
import { textAt } from './json.ts';

const HOUR_MS = 3_600_000;

/**
 * The moment of the last extract that should have come: the latest of the site's hours on a Scottish clock. An
 * answer with no entries carries no time of its own, and "none, as of now" would be a false claim.
 */
function lastExtractBefore(nowMs: number, hours: readonly number[]): Instant {
  const wanted = new Set(hours);
  const topOfHour = nowMs - (nowMs % HOUR_MS);
  for (let back = 0; back < 48; back += 1) {
    const at = instantOf(topOfHour - back * HOUR_MS);
    if (wanted.has(Number(londonTime(at).time.slice(0, 2)))) return at;
  }
  return instantOf(nowMs - 24 * HOUR_MS);
}

/** The oldest time that the extracted resources carry; the schedule's where one carries none. */
export function extractTime(resources: readonly unknown[], nowMs: number, hours: readonly number[]): Instant {
  const scheduled = lastExtractBefore(nowMs, hours);
  const times = resources.map((one) => readInstant(textAt(one, 'meta', 'lastUpdated') ?? '') ?? scheduled);
  return times.reduce((oldest, time) => (time < oldest ? time : oldest), times[0] ?? scheduled);
}
