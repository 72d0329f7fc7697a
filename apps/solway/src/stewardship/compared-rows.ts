import { type ComparedField, compareRecords } from '@solway/identity';
import { type ChiNumber, formatChi, formatDate, type IsoDate } from '@solway/kernel';
import type { ChiPersonRow, CouncilPersonRow } from '@solway/store';
import type { ComparedRow } from '@solway/web';

const LABELS: Readonly<Record<ComparedField, string>> = {
  surname: 'Surname',
  forenames: 'Forenames',
  'known-as': 'Known as',
  'earlier-surnames': 'Earlier surnames',
  'mother-birth-surname': 'Mother’s birth surname',
  'birth-date': 'Born',
  sex: 'Sex',
  'death-date': 'Died',
  address: 'Address',
  postcode: 'Postcode',
  'earlier-addresses': 'Earlier addresses',
  chi: 'CHI number',
  'gp-practice': 'GP practice',
};

/** Lines of the two sides; one that nobody holds anything in is left out. */
export function comparedRows(
  council: CouncilPersonRow,
  people: readonly (ChiPersonRow | undefined)[],
): readonly ComparedRow[] {
  const compared = people.map((one) => (one === undefined ? [] : compareRecords(council, one)));
  return (Object.keys(LABELS) as ComparedField[])
    .map((field) => ({
      label: LABELS[field],
      council: councilValues(council, field),
      candidates: compared.map((fields) => {
        const found = fields.find((one) => one.field === field);
        return {
          value: (found?.value ?? []).map((one) => written(field, one)),
          as: found?.agreement ?? 'none',
        };
      }),
    }))
    .filter((row) => row.council.length > 0 || row.candidates.some((one) => one.value.length > 0));
}

function written(field: ComparedField, value: string): string {
  if (field === 'birth-date' || field === 'death-date') return formatDate(value as IsoDate);
  if (field === 'chi') return formatChi(value as ChiNumber);
  return field === 'sex' ? (value === 'male' ? 'Male' : 'Female') : value;
}

function councilValues(council: CouncilPersonRow, field: ComparedField): readonly string[] {
  const one = (value: string | null): readonly string[] =>
    value === null || value === '' ? [] : [written(field, value)];
  const current = council.addresses.filter((place) => place.current);
  switch (field) {
    case 'surname':
      return one(council.surname);
    case 'forenames':
      return one(council.forenames);
    case 'known-as':
      return one(council.known_as);
    case 'earlier-surnames':
      return council.previous_surnames;
    case 'birth-date':
      return one(council.birth_date);
    case 'sex':
      return one(council.sex);
    case 'address':
      return current.flatMap((place) => one(place.address));
    case 'postcode':
      return current.flatMap((place) => one(place.postcode));
    case 'earlier-addresses':
      return council.addresses
        .filter((place) => !place.current)
        .map((place) => [place.address, place.postcode].filter(Boolean).join(', '));
    case 'chi':
      return council.chi_held === null
        ? []
        : [/^[0-9]{10}$/.test(council.chi_held) ? written(field, council.chi_held) : council.chi_held];
    case 'mother-birth-surname':
    case 'death-date':
    case 'gp-practice':
      return [];
  }
}
