import { formatDate, type Instant, londonTime } from '@solway/kernel';
import type { Facts } from './facts.ts';
import { type Finding, findingOf, findingOfStretch, type Unjudged } from './finding.ts';
import { judgeLook } from './judge-look.ts';
import { type Look, subjectKey, userKey } from './look.ts';
import type { RuleSettings } from './rules.ts';

export interface Judgement {
  readonly findings: readonly Finding[];
  readonly unjudged: readonly Unjudged[];
}

interface Hour {
  readonly name: string;
  readonly people: Set<string>;
  readonly looks: Look[];
}
interface Stand {
  readonly place: string;
  readonly look: Look;
}
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** How far back a new watcher has to be given looks before it judges as one that never stopped. */
export const WARM_UP_MS = 2 * HOUR_MS;
const MOST_EVIDENCE = 100;

/**
 * Judges looks in the order of the ledger. It remembers each user's present hour, places, and emergencies; given the
 * looks of the last hours again (and emergencies of the last month), a new one judges as the old one would have,
 * and a finding that comes out twice has one key.
 */
export class Watcher {
  readonly #hours = new Map<string, Hour>();
  /** Where each user was last, and at which other place before that. */
  readonly #stands = new Map<string, { readonly before?: Stand; readonly last: Stand }>();
  readonly #emergencies = new Map<string, Look[]>();
  readonly #lastLooks = new Map<string, Instant>();

  judge(look: Look, facts: Facts, settings: RuleSettings): Judgement {
    const { findings, unjudged } = judgeLook(look, facts, settings);
    const more = [
      settings['many-an-hour'].on
        ? this.#manyAnHour(look, facts, settings['many-an-hour'].thresholds)
        : undefined,
      settings['break-glass-rate'].on && look.kind === 'break-glass'
        ? this.#oftenBroken(look, facts, settings['break-glass-rate'].thresholds)
        : undefined,
      settings['two-places'].on ? this.#twoPlaces(look, settings['two-places'].thresholds) : undefined,
      settings['unused-account'].on
        ? this.#unused(look, facts, settings['unused-account'].thresholds)
        : undefined,
    ].filter((one) => one !== undefined);
    if (more.length === 0) return { findings, unjudged };
    return {
      findings: [...findings, ...more.filter((one): one is Finding => 'key' in one)],
      unjudged: [...unjudged, ...more.filter((one): one is Unjudged => 'missing' in one)],
    };
  }

  #manyAnHour(look: Look, facts: Facts, limits: Readonly<Record<string, number>>): Finding | undefined {
    const key = userKey(look);
    const name = look.at.slice(0, 13);
    let hour = this.#hours.get(key);
    if (hour === undefined || hour.name < name) {
      hour = { name, people: new Set(), looks: [] };
      this.#hours.set(key, hour);
    }
    // The order of places is not quite that of times: a straggler of the hour before is not counted in this one.
    if (hour.name > name) return undefined;
    hour.people.add(subjectKey(look));
    if (hour.looks.length < MOST_EVIDENCE) hour.looks.push(look);
    const peers = facts.peers(look.organisation, look.role);
    const limit =
      peers === undefined
        ? (limits['withoutPeers'] ?? 0)
        : Math.max(limits['least'] ?? 0, Math.ceil((limits['timesPeers'] ?? 1) * peers.peopleAnHour));
    if (hour.people.size < limit) return undefined;
    const compared =
      peers === undefined
        ? 'there are too few peers to compare with'
        : `of the peers’ hours one in twenty has more than ${peers.peopleAnHour}`;
    return findingOfStretch(
      'many-an-hour',
      name,
      [hour.looks[0] ?? look, ...hour.looks.slice(1), ...(hour.looks.includes(look) ? [] : [look])],
      `Records of ${limit} people or more were asked for between ${clockHour(look.at)}; ${compared}.`,
    );
  }

  #oftenBroken(look: Look, facts: Facts, limits: Readonly<Record<string, number>>): Finding | undefined {
    const days = limits['days'] ?? 7;
    const since = Date.parse(look.at) - days * DAY_MS;
    const key = userKey(look);
    const recent = [...(this.#emergencies.get(key) ?? []), look].filter((one) => Date.parse(one.at) > since);
    this.#emergencies.set(key, recent);
    const rate = facts.peers(look.organisation, look.role)?.breakGlassAWeek ?? 0;
    const limit = Math.max(limits['least'] ?? 1, Math.ceil((limits['timesPeers'] ?? 1) * rate * (days / 7)));
    const [first, ...others] = recent;
    if (first === undefined || recent.length < limit) return undefined;
    return findingOfStretch(
      'break-glass-rate',
      londonTime(look.at).date,
      [first, ...others],
      `The glass was broken ${recent.length} times in ${days} days; the peers break it ${rate.toFixed(1)} times a week.`,
    );
  }

  #twoPlaces(look: Look, limits: Readonly<Record<string, number>>): Finding | Unjudged | undefined {
    // A refused launch never had a page, so it never had a place.
    if (look.place === undefined)
      return look.kind === 'disclosed'
        ? { rule: 'two-places', organisation: look.organisation, missing: 'the browser it was made from' }
        : undefined;
    const key = userKey(look);
    const { before, last } = this.#stands.get(key) ?? {};
    const stand = { place: look.place, look };
    const moved = last !== undefined && last.place !== look.place;
    const from = moved ? last : before;
    this.#stands.set(key, { last: stand, ...(from === undefined ? {} : { before: from }) });
    if (!moved) return undefined;
    const minutes = limits['minutes'] ?? 0;
    if (before?.place !== look.place || Date.parse(look.at) - Date.parse(before.look.at) > minutes * 60_000)
      return undefined;
    return findingOfStretch(
      'two-places',
      look.at.slice(0, 13),
      [before.look, last.look, look],
      `One browser, another, and the first again were used under one name within ${minutes} minutes.`,
    );
  }

  #unused(
    look: Look,
    facts: Facts,
    limits: Readonly<Record<string, number>>,
  ): Finding | Unjudged | undefined {
    const key = userKey(look);
    const before = this.#lastLooks.get(key) ?? facts.lastLookAt(look.organisation, look.userId);
    if (before === undefined || before < look.at) this.#lastLooks.set(key, look.at);
    const since = before ?? facts.staff(look.organisation, look.userId)?.since;
    if (since === undefined)
      return { rule: 'unused-account', organisation: look.organisation, missing: 'when the user began' };
    const days = Math.floor((Date.parse(look.at) - Date.parse(since)) / DAY_MS);
    if (days < (limits['days'] ?? 0)) return undefined;
    return findingOf(
      'unused-account',
      look,
      before === undefined
        ? `The user began on ${formatDate(londonTime(`${since}T12:00:00.000Z` as Instant).date)} and had never looked before.`
        : `The account had not been used for ${days} days, since ${formatDate(londonTime(before).date)}.`,
    );
  }
}

/** The hour of a moment: `14:00 and 15:00 on 03-Nov-2026`. */
export function clockHour(at: Instant): string {
  const start = londonTime(`${at.slice(0, 13)}:00:00.000Z` as Instant);
  const end = londonTime(
    new Date(Date.parse(`${at.slice(0, 13)}:00:00.000Z`) + HOUR_MS).toISOString() as Instant,
  );
  return `${start.time} and ${end.time} on ${formatDate(start.date)}`;
}
