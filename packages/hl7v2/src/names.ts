import { Hl7Error } from './error.ts';
import { component, DELETE, type Hl7Message, repetitions, type Segment } from './message.ts';

export type PersonPart = 'birth-date' | 'sex' | 'death-date';

/** The names of a message: the name in use, and what else the person is or was called. */
export interface NamesSaid {
  readonly surname: string;
  readonly forenames: readonly string[];
  /** A nickname. */
  readonly knownAs?: string;
  /** The name at birth, or a maiden name. */
  readonly birthSurname?: string;
  /** Aliases, and names of PID-9. */
  readonly otherSurnames: readonly string[];
}

const LONGEST = 100;
const MOST_FORENAMES = 3;

/**
 * PID-5 and PID-9 by HL7 table 0200: L or C is the name in use, else the first of no other kind; M and B the name at
 * birth; N a nickname; A another.
 * @throws {Hl7Error} `surname-missing`
 */
export function namesOf(message: Hl7Message, pid: Segment): NamesSaid {
  const names = repetitions(message, pid, 5);
  const part = (name: string | undefined, place: number): string => {
    const value = name === undefined ? '' : component(message, name, place).slice(0, LONGEST);
    return value === DELETE ? '' : value;
  };
  const ofType = (...types: readonly string[]): string | undefined =>
    names.find((one) => types.includes(component(message, one, 7).toUpperCase()));
  const inUse = ofType('L') ?? ofType('C') ?? ofType('', 'D', 'U');
  const surname = part(inUse, 1);
  if (surname === '') throw new Hl7Error('surname-missing', 'there is no surname in use', 'PID^1^5');
  const knownAs = part(ofType('N'), 2);
  const birthSurname = part(ofType('B') ?? ofType('M'), 1);
  const aliases = [
    ...names.filter((one) => component(message, one, 7).toUpperCase() === 'A'),
    ...repetitions(message, pid, 9),
  ];
  return {
    surname,
    forenames: `${part(inUse, 2)} ${part(inUse, 3)}`
      .split(/\s+/)
      .filter((one) => one !== '')
      .slice(0, MOST_FORENAMES),
    ...(knownAs === '' ? {} : { knownAs }),
    ...(birthSurname === '' ? {} : { birthSurname }),
    otherSurnames: [...new Set(aliases.map((one) => part(one, 1)))].filter(
      (one) => one !== '' && one !== surname,
    ),
  };
}
