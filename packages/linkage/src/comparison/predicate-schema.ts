import { z } from 'zod';

const column = z.string().min(1);
/** One column on both sides, or a left and a right column. */
const sides = z.union([column, z.tuple([column, column])]);
const share = z.number().min(0).max(1);
const count = z.int().min(0);

const datePatterns = [
  'typo',
  'dayMonthSwapped',
  'yearSlip',
  'missingPart',
  'firstOfJanuary',
  'twoPartsAgree',
  'yearAgrees',
] as const;

/** A condition on a pair of records. An unknown (a missing value) is not true; `not` of unknown is unknown. */
export type Predicate =
  | { missing: string | readonly [string, string] }
  | { equal: string | readonly [string, string] }
  | { jaroWinkler: string | readonly [string, string]; atLeast: number }
  | { levenshtein: string | readonly [string, string]; atMost: number }
  | { damerauLevenshtein: string | readonly [string, string]; atMost: number }
  | { jaccard: string | readonly [string, string]; atLeast: number }
  | { startsWith: string | readonly [string, string]; minLength: number }
  | { dates: string; pattern: (typeof datePatterns)[number] }
  | { daysApart: string; atMost: number }
  | { difference: string; atMost: number }
  | { relativeDifference: string; atMost: number }
  | { kilometres: readonly [string, string]; atMost: number }
  | { shareElements: string | readonly [string, string]; atLeast: number }
  | { elementJaroWinkler: string | readonly [string, string]; atLeast: number }
  | { and: readonly Predicate[] }
  | { or: readonly Predicate[] }
  | { not: Predicate }
  | { sql: string };

export const predicateSchema: z.ZodType<Predicate> = z.lazy(() =>
  z.union([
    z.strictObject({ missing: sides }),
    z.strictObject({ equal: sides }),
    z.strictObject({ jaroWinkler: sides, atLeast: share }),
    z.strictObject({ levenshtein: sides, atMost: count }),
    z.strictObject({ damerauLevenshtein: sides, atMost: count }),
    z.strictObject({ jaccard: sides, atLeast: share }),
    z.strictObject({ startsWith: sides, minLength: z.int().min(1) }),
    z.strictObject({ dates: column, pattern: z.enum(datePatterns) }),
    z.strictObject({ daysApart: column, atMost: count }),
    z.strictObject({ difference: column, atMost: z.number().min(0) }),
    z.strictObject({ relativeDifference: column, atMost: share }),
    z.strictObject({ kilometres: z.tuple([column, column]), atMost: z.number().min(0) }),
    z.strictObject({ shareElements: sides, atLeast: z.int().min(1) }),
    z.strictObject({ elementJaroWinkler: sides, atLeast: share }),
    z.strictObject({ and: z.array(predicateSchema).min(1) }),
    z.strictObject({ or: z.array(predicateSchema).min(1) }),
    z.strictObject({ not: predicateSchema }),
    z.strictObject({ sql: z.string().min(1).describe('SQL on "column_l" and "column_r"; batch only') }),
  ]),
);

/** The left and the right column a `sides` value names. */
export function pairOf(value: string | readonly [string, string]): readonly [string, string] {
  return typeof value === 'string' ? [value, value] : value;
}
