import { type ChiFault, type ChiNumber, InvalidChiError, parseChi } from '@solway/kernel';
import { withoutUndefined } from '../mapping/without-undefined.ts';
import type { ChiPerson, RejectedRow } from '../population.ts';
import { PersonParts } from './person-parts.ts';

/** The columns of the board's extract. Lists inside a cell are separated by `|`; dates are ISO. */
export const CHI_COLUMNS = [
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

export type ChiColumn = (typeof CHI_COLUMNS)[number];
export type ChiCells = Readonly<Partial<Record<ChiColumn, string>>>;

export const REQUIRED_CHI_COLUMNS: readonly ChiColumn[] = ['chi', 'surname'];

/** One row as a person, or why not. */
export function chiPersonFrom(cells: ChiCells, line: number): ChiPerson | RejectedRow {
  const parts = new PersonParts();
  const written = parts.text(cells.chi, 'names');
  if (written === undefined) return { rejected: 'chi-missing', line };
  const number = readChi(written);
  if ('fault' in number) return { rejected: number.fault, line };
  const surname = parts.text(cells.surname, 'names');
  if (surname === undefined) return { rejected: 'surname-missing', line };
  return withoutUndefined<ChiPerson>({
    chi: number.chi,
    surname,
    forenames: [cells.forename_1, cells.forename_2, cells.forename_3].flatMap(
      (one) => parts.text(one, 'names') ?? [],
    ),
    knownAs: parts.text(cells.known_as, 'names'),
    birthSurname: parts.text(cells.birth_surname, 'names'),
    previousSurnames: listIn(cells.previous_surnames),
    motherBirthSurname: parts.text(cells.mother_birth_surname, 'names'),
    birthDate: parts.date(cells.date_of_birth, 'birth-date'),
    sex: parts.sex(cells.sex),
    deathDate: parts.date(cells.date_of_death, 'death-date'),
    address: parts.text(cells.address, 'addresses'),
    postcode: parts.text(cells.postcode, 'addresses'),
    previousPostcodes: listIn(cells.previous_postcodes),
    gpPractice: parts.text(cells.gp_practice, 'names'),
    ...(number.recovered ? { leadingZeroRecovered: true as const } : {}),
    ...parts.problems,
  });
}

function readChi(
  text: string,
): { readonly chi: ChiNumber; readonly recovered: boolean } | { readonly fault: ChiFault } {
  const recovered = /^[0-9]{9}$/.test(text);
  try {
    return { chi: parseChi(recovered ? `0${text}` : text).chi, recovered };
  } catch (error) {
    if (!(error instanceof InvalidChiError)) throw error;
    return { fault: recovered ? 'chi-not-ten-digits' : error.code };
  }
}

function listIn(cell: string | undefined): readonly string[] {
  return (cell ?? '')
    .split('|')
    .map((one) => one.trim())
    .filter((one) => one !== '');
}
