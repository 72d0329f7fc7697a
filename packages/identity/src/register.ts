import type { ChiCandidate, Comparable, CouncilCandidate } from './candidate.ts';
import type { NameFrequency } from './score.ts';

/** A block that holds more people than this tells nobody apart, and is passed over. */
const LARGEST_BLOCK = 400;

/** The CHI register in memory, found by the blocks that a record can share with the right person's. */
export class ChiRegister implements NameFrequency {
  readonly size: number;
  readonly #blocks = new Map<string, ChiCandidate[]>();
  readonly #surnames = new Map<string, number>();
  readonly #forenames = new Map<string, number>();

  constructor(people: Iterable<ChiCandidate>) {
    let size = 0;
    for (const person of people) {
      size += 1;
      for (const key of new Set([...blockKeys(person), `chi:${person.chi}`])) this.#add(key, person);
      for (const name of person.surnames) this.#surnames.set(name, (this.#surnames.get(name) ?? 0) + 1);
      for (const name of person.forenames) this.#forenames.set(name, (this.#forenames.get(name) ?? 0) + 1);
    }
    this.size = size;
  }

  #add(key: string, person: ChiCandidate): void {
    const block = this.#blocks.get(key);
    if (block === undefined) this.#blocks.set(key, [person]);
    else block.push(person);
  }

  /** Everyone who shares a block, once each. */
  candidatesFor(person: CouncilCandidate): ReadonlySet<ChiCandidate> {
    const found = new Set<ChiCandidate>();
    const keys = blockKeys(person);
    if (person.chiHeld !== null) keys.push(`chi:${person.chiHeld}`);
    for (const key of keys) {
      const block = this.#blocks.get(key);
      if (block === undefined || block.length > LARGEST_BLOCK) continue;
      for (const candidate of block) found.add(candidate);
    }
    return found;
  }

  surname(name: string): number {
    return (this.#surnames.get(name) ?? 1) / Math.max(this.size, 1);
  }

  forename(name: string): number {
    return (this.#forenames.get(name) ?? 1) / Math.max(this.size, 1);
  }
}

function blockKeys(person: Comparable): string[] {
  const keys: string[] = [];
  const year = person.birthDate?.slice(0, 4);
  for (const surname of person.surnames) {
    if (person.birthDate !== null) {
      keys.push(`ds:${person.birthDate}:${surname.slice(0, 3)}`);
      const [y, m, d] = person.birthDate.split('-');
      if (Number(d) <= 12) keys.push(`ds:${y}-${d}-${m}:${surname.slice(0, 3)}`);
    }
    for (const forename of person.forenames)
      keys.push(`sfy:${surname}:${forename}:${year?.slice(0, 3) ?? ''}`);
    if (person.birthDate === null)
      for (const forename of person.forenames) keys.push(`sf:${surname}:${forename}`);
    for (const postcode of person.postcodes) keys.push(`ps:${postcode}:${surname}`);
  }
  // Both ways round, for names that were entered the wrong way round.
  const [forename, surname] = [person.forenames[0], person.surnames[0]];
  if (forename !== undefined && surname !== undefined && person.birthDate !== null) {
    keys.push(`dw:${person.birthDate}:${[forename, surname].sort().join(':')}`);
  }
  for (const name of person.forenames) {
    if (person.birthDate !== null) keys.push(`df:${person.birthDate}:${name.slice(0, 3)}`);
    for (const postcode of person.postcodes) keys.push(`pf:${postcode}:${name}`);
    if (year !== undefined) for (const family of person.surnames) keys.push(`sf:${family}:${name}`);
  }
  for (const postcode of person.postcodes)
    if (person.birthDate !== null) keys.push(`dp:${person.birthDate}:${postcode}`);
  return keys;
}
