/** The columns that a match reads of each file. Others are ignored. */
export interface FileColumns {
  readonly id: string;
  readonly required: readonly string[];
  readonly optional: readonly string[];
}

export const COUNCIL_FILE: FileColumns = {
  id: 'person_id',
  required: ['person_id', 'forenames', 'surname'],
  optional: [
    'title',
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
  ],
};

export const CHI_FILE: FileColumns = {
  id: 'chi',
  required: ['chi', 'surname', 'forename_1'],
  optional: [
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
  ],
};
