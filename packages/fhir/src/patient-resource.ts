import type { Patient } from '@medplum/fhirtypes';
import type { NamedPerson } from '@solway/disclosure';
import { CHI_SYSTEM, MOSAIC_SYSTEM } from '@solway/kernel';
import type { BannerPerson } from '@solway/record';
import type { FoundPerson } from '@solway/store';
import type { EntryResource } from './resources/convert.ts';
import { present } from './resources/present.ts';

type PatientResource = Patient & EntryResource;

/** A person as their own organisation's register has them. */
export function ownPatient(found: FoundPerson, person: NamedPerson, id: string): PatientResource {
  return present<PatientResource>({
    resourceType: 'Patient',
    id,
    identifier: identifiersOf(person),
    name: [nameOf(found.surname, found.forenames, found.title ?? undefined)],
    gender: found.sex ?? 'unknown',
    birthDate: found.birth_date ?? undefined,
    deceasedDateTime: found.death_date ?? undefined,
    address:
      found.address === null && found.postcode === null
        ? undefined
        : [
            present<NonNullable<Patient['address']>[number]>({
              text: found.address ?? undefined,
              postalCode: found.postcode ?? undefined,
            }),
          ],
  });
}

/** The person at the head of a page, for a Bundle that includes its patient. */
export function bannerPatient(banner: BannerPerson, person: NamedPerson, id: string): PatientResource {
  const { name, birthDate, gender, deceased } = banner;
  return present<PatientResource>({
    resourceType: 'Patient',
    id,
    identifier: identifiersOf(person, banner.chi),
    name: [nameOf(name.family, name.given.split(' ').filter(Boolean), name.title)],
    gender: genderOf(gender),
    birthDate,
    deceasedDateTime: deceased?.date,
    deceasedBoolean: deceased !== undefined && deceased.date === undefined ? true : undefined,
  });
}

/** The identifier that the client's own organisation knows the person by, and the other's where it is shared. */
export function identifiersOf(person: NamedPerson, chi?: string): NonNullable<Patient['identifier']> {
  const own: NonNullable<Patient['identifier']> =
    'chi' in person
      ? [{ use: 'official', system: CHI_SYSTEM, value: person.chi }]
      : [{ use: 'official', system: MOSAIC_SYSTEM, value: person.personId }];
  return 'chi' in person || chi === undefined
    ? own
    : [...own, { use: 'official', system: CHI_SYSTEM, value: chi }];
}

export function nameOf(
  family: string,
  given: readonly string[],
  title?: string,
): NonNullable<Patient['name']>[number] {
  return present<NonNullable<Patient['name']>[number]>({
    use: 'official',
    family: family === '' ? undefined : family,
    given: given.length === 0 ? undefined : [...given],
    prefix: title === undefined ? undefined : [title],
  });
}

export function genderOf(word: string | undefined): NonNullable<Patient['gender']> {
  switch (word?.toLowerCase()) {
    case 'male':
      return 'male';
    case 'female':
      return 'female';
    case 'other':
      return 'other';
    case undefined:
    default:
      return 'unknown';
  }
}
