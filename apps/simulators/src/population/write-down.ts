import { ageInYears, dayOf, isoOf } from './calendar.ts';
import type { CouncilRecord } from './council-record.ts';
import { ERROR_RATES, type RecordingError } from './error-rates.ts';
import { misspell, nearDate, swapDayAndMonth, swapMac } from './misspell.ts';
import type { World } from './household.ts';
import type { Person } from './person.ts';
import type { Address } from './places.ts';
import type { Random } from './random.ts';

/** Shares of people who can carry a mistake at all, so that its share of all records comes out as published. */
const HAVE_MIDDLE_NAME = 0.8;
const HAVE_FORMER_ADDRESS = 0.65;
/** Those with an address at all, less those written at a former one. */
const STILL_TO_MOVE = 0.87;
const DAY_AND_MONTH_CAN_SWAP = 0.361;
const CHI_BEGINS_WITH_ZERO = 0.296;

export interface WrittenDown {
  readonly record: Omit<CouncilRecord, 'personId'>;
  readonly errors: readonly RecordingError[];
}

/** One person as a busy council office writes them down, with the mistakes that offices make. */
export function writeDown(
  world: World,
  person: Person,
  chi: string | undefined,
  random: Random,
): WrittenDown {
  const writer = new Writer(world, person, random);
  const name = writer.name();
  const dateOfBirth = writer.birthDate();
  const sex = writer.sex();
  const address = writer.address();
  return {
    record: {
      ...name,
      title: writer.title(),
      dateOfBirth,
      sex,
      address: address?.line ?? '',
      postcode: address?.postcode ?? '',
      telephone: random.chance(0.6) ? person.telephone : '',
      contextFlag: ageInYears(person.birthDate, isoOf(world.asOf)) < 18 ? 'C' : 'A',
      restricted: writer.errs('restricted') ? 'Y' : 'N',
      chi: writer.chi(chi),
    },
    errors: writer.errors,
  };
}

class Writer {
  readonly errors: RecordingError[] = [];
  readonly #world: World;
  readonly #person: Person;
  readonly #random: Random;
  readonly #asOf: string;

  constructor(world: World, person: Person, random: Random) {
    this.#world = world;
    this.#person = person;
    this.#random = random;
    this.#asOf = isoOf(world.asOf);
  }

  /** Decides on a mistake and notes it. `canCarry` is the share of people on whom it could fall. */
  errs(kind: RecordingError, possible = true, canCarry = 1): boolean {
    const made = this.#random.chance(ERROR_RATES[kind] / canCarry) && possible;
    if (made) this.errors.push(kind);
    return made;
  }

  name(): Pick<CouncilRecord, 'forenames' | 'surname' | 'knownAs' | 'previousSurnames'> {
    const person = this.#person;
    let forenames = this.#forenames();
    let surname = this.#surname();
    if (this.errs('names-swapped')) [forenames, surname] = [surname, forenames];
    const tellsBefore = surname === person.surname && this.#random.chance(0.35);
    return {
      forenames,
      surname,
      knownAs: this.#random.chance(0.5) ? (person.knownAs ?? '') : '',
      previousSurnames: tellsBefore ? person.previousSurnames : [],
    };
  }

