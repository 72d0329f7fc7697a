import { ageInYears, isoOf } from './calendar.ts';
import type { World } from './household.ts';
import type { Person } from './person.ts';
import type { Random } from './random.ts';

/**
 * The identity a person had before adoption (a child) or a change of gender (an adult), as an old council record
 * still holds it. The law protects it: that the two are one person may not be shown, inferred or linked.
 */
export function earlierIdentity(world: World, person: Person, random: Random): Person {
  const before = { ...person, formerAddresses: [], previousSurnames: [] };
  if (ageInYears(person.birthDate, isoOf(world.asOf)) < 18) {
    const surname = world.names.surname('scottish', random);
    return { ...before, surname, birthSurname: surname, address: world.places.home(random) };
  }
  const sex = person.sex === 'F' ? 'M' : 'F';
  const forename = world.names.forename('scottish', sex, Number(person.birthDate.slice(0, 4)), random);
  const { knownAs: _, ...rest } = before;
  return { ...rest, sex, forenames: [forename] };
}
