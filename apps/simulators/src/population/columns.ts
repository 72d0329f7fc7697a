import type { CouncilEntry, CouncilRecord } from './council-record.ts';
import type { RegisterEntry } from './register.ts';

/** The columns that a match reads and a steward knows; lists inside a cell are separated by `|`. */
export const REGISTER_COLUMNS = [
  'chi',
  'surname',
  'forename_1',
  'forename_2',
  'forename_3',
  'known_as',
  'birth_surname',
  'previous_surnames',
  'mother_birth_surname',
  'date_of_birth',
  'sex',
  'date_of_death',
  'address',
  'postcode',
  'previous_postcodes',
  'gp_practice',
] as const;

export function registerCells(entry: RegisterEntry): readonly string[] {
  return [
    entry.chi,
    entry.surname,
    entry.forenames[0] ?? '',
    entry.forenames[1] ?? '',
    entry.forenames[2] ?? '',
    entry.knownAs,
    entry.birthSurname,
    entry.previousSurnames.join('|'),
    entry.motherBirthSurname,
    entry.birthDate,
    entry.sex,
    entry.deathDate,
    entry.address,
    entry.postcode,
    entry.previousPostcodes.join('|'),
    entry.gpPractice,
  ];
}

export const COUNCIL_COLUMNS = [
  'person_id',
  'title',
  'forenames',
  'surname',
  'known_as',
  'previous_surnames',
  'date_of_birth',
  'sex',
  'address',
  'postcode',
  'telephone',
  'context_flag',
  'restricted',
  'chi',
] as const;

export function councilCells(record: CouncilRecord): readonly string[] {
  return [
    record.personId,
    record.title,
    record.forenames,
    record.surname,
    record.knownAs,
    record.previousSurnames.join('|'),
    record.dateOfBirth,
    record.sex,
    record.address,
    record.postcode,
    record.telephone,
    record.contextFlag,
    record.restricted,
    record.chi,
  ];
}

export const TRUTH_COLUMNS = ['person_id', 'chi', 'error_kinds'] as const;

export function truthCells({ record, truth }: CouncilEntry): readonly string[] {
  return [record.personId, truth.chi ?? '', truth.kinds.join('|')];
}