  title(): string {
    const { sex, birthDate, previousSurnames } = this.#person;
    if (ageInYears(birthDate, this.#asOf) < 16 || this.#random.chance(0.15)) return '';
    if (sex === 'M') return 'Mr';
    return previousSurnames.length > 0 ? 'Mrs' : this.#random.pick(['Miss', 'Ms']);
  }

  birthDate(): string {
    const { birthDate } = this.#person;
    const otherWay = swapDayAndMonth(birthDate);
    const swapped = otherWay !== undefined && otherWay <= this.#asOf ? otherWay : undefined;
    if (this.errs('birth-date-missing')) return '';
    if (this.errs('birth-date-day-month-swapped', swapped !== undefined, DAY_AND_MONTH_CAN_SWAP)) {
      return swapped ?? birthDate;
    }
    if (this.errs('birth-date-near')) return nearDate(birthDate, this.#asOf, this.#random);
    if (this.errs('birth-date-first-of-january')) return `${birthDate.slice(0, 4)}-01-01`;
    return birthDate;
  }

  sex(): CouncilRecord['sex'] {
    const { sex } = this.#person;
    if (this.errs('sex-missing')) return '';
    if (this.errs('sex-wrong')) return sex === 'F' ? 'M' : 'F';
    return sex;
  }

  address(): Address | undefined {
    const { address, formerAddresses } = this.#person;
    if (this.errs('no-address')) {
      const words = this.#random.pick(['', 'No fixed abode', 'NFA', 'Not known']);
      return words === '' ? undefined : { line: words, postcode: '' };
    }
    const former = formerAddresses[0];
    if (this.errs('moved-since-known', former !== undefined, HAVE_FORMER_ADDRESS)) {
      return this.#asWritten(this.#random.pick(formerAddresses));
    }
    if (this.errs('moved-since', true, STILL_TO_MOVE))
      return this.#asWritten(this.#world.places.home(this.#random));
    return this.#asWritten(address);
  }

  chi(chi: string | undefined): string {
    if (chi === undefined) return '';
    const startsWithZero = chi.startsWith('0');
    if (this.errs('chi-held-zero-lost', startsWithZero, CHI_BEGINS_WITH_ZERO)) return chi.slice(1);
    return this.errs('chi-held') ? chi : '';
  }

  #forenames(): string {
    const { forenames, sex, birthDate, place } = this.#person;
    const [first = '', ...middle] = forenames;
    const underSixMonths = this.#world.asOf - dayOf(birthDate) < 183;
    if (underSixMonths && this.errs('baby')) {
      return place.isTwin
        ? this.#random.pick(['Twin One', 'Twin Two'])
        : this.#random.pick(['Baby', 'Baby Of']);
    }
    const familiar = this.#world.names.familiarForms(first);
    let name = first;
    if (this.errs('known-as', familiar.length > 0)) {
      name = this.#person.knownAs ?? this.#random.pickRanked(familiar);
    } else if (this.errs('middle-name-first', middle.length > 0, HAVE_MIDDLE_NAME)) {
      return middle[0] ?? first;
    }
    if (this.errs('forename-initial')) return name.charAt(0);
    if (this.errs('forename-typo')) name = misspell(name, this.#random);
    const tellsMiddle = middle.length > 0 && this.#random.chance(sex === 'F' ? 0.35 : 0.4);
    return tellsMiddle ? `${name} ${middle.join(' ')}` : name;
  }

  #surname(): string {
    const { surname, sex, previousSurnames, motherBirthSurname, birthDate } = this.#person;
    const child = ageInYears(birthDate, this.#asOf) < 18;
    const changed = sex === 'F' && previousSurnames.length > 0;
    let name = surname;
    if (this.errs('child-other-surname', child)) {
      const other = this.#random.chance(0.6) ? motherBirthSurname : this.#newSurname();
      name = other === surname ? this.#newSurname() : other;
    } else if (this.errs('former-surname', changed)) name = this.#random.pick(previousSurnames);
    else if (this.errs('unknown-surname')) name = this.#newSurname();
    const swapped = swapMac(name);
    if (swapped !== undefined && this.errs('mac-swapped')) name = swapped;
    if (name.includes('-') && this.errs('hyphen-lost')) {
      name = this.#random.chance(0.5) ? name.replace('-', ' ') : (name.split('-')[1] ?? name);
    }
    return this.errs('surname-typo') ? misspell(name, this.#random) : name;
  }

  #newSurname(): string {
    return this.#world.names.surname('scottish', this.#random);
  }

  /** The same place in the council's own hand: short forms, capitals, a space lost from the postcode. */
  #asWritten(address: Address): Address {
    const random = this.#random;
    let { line, postcode } = address;
    if (random.chance(0.15))
      line = line.replace(' Street', ' St').replace(' Road', ' Rd').replace(' Avenue', ' Ave');
    if (random.chance(0.08)) line = line.toUpperCase();
    if (random.chance(0.05)) line = line.replaceAll(',', '');
    if (random.chance(0.04)) postcode = postcode.replace(' ', '');
    return { line, postcode };
  }
}
