import type { Address } from './places.ts';

export type Sex = 'F' | 'M';

/** A person of the synthetic population as they truly are, before any system has written them down. */
export interface Person {
  /** Position in the whole stream, from 0. It never leaves the generator. */
  readonly index: number;
  readonly surname: string;
  readonly forenames: readonly string[];
  /** The name they are called by, where it is not the first forename. */
  readonly knownAs?: string;
  readonly birthSurname: string;
  /** Oldest first; the present surname is not among them. */
  readonly previousSurnames: readonly string[];
  readonly motherBirthSurname: string;
  /** `YYYY-MM-DD` */
  readonly birthDate: string;
  readonly sex: Sex;
  readonly deathDate?: string;
  readonly address: Address;
  /** Where they lived before, latest first. */
  readonly formerAddresses: readonly Address[];
  readonly gpPractice: string;
  readonly telephone: string;
  readonly place: HouseholdPlace;
  readonly need: Need;
}

/** What a person is in their household: enough to tell who is whose parent, partner, twin. */
interface HouseholdPlace {
  readonly household: number;
  readonly part: 'adult' | 'child' | 'grandparent' | 'resident';
  /** Position within the household, from 0; people with one number are twins. */
  readonly birthGroup: number;
  readonly isTwin: boolean;
  readonly namedAfterFather: boolean;
}

/**
 * What life is like, which both sides come to know in their own way: someone frail has a district nurse and care at
 * home; a child there is concern for has a health visitor's plan and a social worker.
 */
export type Need = 'child-concern' | 'frail' | 'none';
