import { isoOf, yearOf, type DayNumber } from './calendar.ts';
import { type HouseholdPlan, type PlannedMember, planHousehold } from './household-plan.ts';
import type { NameTradition } from './long-tail-names.ts';
import type { NameBook } from './name-book.ts';
import type { Need, Person } from './person.ts';
import { type Address, type Places, practiceOf } from './places.ts';
import { Random } from './random.ts';

export interface World {
  readonly seed: number;
  readonly asOf: DayNumber;
  readonly names: NameBook;
  readonly places: Places;
}

/** Households of one family name live near one another: same-name relatives are common in the country. */
const CLAN_OF_HOUSEHOLDS = 24;

/** The people of one household, made from the seed and the household's number alone. */
export function makeHousehold(world: World, household: number, firstIndex: number): readonly Person[] {
  const random = new Random(world.seed, 'household', household);
  const plan = planHousehold(random);
  const tradition = traditionOf(random);
  const family = familyNames(world, household, tradition, random);
  const home = plan.kind === 'care-home' ? world.places.careHome(random) : world.places.home(random);
  const people: Person[] = [];
  for (const [i, member] of plan.members.entries()) {
    people.push(
      makePerson(world, { plan, member, family, tradition, home, household, people }, firstIndex + i),
    );
  }
  return people;
}

interface FamilyNames {
  readonly surname: string;
  readonly motherSurname: string;
}

interface Setting {
  readonly plan: HouseholdPlan;
  readonly member: PlannedMember;
  readonly family: FamilyNames;
  readonly tradition: NameTradition;
  readonly home: Address;
  readonly household: number;
  readonly people: readonly Person[];
}

function traditionOf(random: Random): NameTradition {
  const roll = random.next();
  if (roll < 0.885) return 'scottish';
  if (roll < 0.915) return 'polish';
  if (roll < 0.945) return 'south-asian';
  if (roll < 0.97) return 'irish';
  return roll < 0.98 ? 'gaelic' : 'other';
}

function familyNames(world: World, household: number, tradition: NameTradition, random: Random): FamilyNames {
  const motherSurname = world.names.surname(tradition, random);
  const own = world.names.surname(tradition, random);
  if (tradition !== 'scottish' || !random.chance(0.15)) return { surname: own, motherSurname };
  const clan = new Random(world.seed, 'clan', Math.floor(household / CLAN_OF_HOUSEHOLDS));
  return { surname: world.names.surname('scottish', clan), motherSurname };
}

function makePerson(world: World, setting: Setting, index: number): Person {
  const { member, household } = setting;
  const random = new Random(world.seed, 'person', index);
  const born = world.asOf - member.ageDays;
  const surnames = surnamesOf(world, setting, random);
  const namesake = fatherToNameAfter(setting, random);
  const forenames = namesake?.forenames ?? forenamesOf(world, setting, yearOf(born), random);
  const familiar = world.names.familiarForms(forenames[0] ?? '');
  const knownAs = familiar.length > 0 && random.chance(0.35) ? random.pickRanked(familiar) : undefined;
  const dead = random.chance(deathChance(member.ageDays));
  return {
    index,
    ...surnames,
    forenames,
    ...(knownAs === undefined ? {} : { knownAs }),
    birthDate: isoOf(born),
    sex: member.sex,
    ...(dead ? { deathDate: isoOf(deathDay(world.asOf, born, random)) } : {}),
    address: setting.home,
    formerAddresses: formerAddresses(world, random),
    gpPractice: practiceOf(setting.home, random).code,
    telephone: telephone(random),
    need: dead ? 'none' : needOf(world, member, index),
    place: {
      household,
      part: member.part,
      birthGroup: member.birthGroup,
      isTwin: member.isTwin,
      namedAfterFather: namesake !== undefined,
    },
  };
}

type Surnames = Pick<Person, 'surname' | 'birthSurname' | 'previousSurnames' | 'motherBirthSurname'>;

