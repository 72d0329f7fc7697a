/**
 * The first model: a Fellegi–Sunter score whose weights were set by hand from the rates at which Scottish records
 * are known to disagree. All weights are log2 likelihood ratios. A trained model replaces it as data.
 */
export const FIRST_MODEL = {
  name: 'first',
  dated: '2026-11-23',
  /** Share of random pairs that are one person, in log2: one in about 130,000. */
  priorWeight: -17,
  levels: {
    surname: { exact: 'by-frequency', similar: 4.5, swapped: 5, different: -3.5 },
    forename: { exact: 'by-frequency', similar: 4, initial: 1.5, different: -6 },
    birthDate: {
      exact: 14,
      swapped: 9,
      'one-digit': 8,
      'first-of-january': 5,
      'same-year-month': 3.5,
      different: -9,
    },
    sex: { same: 1, different: -5 },
    postcode: { unit: 10, sector: 4, district: 1.5, different: -0.6 },
    chiHeld: { same: 20, different: -8 },
    twin: { suspected: -14 },
  },
  /** Bounds of a name's weight by frequency. */
  nameWeight: { least: 4, most: 12 },
  /** Match weights. From `link` up the model links; from `review` up a person decides. */
  thresholds: { link: 9, review: -2 },
  /** A link must stand this far above the runner-up. */
  leaderAdvantage: 8,
  similarName: 0.9,
} as const;

export type Model = typeof FIRST_MODEL;
