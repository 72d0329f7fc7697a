import { ageInYears, isoOf } from './calendar.ts';
import type { CouncilTraits } from './council-record.ts';
import type { World } from './household.ts';
import type { Person } from './person.ts';
import type { Random } from './random.ts';

/** Shares of the children there is concern for, and of women of an age to have a child, whom the council knows. */
const CHILD_PROTECTION = 0.15;
const LOOKED_AFTER = 0.4;
const UNBORN = 0.002;
const LOOKED_AFTER_KINDS = ['LAC_CSO', 'LAC_KINSHIP', 'LAC_CSO', 'LAC_PERMANENCE', 'LAC_S25'] as const;

/** Children on the child protection register and looked after: a few in any population, one of each in the smallest. */
export class Registrations {
  readonly #asOf: string;
  #hasProtected = false;
  #hasLookedAfter = false;
  #hasUnborn = false;
  #toCome: number;

  constructor(world: World, records: number) {
    this.#asOf = isoOf(world.asOf);
    this.#toCome = Math.floor(records / 2);
  }

  of(person: Person, random: Random): Omit<CouncilTraits, 'isSecondRecord' | 'relatives'> {
    this.#toCome -= 1;
    const age = ageInYears(person.birthDate, this.#asOf);
    const alive = person.deathDate === undefined;
    const concern = person.need === 'child-concern';
    const child = alive && age < 16;
    const anyWillDo = this.#toCome < 0;
    const eligible = child && (concern || anyWillDo);
    const childProtection = eligible && (!this.#hasProtected || (concern && random.chance(CHILD_PROTECTION)));
    const isLookedAfter =
      eligible && !childProtection && (!this.#hasLookedAfter || (concern && random.chance(LOOKED_AFTER)));
    const mayBear = alive && person.sex === 'F' && age >= 17 && age <= 41;
    const unbornOnRegister = mayBear && (random.chance(UNBORN) || (anyWillDo && !this.#hasUnborn));
    this.#hasProtected ||= childProtection;
    this.#hasLookedAfter ||= isLookedAfter;
    this.#hasUnborn ||= unbornOnRegister;
    return {
      need: person.need,
      ...(person.deathDate !== undefined && random.chance(0.7) ? { deathDate: person.deathDate } : {}),
      childProtection,
      ...(isLookedAfter ? { lookedAfter: random.pick(LOOKED_AFTER_KINDS) } : {}),
      unbornOnRegister,
    };
  }
}