function surnamesOf(world: World, setting: Setting, random: Random): Surnames {
  const { member, family, tradition, plan } = setting;
  const { names } = world;
  const fresh = (): string => names.familySurnameOf(member.sex, names.surname(tradition, random));
  if (member.part === 'child') {
    const followsMother = random.chance(0.08);
    const surname = names.familySurnameOf(member.sex, followsMother ? family.motherSurname : family.surname);
    return {
      surname,
      birthSurname: surname,
      previousSurnames: [],
      motherBirthSurname: names.familySurnameOf('F', family.motherSurname),
    };
  }
  const motherBirthSurname = names.familySurnameOf('F', names.surname(tradition, random));
  const unrelated = plan.kind === 'sharers' || plan.kind === 'care-home';
  const surname = unrelated ? fresh() : names.familySurnameOf(member.sex, family.surname);
  if (member.sex === 'M') {
    const isFamily = unrelated || setting.people.length === 0 || member.part === 'grandparent';
    const own = isFamily ? surname : fresh();
    return { surname: own, birthSurname: own, previousSurnames: [], motherBirthSurname };
  }
  const ageYears = member.ageDays / 365.25;
  const married = ageYears < 22 ? 0.02 : plan.members.length === 1 && ageYears < 50 ? 0.3 : 0.74;
  const birthSurname =
    plan.members.length > 1 && !unrelated && member.part === 'adult'
      ? names.familySurnameOf('F', family.motherSurname)
      : fresh();
  if (!random.chance(married)) {
    return { surname: birthSurname, birthSurname, previousSurnames: [], motherBirthSurname };
  }
  const between = random.chance(0.1) ? [fresh()] : [];
  return {
    surname: random.chance(0.04) ? `${birthSurname}-${surname}` : surname,
    birthSurname,
    previousSurnames: [birthSurname, ...between],
    motherBirthSurname,
  };
}

function fatherToNameAfter(setting: Setting, random: Random): Person | undefined {
  const { member, people, plan } = setting;
  if (member.part !== 'child' || member.sex !== 'M' || member.isTwin || plan.kind === 'sharers')
    return undefined;
  const elderSon = people.some((one) => one.place.part === 'child' && one.sex === 'M');
  if (elderSon || !random.chance(0.06)) return undefined;
  return people.find((one) => one.place.part === 'adult' && one.sex === 'M');
}

function forenamesOf(world: World, setting: Setting, birthYear: number, random: Random): readonly string[] {
  const { member, tradition, people } = setting;
  const count = random.chance(0.2) ? 1 : random.chance(0.14) ? 3 : 2;
  // Brothers and sisters do not share a first name.
  const taken = new Set(
    people.filter((one) => one.place.part === member.part).map((one) => one.forenames[0]),
  );
  const chosen: string[] = [];
  for (let tries = 0; chosen.length < count && tries < 30; tries += 1) {
    const name = world.names.forename(tradition, member.sex, birthYear, random);
    if (chosen.includes(name) || (chosen.length === 0 && taken.has(name))) continue;
    chosen.push(name);
  }
  return chosen;
}

function formerAddresses(world: World, random: Random): readonly Address[] {
  if (!random.chance(0.65)) return [];
  return Array.from({ length: random.pickRanked([1, 1, 2, 3]) }, () => world.places.home(random));
}

function needOf(world: World, member: PlannedMember, index: number): Need {
  const random = new Random(world.seed, 'need', index);
  const age = member.ageDays / 365.25;
  if (age < 16) return random.chance(0.03) ? 'child-concern' : 'none';
  const frail = age > 80 ? 0.3 : age > 65 ? 0.09 : 0.015;
  return random.chance(member.part === 'resident' ? 0.7 : frail) ? 'frail' : 'none';
}

/** The register keeps people for some years after they die: about three in a hundred of it. */
function deathChance(ageDays: number): number {
  const age = ageDays / 365.25;
  if (age < 40) return 0.002;
  if (age < 65) return 0.012;
  return age < 80 ? 0.05 : 0.16;
}

function deathDay(asOf: DayNumber, born: DayNumber, random: Random): DayNumber {
  return Math.max(born, asOf - random.between(1, 5 * 365));
}

/** Numbers from the ranges that are kept for drama. */
function telephone(random: Random): string {
  if (random.chance(0.25)) return '';
  return random.chance(0.7)
    ? `07700 900${`${random.between(0, 999)}`.padStart(3, '0')}`
    : `01632 960${`${random.between(0, 999)}`.padStart(3, '0')}`;
}
