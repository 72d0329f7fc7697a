/**
 * The longest text shown of each kind, in UTF-16 units. Longer text is cut there, ends with `CUT_MARK`, and is
 * reported as `text-too-long`: half an alert with a warning is safer than none.
 */
export const TEXT_LIMITS = {
  /** Names, labels, telephone numbers, codes' display text. */
  label: 500,
  /** A paragraph: details, actions, addresses, doses. */
  detail: 4_000,
  /** A note. */
  note: 20_000,
} as const;

export type TextKind = keyof typeof TEXT_LIMITS;

export const CUT_MARK = ' … [cut here: too long to show]';

/** The most that a transport need carry of one text for the mapping to see that it is too long. */
export const LONGEST_TEXT = TEXT_LIMITS.note + 1;
