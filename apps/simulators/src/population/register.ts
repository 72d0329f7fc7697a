import type { Need, Person, Sex } from './person.ts';

/** A person as the CHI register holds them: one line of `chi.csv`. Empty text is an empty cell. */
export interface RegisterEntry {
  readonly chi: string;
  readonly surname: string;
  readonly forenames: readonly string[];
  readonly knownAs: string;
  readonly birthSurname: string;
  readonly previousSurnames: readonly string[];
  readonly motherBirthSurname: string;
  readonly birthDate: string;
  readonly sex: Sex;
  readonly deathDate: string;
  readonly address: string;
  readonly postcode: string;
  readonly previousPostcodes: readonly string[];
  readonly gpPractice: string;
  readonly telephone: string;
  readonly need: Need;
  /** The file of the FHIR bundle that holds this person's record, where there is one. */
  readonly bundle?: string;
}

export function registerEntry(person: Person, chi: string): RegisterEntry {
  return {
    chi,
    surname: person.surname,
    forenames: person.forenames,
    knownAs: person.knownAs ?? '',
    birthSurname: person.birthSurname,
    previousSurnames: person.previousSurnames,
    motherBirthSurname: person.motherBirthSurname,
    birthDate: person.birthDate,
    sex: person.sex,
    deathDate: person.deathDate ?? '',
    address: person.address.line,
    postcode: person.address.postcode,
    previousPostcodes: person.formerAddresses.map((one) => one.postcode),
    gpPractice: person.gpPractice,
    telephone: person.telephone,
    need: person.need,
  };
}
