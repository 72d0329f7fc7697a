import { withoutUndefined } from '../mapping/without-undefined.ts';
import type { MosaicRow } from '../mosaic/row-reader.ts';
import type { CouncilPerson, PersonAddress, RejectedRow } from '../population.ts';
import { PersonParts } from './person-parts.ts';

/** A row of the population statement as a person. `line` is the row's place in the answer, from 1. */
export function councilPersonFrom(row: MosaicRow, line: number): CouncilPerson | RejectedRow {
  const parts = new PersonParts();
  const personId = parts.text(row['person_id'], 'names');
  if (personId === undefined) return { rejected: 'person-id-missing', line };
  const surname = parts.text(row['last_name'], 'names');
  if (surname === undefined) return { rejected: 'surname-missing', line };
  return withoutUndefined<CouncilPerson>({
    personId,
    title: parts.text(row['title'], 'names'),
    forenames: parts.text(row['first_name'], 'names') ?? '',
    surname,
    knownAs: parts.text(row['known_as'], 'names'),
    previousSurnames: listIn(row['previous_surnames'], 'names', parts),
    birthDate: parts.date(row['date_of_birth'], 'birth-date'),
    sex: parts.sex(row['gender']),
    addresses: addressesIn(row['addresses'], parts),
    telephones: listIn(row['telephones'], 'telephones', parts),
    context: contextOf(row['context_flag'], parts),
    restricted: row['restricted'] !== 'N',
    protectedIdentity: row['protected_identity'] !== 'f',
    protection: row['protection'] !== 'f',
    chi: parts.text(row['nhs_id'], 'names'),
    ...parts.problems,
  });
}

function contextOf(value: unknown, parts: PersonParts): 'adult' | 'child' | undefined {
  if (value === null || value === undefined) return undefined;
  if (value === 'A') return 'adult';
  return value === 'C' ? 'child' : parts.unreadable('context');
}

function listIn(value: unknown, part: 'names' | 'telephones', parts: PersonParts): readonly string[] {
  return jsonList(value).flatMap((one) => parts.text(one, part) ?? []);
}

function addressesIn(value: unknown, parts: PersonParts): readonly PersonAddress[] {
  return jsonList(value).flatMap((one) => {
    const [address, postcode, current] = Array.isArray(one) ? (one as unknown[]) : [];
    const words = parts.text(address, 'addresses');
    const code = parts.text(postcode, 'addresses');
    if (words === undefined && code === undefined) return [];
    return [
      withoutUndefined<PersonAddress>({ address: words ?? '', postcode: code, current: current === true }),
    ];
  });
}

/** What our own statement made with json_agg; null where there was nothing. */
function jsonList(value: unknown): readonly unknown[] {
  if (typeof value !== 'string') return [];
  const parsed: unknown = JSON.parse(value);
  return Array.isArray(parsed) ? (parsed as unknown[]) : [];
}
