import { ageInYears, isoOf } from './calendar.ts';
import type { CouncilTraits } from './council-record.ts';
import type { World } from './household.ts';
import type { Person } from './person.ts';
import type { Random } from './random.ts';

/** Shares of the children, and of the women of an age to have one, whom the council knows. */
const CHILD_PROTECTION = 0.008;
const LOOKED_AFTER = 0.022;
const UNBORN = 0.002;
const LOOKED_AFTER_KINDS = ['LAC_CSO', 'LAC_KINSHIP', 'LAC_CSO', 'LAC_PERMANENCE', 'LAC_S25'] as const;

/** Children on the child protection register and looked after: a few in any population, one of each in the smallest. */
export class Registrations {
  readonly #asOf: string;
  #hasProtected = false;
  #hasLookedAfter = false;
  #hasUnborn = false;
  #toSkip: number;

  constructor(world: World, records: number) {
    this.#asOf = isoOf(world.asOf);
    this.#toSkip = Math.floor(records / 20);
  }

  of(person: Person, random: Random): Omit<CouncilTraits, 'relatives'> {
    this.#toSkip -= 1;
    const age = ageInYears(person.birthDate, this.#asOf);
    const alive = person.deathDate === undefined;
    const child = alive && age < 16;
    const first = this.#toSkip < 0;
    const childProtection = child && (random.chance(CHILD_PROTECTION) || (first && !this.#hasProtected));
    const isLookedAfter =
      child && !childProtection && (random.chance(LOOKED_AFTER) || (first && !this.#hasLookedAfter));
    const mayBear = alive && person.sex === 'F' && age >= 17 && age <= 41;
    const unbornOnRegister = mayBear && (random.chance(UNBORN) || (first && !this.#hasUnborn));
    this.#hasProtected ||= childProtection;
    this.#hasLookedAfter ||= isLookedAfter;
    this.#hasUnborn ||= unbornOnRegister;
    return {
      childProtection,
      ...(isLookedAfter ? { lookedAfter: random.pick(LOOKED_AFTER_KINDS) } : {}),
      unbornOnRegister,
    };
  }
}
