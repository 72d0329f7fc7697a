import type { Instant } from '@solway/kernel';
import type { PeerRate } from './facts.ts';
import { type Finding, findingOfStretch } from './finding.ts';
import { type Look, subjectKey, userKey } from './look.ts';
import type { RuleSettings } from './rules.ts';
import { clockHour } from './watcher.ts';

/** How many hours of a role's work, over all its people, had so many people looked at. No user is named. */
export interface PeerHours {
  readonly organisation: string;
  readonly role: string;
  readonly people: number;
  readonly hours: number;
}
/** How many days somebody of the role looked at anybody, and how often the glass was broken on them. */
export interface PeerDays {
  readonly organisation: string;
  readonly role: string;
  readonly userDays: number;
  readonly breakGlass: number;
}

/** With fewer hours than this there is nobody to be compared with. */
const FEWEST_PEER_HOURS = 30;
const WORKING_DAYS_A_WEEK = 5;
const MOST_EVIDENCE = 100;

/** The rates of one role from its own rows; undefined where they are too few. */
export function peerRate(
  hours: readonly Pick<PeerHours, 'people' | 'hours'>[],
  days: readonly Pick<PeerDays, 'userDays' | 'breakGlass'>[],
): PeerRate | undefined {
  const total = hours.reduce((sum, row) => sum + row.hours, 0);
  if (total < FEWEST_PEER_HOURS) return undefined;
  const userDays = days.reduce((sum, row) => sum + row.userDays, 0);
  const breakGlass = days.reduce((sum, row) => sum + row.breakGlass, 0);
  return {
    peopleAnHour: percentile95(hours, total),
    breakGlassAWeek: userDays === 0 ? 0 : (breakGlass / userDays) * WORKING_DAYS_A_WEEK,
  };
}

function percentile95(rows: readonly Pick<PeerHours, 'people' | 'hours'>[], total: number): number {
  let passed = 0;
  for (const row of [...rows].sort((a, b) => a.people - b.people)) {
    passed += row.hours;
    if (passed >= total * 0.95) return row.people;
  }
  return 0;
}

interface UserHour {
  readonly organisation: string;
  readonly role: string;
  readonly hour: string;
  readonly people: Set<string>;
  readonly looks: [Look, ...Look[]];
}

/** One day's looks, gathered to be judged overnight against all who do the same work. */
export class NightWatch {
  readonly #hours = new Map<string, UserHour>();
  readonly #users = new Map<string, { organisation: string; role: string; breakGlass: number }>();

  add(look: Look): void {
    const hour = look.at.slice(0, 13);
    const key = `${userKey(look)}|${look.role}|${hour}`;
    const held = this.#hours.get(key);
    if (held === undefined)
      this.#hours.set(key, {
        organisation: look.organisation,
        role: look.role,
        hour,
        people: new Set([subjectKey(look)]),
        looks: [look],
      });
    else {
      held.people.add(subjectKey(look));
      if (held.looks.length < MOST_EVIDENCE) held.looks.push(look);
    }
    const user = `${userKey(look)}|${look.role}`;
    const day = this.#users.get(user) ?? { organisation: look.organisation, role: look.role, breakGlass: 0 };
    if (look.kind === 'break-glass') day.breakGlass += 1;
    this.#users.set(user, day);
  }

  /** The day as the peers' history keeps it. */
  history(): { readonly hours: readonly PeerHours[]; readonly days: readonly PeerDays[] } {
    const hours = new Map<string, { organisation: string; role: string; people: number; hours: number }>();
    for (const { organisation, role, people } of this.#hours.values()) {
      const key = `${organisation}|${role}|${people.size}`;
      const row = hours.get(key) ?? { organisation, role, people: people.size, hours: 0 };
      row.hours += 1;
      hours.set(key, row);
    }
    const days = new Map<
      string,
      { organisation: string; role: string; userDays: number; breakGlass: number }
    >();
    for (const { organisation, role, breakGlass } of this.#users.values()) {
      const key = `${organisation}|${role}`;
      const row = days.get(key) ?? { organisation, role, userDays: 0, breakGlass: 0 };
      row.userDays += 1;
      row.breakGlass += breakGlass;
      days.set(key, row);
    }
    return { hours: [...hours.values()], days: [...days.values()] };
  }

  /** @param past the peers' hours of the days before; this day's own are added, but for the user's who is judged */
  judge(past: readonly PeerHours[], settings: RuleSettings): readonly Finding[] {
    const { on, thresholds } = settings['many-an-hour'];
    if (!on) return [];
    const { least = 0, timesPeers = 1 } = thresholds;
    const all = new Map<string, PeerHours[]>();
    for (const row of [...past, ...this.history().hours]) {
      const key = `${row.organisation}|${row.role}`;
      const rows = all.get(key);
      if (rows === undefined) all.set(key, [row]);
      else rows.push(row);
    }
    const findings: Finding[] = [];
    for (const one of this.#hours.values()) {
      if (one.people.size < least) continue;
      const peers = [
        ...(all.get(`${one.organisation}|${one.role}`) ?? []),
        ...this.#ownHours(one).map(({ people }) => ({ people: people.size, hours: -1 })),
      ];
      const rate = peerRate(peers, []);
      if (rate === undefined || one.people.size < Math.ceil(timesPeers * rate.peopleAnHour)) continue;
      findings.push(
        findingOfStretch(
          'many-an-hour',
          one.hour,
          one.looks,
          `Records of ${one.people.size} people were asked for between ${clockHour(`${one.hour}:00:00.000Z` as Instant)}; of the peers’ hours one in twenty has more than ${rate.peopleAnHour}.`,
        ),
      );
    }
    return findings;
  }

  #ownHours(of: UserHour): readonly UserHour[] {
    const user = userKey(of.looks[0]);
    return [...this.#hours.values()].filter((one) => one.role === of.role && userKey(one.looks[0]) === user);
  }
}
