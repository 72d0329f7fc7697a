import type { Random } from './random.ts';
import type { Sex } from './person.ts';

/** One member before names and dates: age in days on the population's date. */
export interface PlannedMember {
  readonly part: 'adult' | 'child' | 'grandparent' | 'resident';
  readonly sex: Sex;
  readonly ageDays: number;
  readonly birthGroup: number;
  readonly isTwin: boolean;
}

/** How many in a hundred households are of each kind; together they give the age shape of a rural Scottish area. */
const KINDS = [
  ['older-single', 15],
  ['older-couple', 14],
  ['single', 16],
  ['couple', 19],
  ['family', 17],
  ['lone-parent', 7],
  ['three-generations', 2],
  ['grown-child-at-home', 7],
  ['sharers', 2.5],
  ['care-home', 0.5],
] as const;

type HouseholdKind = (typeof KINDS)[number][0];

export interface HouseholdPlan {
  readonly kind: HouseholdKind;
  readonly members: readonly PlannedMember[];
}

const YEAR = 365.25;
const years = (random: Random, from: number, to: number): number =>
  Math.floor((from + random.next() * (to - from)) * YEAR);

export function planHousehold(random: Random): HouseholdPlan {
  const kind = chooseKind(random);
  return { kind, members: membersOf(kind, random) };
}

function chooseKind(random: Random): HouseholdKind {
  let target = random.next() * 100;
  return KINDS.find(([, share]) => (target -= share) < 0)?.[0] ?? 'single';
}

function membersOf(kind: HouseholdKind, random: Random): PlannedMember[] {
  switch (kind) {
    case 'older-single':
      return [adult(random.chance(0.64) ? 'F' : 'M', elderly(random), 0)];
    case 'older-couple':
      return pair(elderly(random), random);
    case 'single':
      return [adult(anySex(random), years(random, 18, 65), 0)];
    case 'couple':
      return pair(years(random, 20, 66), random);
    case 'family':
      return withChildren(pair(years(random, 24, 50), random), random.pickRanked([2, 1, 2, 3, 4]), random);
    case 'lone-parent':
      return withChildren(
        [adult(random.chance(0.88) ? 'F' : 'M', years(random, 20, 48), 0)],
        random.pickRanked([1, 2, 1, 3]),
        random,
      );
    case 'three-generations': {
      const family = withChildren(pair(years(random, 28, 46), random), random.between(1, 3), random);
      const grandparent = adult(random.chance(0.7) ? 'F' : 'M', years(random, 66, 88), family.length);
      return [...family, { ...grandparent, part: 'grandparent' }];
    }
    case 'grown-child-at-home': {
      const parents = pair(years(random, 44, 72), random);
      const age = youngest(parents) - years(random, 20, 34);
      return [...parents, child(anySex(random), Math.max(age, Math.floor(18 * YEAR)), parents.length, false)];
    }
    case 'sharers':
      return Array.from({ length: random.between(2, 4) }, (_, i) =>
        adult(anySex(random), years(random, 18, 45), i),
      );
    case 'care-home':
      return Array.from({ length: random.between(8, 16) }, (_, i) => ({
        ...adult(random.chance(0.68) ? 'F' : 'M', years(random, 70, 101), i),
        part: 'resident' as const,
      }));
  }
}

function pair(ageDays: number, random: Random): PlannedMember[] {
  const other = Math.max(Math.floor(18 * YEAR), ageDays + years(random, -5, 5));
  const sameSex = random.chance(0.03);
  return [adult('M', ageDays, 0), adult(sameSex ? 'M' : 'F', other, 1)];
}

function withChildren(adults: PlannedMember[], count: number, random: Random): PlannedMember[] {
  const members = [...adults];
  // The eldest child; each next is one to five years younger, down to those born this month.
  let ageDays = Math.min(youngest(adults) - years(random, 18, 32), Math.floor(17.9 * YEAR));
  for (let i = 0; i < count; i += 1) {
    if (ageDays < 0) {
      if (i > 0) break;
      ageDays = random.between(0, Math.floor(3 * YEAR));
    }
    const twins = random.chance(0.025);
    const sex = anySex(random);
    members.push(child(sex, ageDays, members.length, twins));
    if (twins) {
      const other = random.chance(0.65) ? sex : anySex(random);
      members.push(child(other, ageDays, members.length - 1, true));
    }
    ageDays -= years(random, 1, 5);
  }
  return members;
}

const adult = (sex: Sex, ageDays: number, birthGroup: number): PlannedMember => ({
  part: 'adult',
  sex,
  ageDays,
  birthGroup,
  isTwin: false,
});
const child = (sex: Sex, ageDays: number, birthGroup: number, isTwin: boolean): PlannedMember => ({
  part: 'child',
  sex,
  ageDays,
  birthGroup,
  isTwin,
});
const anySex = (random: Random): Sex => (random.chance(0.51) ? 'F' : 'M');
const youngest = (members: readonly PlannedMember[]): number =>
  Math.min(...members.map((one) => one.ageDays));
/** From 65, thinning out towards 102. */
const elderly = (random: Random): number => Math.floor((65 + 37 * random.next() ** 1.7) * YEAR);
