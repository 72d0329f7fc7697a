import { type IsoDate, instantOf } from '@solway/kernel';
import { type Finding, type Look, NightWatch, type RuleId, settingsOf, Watcher } from '@solway/watch';
import { beforeAll, describe, expect, it } from 'vitest';
import { HEALTH, type Invented, lookOf, MONTH_START, ordinaryMonth, World } from './month.ts';

// Misuse of every kind that has happened, planted in a month of ordinary use: what is found, and what is not.

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

interface Planted {
  readonly what: string;
  readonly user: string;
  /** The rule that is to find it, or why none can. */
  readonly by?: RuleId;
  readonly missedBecause?: string;
}

const world = new World({ people: 20_000, staff: 180, seed: 3 });
const planted: Planted[] = [];
const looks: Look[] = [];
let findings: Finding[] = [];

function member(userId: string, over: Partial<World['members'][number]> = {}): World['members'][number] {
  const one = {
    organisation: HEALTH,
    userId,
    role: 'community-nurse',
    surname: 'Quillfeather',
    chi: `20000${userId.length}${userId.charCodeAt(0)}`.padEnd(10, '0'),
    address: '1 High Street',
    postcode: 'DG12 9ZZ',
    teams: ['team planted'],
    hours: 'Mo-Fr 08:00-18:00',
    since: '2020-01-06' as IsoDate,
    caseload: [],
    ...over,
  };
  world.addStaff(one);
  return one;
}
function person(number: number, over: Partial<Invented> = {}): Invented {
  const one = {
    chi: String(3_000_000_000 + number),
    surname: 'Uncommonly',
    address: `${number} Far Road`,
    postcode: 'DG8 1AB',
    ...over,
  };
  world.addPerson(one);
  return one;
}
let number = 5_000_000;
/** Tuesday of the second week, at eleven, unless said otherwise. */
const at = (hours = 11, day = 8): number => MONTH_START + day * DAY_MS + hours * HOUR_MS;
function plant(
  what: string,
  user: World['members'][number],
  expected: { readonly by: RuleId } | { readonly missedBecause: string },
  made: readonly (readonly [Pick<Invented, 'chi'>, number, Partial<Look>?])[],
): void {
  planted.push({ what, user: user.userId, ...expected });
  for (const [whom, when, over] of made) looks.push(lookOf((number += 1), user, whom, when, over));
}

beforeAll(() => {
  const self = member('self', { chi: '3000000999' });
  person(999, {});
  plant('opens their own record', self, { by: 'own-record' }, [[{ chi: '3000000999' }, at()]]);

  const daughter = member('daughter', { surname: 'Thistlewood' });
  plant('opens the record of a mother with a rare surname', daughter, { by: 'same-surname' }, [
    [person(1, { surname: 'Thistlewood' }), at()],
  ]);
  const son = member('son', { surname: 'Smith' });
  plant(
    'opens the record of a father called Smith, who lives elsewhere',
    son,
    {
      missedBecause: 'a surname that many bear says nothing by itself',
    },
    [[person(2, { surname: 'Smith' }), at()]],
  );
  const partner = member('partner', { address: '7 Kirk Wynd', postcode: 'DG5 4AA' });
  plant('opens the record of the person they live with', partner, { by: 'same-address' }, [
    [person(3, { address: '7 Kirk Wynd, Dalbeattie', postcode: 'dg54aa' }), at()],
  ]);
  const neighbour = member('neighbour', { address: '9 Kirk Wynd', postcode: 'DG5 4AA' });
  plant('opens the record of the people next door', neighbour, { by: 'neighbour' }, [
    [{ chi: '3000000003' }, at(12)],
  ]);
  const manager = member('manager', { teams: ['team of two'] });
  member('managed', { chi: '3000000004', teams: ['team of two'] });
  plant('opens the record of a colleague who is off sick', manager, { by: 'colleague' }, [[person(4), at()]]);
  const fan = member('fan');
  const footballer = person(5);
  world.watched.set(footballer.chi, 'known to the public');
  plant('opens the record of somebody in the news, who is on the list', fan, { by: 'watched-person' }, [
    [footballer, at()],
  ]);
  plant(
    'opens the record of somebody in the news, who is not on the list',
    member('reader'),
    {
      missedBecause: 'nobody had put them on the list, and the host vouched for a relationship',
    },
    [[person(6), at()]],
  );
  plant('opens the record of somebody who died two years ago', member('curious'), { by: 'deceased' }, [
    [person(7, { deathDate: '2024-10-01' as IsoDate }), at()],
  ]);
  plant(
    'states a purpose where the host knows of no relationship',
    member('stranger'),
    { by: 'no-relationship' },
    [[person(8), at(), { basis: 'stated-purpose' }]],
  );
  plant(
    'goes through sixty people in an hour',
    member('browser'),
    { by: 'many-an-hour' },
    Array.from({ length: 60 }, (_, i) => [world.people[i] as Invented, at(14) + i * 50_000] as const),
  );
  plant(
    'goes through nine people an hour, for four days',
    member('patient-browser'),
    {
      missedBecause: 'no hour of it is busier than the peers’, and no rule adds up days',
    },
    Array.from(
      { length: 288 },
      (_, i) =>
        [
          world.people[i + 500] as Invented,
          at(9 + (i % 8), 7 + Math.floor(i / 72)) + (i % 9) * 300_000,
        ] as const,
    ),
  );
  plant('comes back at three on a Sunday night', member('night'), { by: 'out-of-hours' }, [
    [person(9), at(3, 13)],
  ]);
  plant(
    'breaks the glass four times in a week',
    member('breaker'),
    { by: 'break-glass-rate' },
    [0, 1, 2, 3].map((day) => [person(20 + day), at(10, 7 + day), { kind: 'break-glass' }] as const),
  );
  plant('lends their sign-in to a colleague at another desk', member('lender'), { by: 'two-places' }, [
    [person(10), at(10), { place: 'ward' }],
    [person(11), at(10) + 60_000, { place: 'clinic' }],
    [person(12), at(10) + 120_000, { place: 'ward' }],
  ]);
  plant(
    'lends their sign-in to somebody who sits where they sat',
    member('lender-too'),
    {
      missedBecause: 'the browser is the same, and nothing else tells two people apart',
    },
    [
      [person(13), at(10)],
      [person(14), at(10) + 60_000],
    ],
  );
  plant(
    'still uses an account after leaving',
    member('left', { leftOn: '2026-11-06' as IsoDate }),
    { by: 'leaver' },
    [[person(15), at(), { kind: 'refused' }]],
  );
  const away = member('away');
  world.lastLooks.set(`${HEALTH}:away`, instantOf(at() - 120 * DAY_MS));
  plant('uses an account that had slept for four months', away, { by: 'unused-account' }, [
    [person(16), at()],
  ]);
  plant(
    'works outside the area of their team',
    member('afar', { serves: ['DG1', 'DG2'] }),
    { by: 'outside-area' },
    [[person(17), at()]],
  );
  plant(
    'opens the record of a former partner, who has moved away',
    member('former'),
    {
      missedBecause: 'no register says who used to be whose partner',
    },
    [[person(18), at()]],
  );

  const all = [...ordinaryMonth(world, 20), ...looks].sort((a, b) => (a.at < b.at ? -1 : 1));
  findings = judgeMonth(all);
});

