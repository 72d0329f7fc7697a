import { z } from 'zod';
import { predicateSchema } from './predicate-schema.ts';

const column = z.string().min(1);
const probability = z.number().gt(0).lt(1);
const shares = z.array(z.number().gt(0).lt(1)).min(1).describe('Similarities, highest first');
const distances = z.array(z.int().min(1)).min(1).describe('Edits, fewest first');

/** Agreement on a rare value says more than on a common one; this is its own weight beside the level's. */
const termFrequencySchema = z.union([
  z.boolean(),
  z.strictObject({
    column: column.optional().describe('Whose frequencies; otherwise the compared column'),
    weight: z.number().gt(0).max(1).default(1).describe('How much of the adjustment to apply'),
    minimumFrequency: z.number().gt(0).lt(1).optional().describe('Rarer values count as this frequent'),
  }),
]);

/** What training fills in, and what a user may fix, per level. */
const parametersSchema = z.strictObject({
  m: probability.optional().describe('mProbability: how often pairs of one person fall on this level'),
  u: probability.optional().describe('uProbability: how often pairs of two people fall on this level'),
  fixed: z.boolean().optional().describe('Training leaves this level as it is'),
});

const levelSchema = z.strictObject({
  label: z.string().min(1),
  when: z.union([predicateSchema, z.literal('else')]),
  missing: z.boolean().optional().describe('A level of missing values: weight 0, left out of training'),
  termFrequency: z.boolean().optional().describe('The term-frequency weight applies on this level'),
  weight: z.number().optional().describe('A stated weight in bits instead of a trained one'),
});

const base = {
  name: z.string().min(1).optional().describe('Otherwise the column'),
  termFrequency: termFrequencySchema.optional(),
  parameters: z.array(parametersSchema).optional().describe('Per level in order, missing levels left out'),
};
const one = { ...base, column };

export const nicknameSchema = z.union([
  z.enum(['british', 'none']),
  z.array(z.array(z.string().min(1)).min(2)).describe('Groups of forenames that one person may use'),
]);

export const comparisonSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('exact'), ...one }),
  z.strictObject({ kind: z.literal('jaroWinkler'), ...one, thresholds: shares.default([0.92, 0.8]) }),
  z.strictObject({ kind: z.literal('levenshtein'), ...one, thresholds: distances.default([1, 2]) }),
  z.strictObject({ kind: z.literal('damerauLevenshtein'), ...one, thresholds: distances.default([1, 2]) }),
  z.strictObject({ kind: z.literal('jaccard'), ...one, thresholds: shares.default([0.9, 0.7]) }),
  z.strictObject({ kind: z.literal('phonetic'), ...one }),
  z.strictObject({
    kind: z.literal('forename'),
    ...one,
    nicknames: nicknameSchema.default('british'),
    swappedWith: column.optional().describe('The surname column, to see names written in each other’s place'),
  }),
  z.strictObject({ kind: z.literal('surname'), ...one, swappedWith: column.optional() }),
  z.strictObject({
    kind: z.literal('names'),
    ...base,
    forename: column,
    surname: column,
    nicknames: nicknameSchema.default('british'),
  }),
  z.strictObject({ kind: z.literal('anyName'), ...one, thresholds: shares.default([0.92]) }),
  z.strictObject({ kind: z.literal('date'), ...one }),
  z.strictObject({ kind: z.literal('postcode'), ...one }),
  z.strictObject({ kind: z.literal('email'), ...one }),
  z.strictObject({ kind: z.literal('list'), ...one, thresholds: distances.default([2, 1]) }),
  z.strictObject({ kind: z.literal('words'), ...one, thresholds: distances.default([3, 2, 1]) }),
  z.strictObject({ kind: z.literal('number'), ...one, within: z.array(z.number().min(0)).min(1) }),
  z.strictObject({
    kind: z.literal('distance'),
    ...base,
    latitude: column,
    longitude: column,
    withinKm: z.array(z.number().min(0)).min(1),
  }),
  z.strictObject({
    kind: z.literal('levels'),
    ...base,
    name: z.string().min(1),
    judges: z
      .array(column)
      .min(1)
      .optional()
      .describe('What it judges, where its levels read more: training rules on these leave it out'),
    levels: z.array(levelSchema).min(2),
  }),
]);

/** One comparison as it stands in a settings document. */
export type ComparisonSettings = z.infer<typeof comparisonSchema>;
export type LevelParameters = z.infer<typeof parametersSchema>;
export type NicknameSettings = z.infer<typeof nicknameSchema>;
