import { ageInYears, isoOf } from './calendar.ts';
import type { CouncilEntry, CouncilRecord, CouncilTraits } from './council-record.ts';
import { DUPLICATES, NOT_ON_REGISTER, PROTECTED_IDENTITIES } from './error-rates.ts';
import type { World } from './household.ts';
import type { Need, Person } from './person.ts';
import { Quota } from './quota.ts';
import { Random } from './random.ts';
import { earlierIdentity } from './earlier-identity.ts';
import { relativesOf } from './relatives.ts';
import { Registrations } from './registrations.ts';
import { writeDown } from './write-down.ts';

export interface Known {
  readonly person: Person;
  readonly chi: string | undefined;
}

const SECOND_RECORD: CouncilTraits = {
  need: 'none',
  isSecondRecord: true,
  childProtection: false,
  unbornOnRegister: false,
  relatives: [],
};

/** Person ids run through this many numbers in a scattered order, so that none tells when a record was made. */
const ID_SPACE = 9_999_991;
const ID_STEP = 3_941_987;

/**
 * Who of the population the council knows, and how it wrote them down. The number of records comes out exact: the
 * chance of each person being known is what is still wanted over what is still to come.
 */
export class CouncilView {
  readonly #world: World;
  readonly #notOnRegister: Quota;
  readonly #both: Quota;
  readonly #duplicates: Quota;
  readonly #register: Quota;
  readonly #registrations: Registrations;
  readonly #idOffset: number;
  #written = 0;

  constructor(world: World, sizes: { readonly people: number; readonly records: number }) {
    this.#world = world;
    const duplicates = Math.round(sizes.records * DUPLICATES);
    const notOnRegister = Math.round(sizes.records * NOT_ON_REGISTER);
    this.#duplicates = new Quota(duplicates, sizes.records - duplicates);
    this.#notOnRegister = new Quota(notOnRegister, sizes.people + notOnRegister);
    this.#both = new Quota(sizes.records - duplicates - notOnRegister, sizes.people);
    this.#register = new Quota(sizes.people, sizes.people);
    this.#idOffset = new Random(world.seed, 'person-ids').between(0, ID_SPACE - 1);
    this.#registrations = new Registrations(world, sizes.records);
  }

  get isComplete(): boolean {
    return this.#register.isMet && this.#notOnRegister.isMet;
  }

  choose(person: Person): 'both' | 'council-only' | 'register-only' {
    const random = new Random(this.#world.seed, 'known', person.index);
    if (this.#register.isMet || this.#notOnRegister.take(oddity(person), random)) {
      if (this.#register.isMet) this.#notOnRegister.takeOne();
      return 'council-only';
    }
    this.#register.takeOne();
    const age = ageInYears(person.birthDate, isoOf(this.#world.asOf));
    return this.#both.take(likelihood(age, person.need), random) ? 'both' : 'register-only';
  }

  writeHousehold(known: readonly Known[]): readonly CouncilEntry[] {
    const entries: { entry: CouncilEntry; person: Person }[] = [];
    for (const one of known) {
      for (const entry of this.#write(one)) entries.push({ entry, person: one.person });
    }
    return entries.map(({ entry, person }) => ({
      ...entry,
      traits: { ...entry.traits, relatives: relativesOf(person, entry.record.personId, entries) },
    }));
  }

  #write(known: Known): CouncilEntry[] {
    const { person, chi } = known;
    const random = new Random(this.#world.seed, 'council', person.index);
    const origin = chi === undefined ? (['not-on-register'] as const) : [];
    const entries = [this.#entry(person, chi, origin, random)];
    if (this.#duplicates.take(1, random))
      entries.push(this.#entry(person, chi, [...origin, 'duplicate'], random));
    // A protected earlier identity takes the place of someone who is not on the register.
    if (chi !== undefined && random.chance(PROTECTED_IDENTITIES) && this.#notOnRegister.giveUpOne()) {
      this.#duplicates.pass();
      const before = earlierIdentity(this.#world, person, random);
      entries.push(this.#entry(before, undefined, ['protected-earlier-identity'], random));
    }
    return entries;
  }

  #entry(
    person: Person,
    chi: string | undefined,
    origin: CouncilEntry['truth']['kinds'],
    random: Random,
  ): CouncilEntry {
    const { record, errors } = writeDown(this.#world, person, chi, random);
    const full: CouncilRecord = { personId: this.#nextId(), ...record };
    return {
      record: full,
      traits: origin.includes('duplicate')
        ? SECOND_RECORD
        : { ...this.#registrations.of(person, random), isSecondRecord: false, relatives: [] },
      truth: { ...(chi === undefined ? {} : { chi }), kinds: [...origin, ...errors] },
    };
  }

  #nextId(): string {
    this.#written += 1;
    return `${10_000_000 + ((this.#written * ID_STEP + this.#idOffset) % ID_SPACE)}`;
  }
}

/** One twin of two, and a son with his father's name, are the people whom a register is likeliest to be without. */
function oddity(person: Person): number {
  if (person.place.isTwin) return 5;
  return person.place.namedAfterFather ? 8 : 0.9;
}

/** Those in need, the very old and the young are likelier to be known to social work. */
function likelihood(age: number, need: Need): number {
  if (need !== 'none') return 2.6;
  if (age >= 85) return 1.7;
  if (age >= 75) return 1.4;
  if (age >= 65) return 1.05;
  return age < 18 ? 1.1 : 0.8;
}