/** As entries arrive, and again each night. */
function judgeMonth(all: readonly Look[]): Finding[] {
  const settings = settingsOf();
  const watcher = new Watcher();
  const found = new Map<string, Finding>();
  const keep = (one: Finding): unknown => found.has(one.key) || found.set(one.key, one);
  for (const look of all) watcher.judge(look, world, settings).findings.forEach(keep);
  const past: ReturnType<NightWatch['history']>['hours'][number][] = [];
  for (const [, day] of Map.groupBy(all, (look) => look.at.slice(0, 10))) {
    const night = new NightWatch();
    for (const look of day) night.add(look);
    night.judge(past, settings).forEach(keep);
    past.push(...night.history().hours);
  }
  return [...found.values()];
}

describe('a month of ordinary use, with misuse planted in it', () => {
  it('finds what a rule can find, and misses what is said to be missed', () => {
    const table = planted.map(({ what, user, by, missedBecause }) => {
      const rules = [...new Set(findings.filter((one) => one.userId === user).map((one) => one.rule))];
      return {
        what,
        found: rules.join(', ') || `missed: ${missedBecause}`,
        right: by === undefined ? rules.length === 0 : rules.includes(by),
      };
    });
    if (process.env['SOLWAY_SHOW'] !== undefined) console.log(report(table));
    expect(table.filter(({ right }) => !right)).toEqual([]);
    expect(planted.filter(({ by }) => by === undefined)).toHaveLength(5);
  });

  it('troubles an officer seldom over ordinary work', () => {
    const ordinary = findings.filter((one) => one.userId.startsWith('user-'));
    const byRule = Object.fromEntries(
      [...Map.groupBy(ordinary, (one) => one.rule)].map(([rule, of]) => [rule, of.length]),
    );
    if (process.env['SOLWAY_SHOW'] !== undefined) console.log(byRule);
    // By chance alone people care for neighbours, colleagues and namesakes: the rates say how often.
    expect(ordinary.length).toBeLessThan(600);
    expect(byRule['many-an-hour'] ?? 0).toBe(0);
    expect(byRule['two-places'] ?? 0).toBe(0);
    expect(byRule['out-of-hours'] ?? 0).toBe(0);
    expect(byRule['own-record'] ?? 0).toBe(0);
  });

  it('comes to the same when every look is judged twice', () => {
    const all = [...looks].sort((a, b) => (a.at < b.at ? -1 : 1));
    const once = judgeMonth(all).map((one) => one.key);
    const settings = settingsOf();
    const twice = new Set<string>();
    for (let time = 0; time < 2; time += 1) {
      const watcher = new Watcher();
      for (const look of all)
        watcher.judge(look, world, settings).findings.forEach((one) => twice.add(one.key));
    }
    expect([...twice].filter((key) => !once.includes(key))).toEqual([]);
  });
});

function report(rows: readonly { readonly what: string; readonly found: string }[]): string {
  return [
    '',
    '| planted | found by |',
    '| --- | --- |',
    ...rows.map((row) => `| ${row.what} | ${row.found} |`),
  ].join('\n');
}
