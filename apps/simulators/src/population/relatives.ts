import type { CouncilEntry, Relative } from './council-record.ts';
import type { Person } from './person.ts';

interface Member {
  readonly entry: CouncilEntry;
  readonly person: Person;
}

/** The others of a household whom the council knows, by what they are to this person. */
export function relativesOf(
  person: Person,
  personId: string,
  members: readonly Member[],
): readonly Relative[] {
  const relatives: Relative[] = [];
  for (const { entry, person: other } of members) {
    const relation = other.index === person.index ? undefined : relationOf(person, other);
    if (relation === undefined || entry.record.personId === personId) continue;
    if (entry.truth.kinds.includes('protected-earlier-identity')) continue;
    relatives.push({
      name: `${entry.record.forenames} ${entry.record.surname}`,
      relation,
      telephone: entry.record.telephone,
      personId: entry.record.personId,
    });
  }
  return relatives;
}

/** What `other` is to `person`. */
function relationOf(person: Person, other: Person): Relative['relation'] | undefined {
  const [mine, theirs] = [person.place.part, other.place.part];
  if (mine === 'resident' || theirs === 'resident') return undefined;
  if (mine === 'child' && theirs === 'child') return 'Sibling';
  if (mine === 'child' && theirs === 'adult') return other.sex === 'F' ? 'Mother' : 'Father';
  if (mine === 'child' && theirs === 'grandparent') return 'Grandparent';
  if (mine === 'adult' && theirs === 'child') return 'Child';
  if (mine === 'adult' && theirs === 'adult') return other.surname === person.surname ? 'Partner' : undefined;
  if (mine === 'adult' && theirs === 'grandparent') return other.sex === 'F' ? 'Mother' : 'Father';
  return undefined;
}
