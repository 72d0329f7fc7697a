/**
 * How often each mistake is made when the council writes a person down, as a share of the records that can carry it
 * (in the comment, where that is not all of them). Source: the published experience gathered in the design's notes
 * on matching. Several can fall on one record.
 */
export const ERROR_RATES = {
  'moved-since': 0.2,
  /** The council's address is an earlier one of those the register holds. Of all records. */
  'moved-since-known': 0.1,
  'no-address': 0.03,
  /** Of those who have a common one. */
  'known-as': 0.12,
  'forename-typo': 0.04,
  'forename-initial': 0.015,
  'middle-name-first': 0.04,
  'surname-typo': 0.035,
  /** Of women who changed their name. */
  'former-surname': 0.12,
  'unknown-surname': 0.03,
  /** Of such names. */
  'mac-swapped': 0.15,
  /** Of such names. */
  'hyphen-lost': 0.3,
  /** Of children. */
  'child-other-surname': 0.05,
  /** Of children under six months. */
  baby: 0.25,
  'names-swapped': 0.01,
  'birth-date-missing': 0.02,
  'birth-date-day-month-swapped': 0.015,
  'birth-date-near': 0.015,
  'birth-date-first-of-january': 0.008,
  'sex-missing': 0.02,
  'sex-wrong': 0.008,
  'chi-held': 0.02,
  'chi-held-zero-lost': 0.01,
  restricted: 0.005,
} as const;

export type RecordingError = keyof typeof ERROR_RATES;

/** What sets a council record apart without being a mistake in it. */
export type RecordOrigin = 'not-on-register' | 'duplicate' | 'protected-earlier-identity';

/** Shares of the whole council view. */
export const NOT_ON_REGISTER = 0.05;
export const DUPLICATES = 0.03;
export const PROTECTED_IDENTITIES = 0.001;
