import { type ChiNumber, type IsoDate, type MosaicPersonId, parseChi } from '@solway/kernel';
import type { ChiPersonRow, CouncilPersonRow } from '@solway/store';
import { foldName, foldPostcode, isPlaceholderForename, nameWords } from './name.ts';

/** One person of either side, cleaned and made comparable. */
export interface Comparable {
  /** The present surname first, then every other that is known. */
  readonly surnames: readonly string[];
  /** The first forename first, then the others and known-as. */
  readonly forenames: readonly string[];
  readonly birthDate: IsoDate | null;
  readonly sex: 'male' | 'female' | null;
  readonly postcodes: readonly string[];
}

export interface CouncilCandidate extends Comparable {
  readonly personId: MosaicPersonId;
  /** A CHI number that the council holds already, where it is a valid one. */
  readonly chiHeld: ChiNumber | null;
  /** A link needs a human: protection, or a restricted person. */
  readonly needsHuman: boolean;
}

export interface ChiCandidate extends Comparable {
  readonly chi: ChiNumber;
}

export function councilCandidate(row: CouncilPersonRow): CouncilCandidate {
  return {
    personId: row.person_id,
    surnames: distinct([
      foldName(row.surname),
      ...nameWords(row.surname),
      ...row.previous_surnames.map(foldName),
    ]),
    forenames: distinct(
      [...nameWords(row.forenames), ...nameWords(row.known_as ?? '')].filter(
        (word) => !isPlaceholderForename(word),
      ),
    ),
    birthDate: row.birth_date,
    sex: row.sex,
    postcodes: postcodes(row.addresses.map((one) => one.postcode)),
    chiHeld: readChi(row.chi_held),
    needsHuman: row.restricted || row.protection,
  };
}

export function chiCandidate(row: ChiPersonRow): ChiCandidate {
  return {
    chi: row.chi,
    surnames: distinct([
      foldName(row.surname),
      ...nameWords(row.surname),
      foldName(row.birth_surname ?? ''),
      ...row.previous_surnames.map(foldName),
      foldName(row.mother_birth_surname ?? ''),
    ]),
    forenames: distinct([...row.forenames.flatMap(nameWords), ...nameWords(row.known_as ?? '')]),
    birthDate: row.birth_date,
    sex: row.sex,
    postcodes: postcodes([row.postcode, ...row.previous_postcodes]),
  };
}

function readChi(text: string | null): ChiNumber | null {
  if (text === null) return null;
  // A spreadsheet takes the leading zero away from a tenth of all numbers.
  for (const candidate of [text, text.trim().padStart(10, '0')]) {
    try {
      return parseChi(candidate).chi;
    } catch {
      continue;
    }
  }
  return null;
}

function postcodes(list: readonly (string | null)[]): readonly string[] {
  return distinct(
    list.map((one) => (one === null ? undefined : foldPostcode(one))).filter((one) => one !== undefined),
  );
}

function distinct(words: readonly string[]): readonly string[] {
  return [...new Set(words.filter((word) => word !== ''))];
}
