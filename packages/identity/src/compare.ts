import { type ChiNumber, crossCheckChi, type ChiWarning } from '@solway/kernel';
import { jaroWinkler } from '@solway/linkage';
import type { ChiPersonRow, CouncilPersonRow } from '@solway/store';
import { foldName, foldPostcode, nameWords } from './name.ts';

/** How a value of the register stands to the council's. `none`: one side has nothing, so nothing can be said. */
export type Agreement = 'same' | 'earlier' | 'close' | 'different' | 'none';

export type ComparedField =
  | 'surname'
  | 'forenames'
  | 'known-as'
  | 'earlier-surnames'
  | 'mother-birth-surname'
  | 'birth-date'
  | 'sex'
  | 'death-date'
  | 'address'
  | 'postcode'
  | 'earlier-addresses'
  | 'chi'
  | 'gp-practice';

export interface FieldComparison {
  readonly field: ComparedField;
  /** As the register has it; empty where it has nothing. */
  readonly value: readonly string[];
  readonly agreement: Agreement;
}

const SIMILAR = 0.9;

/** One candidate held against a council record, field by field, for a person to look at. The score is the model's. */
export function compareRecords(council: CouncilPersonRow, chi: ChiPersonRow): readonly FieldComparison[] {
  const councilSurnames = [council.surname, ...council.previous_surnames];
  const chiEarlier = [chi.birth_surname, ...chi.previous_surnames].filter((one) => one !== null);
  const current = council.addresses.filter((one) => one.current);
  const former = council.addresses.filter((one) => !one.current);
  const chiPostcodes = [chi.postcode, ...chi.previous_postcodes].filter((one) => one !== null);
  return [
    {
      field: 'surname',
      value: [chi.surname],
      agreement: nameAgreement([council.surname], [chi.surname], councilSurnames, [
        chi.surname,
        ...chiEarlier,
      ]),
    },
    {
      field: 'forenames',
      value: [chi.forenames.join(' ')].filter((one) => one !== ''),
      agreement: forenameAgreement(council, chi),
    },
    {
      field: 'known-as',
      value: listOf(chi.known_as),
      agreement: nameAgreement(listOf(council.known_as), listOf(chi.known_as)),
    },
    {
      field: 'earlier-surnames',
      value: chiEarlier,
      agreement: nameAgreement(council.previous_surnames, chiEarlier),
    },
    { field: 'mother-birth-surname', value: listOf(chi.mother_birth_surname), agreement: 'none' },
    {
      field: 'birth-date',
      value: listOf(chi.birth_date),
      agreement: dateAgreement(council.birth_date, chi.birth_date),
    },
    { field: 'sex', value: listOf(chi.sex), agreement: plain(council.sex, chi.sex) },
    { field: 'death-date', value: listOf(chi.death_date), agreement: 'none' },
    { field: 'address', value: listOf(chi.address), agreement: 'none' },
    {
      field: 'postcode',
      value: listOf(chi.postcode),
      agreement: postcodeAgreement(
        current.map((one) => one.postcode),
        [chi.postcode],
        chiPostcodes,
        council.addresses.map((one) => one.postcode),
      ),
    },
    {
      field: 'earlier-addresses',
      value: chi.previous_postcodes,
      agreement: postcodeAgreement(
        former.map((one) => one.postcode),
        chi.previous_postcodes,
      ),
    },
    {
      field: 'chi',
      value: [chi.chi],
      agreement: plain(council.chi_held?.padStart(10, '0') ?? null, chi.chi),
    },
    { field: 'gp-practice', value: listOf(chi.gp_practice), agreement: 'none' },
  ];
}

/** What the number itself says against what the council holds: a warning, not proof. */
export function numberWarnings(council: CouncilPersonRow, chi: ChiNumber): readonly ChiWarning[] {
  return crossCheckChi(chi, { birthDate: council.birth_date ?? undefined, sex: council.sex ?? undefined });
}

function listOf(value: string | null): readonly string[] {
  return value === null || value === '' ? [] : [value];
}

function plain(left: string | null, right: string | null): Agreement {
  if (left === null || right === null) return 'none';
  return left === right ? 'same' : 'different';
}

function nameAgreement(
  left: readonly string[],
  right: readonly string[],
  allLeft = left,
  allRight = right,
): Agreement {
  const [a, b] = [left.map(foldName), right.map(foldName)];
  if (!a.some(Boolean) || !b.some(Boolean)) return 'none';
  if (a.some((one) => b.includes(one))) return 'same';
  const every = allRight.map(foldName);
  if (allLeft.map(foldName).some((one) => every.includes(one))) return 'earlier';
  return a.some((one) => b.some((other) => jaroWinkler(one, other) >= SIMILAR)) ? 'close' : 'different';
}

function forenameAgreement(council: CouncilPersonRow, chi: ChiPersonRow): Agreement {
  const [a, b] = [nameWords(council.forenames), chi.forenames.flatMap(nameWords)];
  if (a.length === 0 || b.length === 0) return 'none';
  if (a.join(' ') === b.join(' ')) return 'same';
  if (a[0] === b[0]) return 'close';
  const known = [...nameWords(council.known_as ?? ''), ...nameWords(chi.known_as ?? '')];
  const shared =
    [...a, ...known].some((one) => b.includes(one)) ||
    known.some((one) => a.includes(one) && b.includes(one));
  if (shared || a.some((one) => b.some((other) => jaroWinkler(one, other) >= SIMILAR))) return 'close';
  return a[0]?.[0] === b[0]?.[0] && (a[0]?.length === 1 || b[0]?.length === 1) ? 'close' : 'different';
}

function dateAgreement(left: string | null, right: string | null): Agreement {
  if (left === null || right === null) return 'none';
  if (left === right) return 'same';
  const [year, month, day] = left.split('-');
  if (right === `${year}-${day}-${month}`) return 'close';
  let unlike = 0;
  for (let i = 0; i < left.length; i += 1) if (left[i] !== right[i]) unlike += 1;
  return unlike === 1 ? 'close' : 'different';
}

function postcodeAgreement(
  left: readonly (string | null)[],
  right: readonly (string | null)[],
  allRight = right,
  allLeft = left,
): Agreement {
  const fold = (list: readonly (string | null)[]): readonly string[] =>
    list.flatMap((one) => (one === null ? [] : (foldPostcode(one) ?? [])));
  const [a, b] = [fold(left), fold(right)];
  if (a.length === 0 || b.length === 0) return 'none';
  if (a.some((one) => b.includes(one))) return 'same';
  const every = fold(allRight);
  if (fold(allLeft).some((one) => every.includes(one))) return 'earlier';
  return a.some((one) => b.some((other) => one.slice(0, -2) === other.slice(0, -2))) ? 'close' : 'different';
}
