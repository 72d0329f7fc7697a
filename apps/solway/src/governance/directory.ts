import { directoryReadings, endingSoon } from '@solway/store';
import { renderDirectoryPage } from '@solway/web';
import type { ServerParts } from '../server.ts';
import { frameOf, type Officer } from './officer.ts';

const READINGS = 10;
const SOON_DAYS = 14;
const DEFAULT_DAYS = 7;

/** What became of the officer's own organisation's staff directory, and whose time in it ends soon. */
export async function directoryPage(parts: ServerParts, officer: Officer): Promise<string> {
  const { db, clock } = parts.walk;
  const days = parts.directoryDays ?? DEFAULT_DAYS;
  const [readings, ending] = await Promise.all([
    directoryReadings(db, officer.organisation, READINGS),
    endingSoon(db, officer.organisation, SOON_DAYS),
  ]);
  const latest = readings[0];
  const ageMs = latest === undefined ? Infinity : Date.parse(clock()) - Date.parse(latest.read_at);
  return renderDirectoryPage({
    frame: frameOf(parts, officer, '/directory'),
    staleAfterDays: days,
    isStale: ageMs > days * 86_400_000,
    readings: readings.map((one) => ({
      at: one.read_at,
      accepted: one.accepted,
      rejected: one.rejected,
      joined: one.joined,
      moved: one.moved,
      departed: one.departed,
    })),
    ending: ending.map(({ name, role, works_until: until }) => ({ name, role, until })),
  });
}
