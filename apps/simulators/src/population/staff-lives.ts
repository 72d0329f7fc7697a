import { ageInYears } from './calendar.ts';
import { population, type PopulationOptions } from './population.ts';
import type { RegisterEntry } from './register.ts';

const YOUNGEST = 23;
const OLDEST = 64;

/** Staff live here too: so many people of working age from the register, one a household, the same each time. */
export function workingPeople(options: PopulationOptions, count: number): readonly RegisterEntry[] {
  const people: RegisterEntry[] = [];
  for (const { register } of population(options)) {
    const adult = register.find((one) => {
      const age = ageInYears(one.birthDate, options.asOf);
      return one.deathDate === '' && one.bundle === undefined && age >= YOUNGEST && age <= OLDEST;
    });
    if (adult !== undefined) people.push(adult);
    if (people.length === count) break;
  }
  return people;
}

const DISTRICTS: readonly (readonly [word: string, districts: string])[] = [
  ['Nithsdale', 'DG1|DG2|DG3|DG4'],
  ['Nithbank', 'DG1|DG2|DG3'],
  ['Annandale', 'DG10|DG11|DG12|DG13|DG14|DG16'],
  ['Stewartry', 'DG5|DG6|DG7'],
  ['Wigtownshire', 'DG8|DG9'],
];

/** The postcode districts that a team's name speaks of, separated by `|`; empty for one that serves everybody. */
export function districtsServed(team: string): string {
  return DISTRICTS.find(([word]) => team.includes(word))?.[1] ?? '';
}

const ROUND_THE_CLOCK = new Set([
  'ward-nurse',
  'hospital-doctor',
  'ed-clinician',
  'midwife',
  'paediatrician',
]);
const EVERY_DAY = new Set([
  'community-nurse',
  'home-team-member',
  'homecare-organiser',
  'access-point-handler',
]);

/** When somebody of a role works. */
export function hoursOfWork(role: string): string {
  if (ROUND_THE_CLOCK.has(role)) return 'any';
  return EVERY_DAY.has(role) ? 'Mo-Su 07:30-21:00' : 'Mo-Fr 08:00-18:00';
}
