import type { Need } from './person.ts';
import type { RecordingError, RecordOrigin } from './error-rates.ts';

/** A person as the council's system holds them: one line of `council.csv`. Empty text is an empty cell. */
export interface CouncilRecord {
  readonly personId: string;
  readonly title: string;
  readonly forenames: string;
  readonly surname: string;
  readonly knownAs: string;
  readonly previousSurnames: readonly string[];
  /** `YYYY-MM-DD` or empty. */
  readonly dateOfBirth: string;
  readonly sex: '' | 'F' | 'M';
  readonly address: string;
  readonly postcode: string;
  readonly telephone: string;
  /** Adult or child. */
  readonly contextFlag: 'A' | 'C';
  readonly restricted: 'N' | 'Y';
  /** As held, right or wrong: ten digits, or nine where a spreadsheet took the zero. */
  readonly chi: string;
}

/** What the council knows of a person beyond their record: it decides what its service holds about them. */
export interface CouncilTraits {
  readonly need: Need;
  /** The person has another record, on which the work is done. */
  readonly isSecondRecord: boolean;
  /** `YYYY-MM-DD`, where the person has died and the council has heard of it. */
  readonly deathDate?: string;
  readonly childProtection: boolean;
  readonly lookedAfter?: 'LAC_CSO' | 'LAC_S25' | 'LAC_PERMANENCE' | 'LAC_KINSHIP';
  /** A baby not yet born is on the child protection register, held on this mother. */
  readonly unbornOnRegister: boolean;
  readonly relatives: readonly Relative[];
}

export interface Relative {
  readonly name: string;
  readonly relation: 'Child' | 'Father' | 'Grandparent' | 'Mother' | 'Partner' | 'Sibling';
  readonly telephone: string;
  /** Where the relative has a council record too. */
  readonly personId?: string;
}

/** `truth` is for judging a match from outside: no stand-in and no matcher may read it. */
export interface CouncilEntry {
  readonly record: CouncilRecord;
  readonly traits: CouncilTraits;
  readonly truth: { readonly chi?: string; readonly kinds: readonly (RecordingError | RecordOrigin)[] };
}
