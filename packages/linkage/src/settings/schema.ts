import { z } from 'zod';
import { cleaningRuleSchema } from '../cleaning/rule-schema.ts';
import { comparisonSchema, nicknameSchema } from '../comparison/comparison-schema.ts';

const name = z.string().min(1);
const sources = z.union([name, z.array(name).min(1)]);
const probability = z.number().gt(0).lt(1);

const columnSchema = z.strictObject({
  name: name.describe('What the rest of the settings call it'),
  from: z
    .union([sources, z.strictObject({ left: sources, right: sources })])
    .optional()
    .describe('Where it is read; several are joined by a space, or become a list. Otherwise the same name'),
  list: z.boolean().optional().describe('Keep several sources as a list of values instead of joining them'),
  clean: z.array(cleaningRuleSchema).default(['text']),
});

const knownAsSchema = z.strictObject({
  name: name.describe(
    'What the comparisons call it: a list of the groups of forenames that the names are in',
  ),
  of: name.describe('A column of forenames, text (its first word counts) or a list (all of them do)'),
  nicknames: nicknameSchema,
});

const keyPart = z.union([
  name,
  z.strictObject({ column: name, first: z.int().min(1) }),
  z.strictObject({ column: name, last: z.int().min(1) }),
  z.strictObject({ column: name, each: z.literal(true).describe('Every value of a list column in turn') }),
  z.strictObject({ sql: z.string().min(1).describe('SQL on the cleaned columns of one record') }),
]);

const blockingRuleSchema = z.union([
  z.array(keyPart).min(1).describe('Pairs that are equal in all of these'),
  z.strictObject({
    on: z.array(keyPart).min(1),
    maxBlock: z.int().min(2).optional().describe('Leave out key values that bring more pairs than this'),
  }),
]);

const settingsShape = {
  $schema: z.string().optional(),
  format: z.literal('solway-linkage/1').default('solway-linkage/1'),
  description: z.string().optional(),
  uniqueId: z.union([name, z.strictObject({ left: name, right: name })]).default('unique_id'),
  columns: z.array(columnSchema).default([]),
  knownAs: z.array(knownAsSchema).default([]).describe('Columns of forename groups, made from other columns'),
  comparisons: z.array(comparisonSchema).min(1),
  blocking: z.strictObject({
    rules: z.array(blockingRuleSchema).max(30),
    maxPairs: z.int().min(1).default(100_000_000).describe('More pairs than this are refused before running'),
    warnPairs: z.int().min(1).default(20_000_000),
  }),
  prior: z
    .strictObject({
      probability: probability.optional().describe('probabilityTwoRandomRecordsMatch, when it is known'),
      deterministicRules: z.array(blockingRuleSchema).optional(),
      recall: z
        .number()
        .gt(0)
        .max(1)
        .optional()
        .describe('The share of matches the deterministic rules find'),
    })
    .default({})
    .describe('Left empty, the prior is estimated'),
  training: z
    .strictObject({
      seed: z.int().min(0).max(2_000_000_000).default(1),
      randomPairs: z.int().min(1000).default(250_000),
      rules: z.array(blockingRuleSchema).optional().describe('Otherwise the blocking rules'),
      maxIterations: z.int().min(1).default(200),
      tolerance: z
        .number()
        .gt(0)
        .default(1e-6)
        .describe('The largest change of a probability at which EM stops'),
      monotone: z.boolean().default(true).describe('A level never weighs more than the one above it'),
    })
    .prefault({}),
  prediction: z
    .strictObject({
      threshold: probability.default(0.9).describe('Match probability at which a pair is a link'),
      select: z.enum(['all', 'bestLink', 'oneToOne']).default('all'),
      margin: z.number().min(0).default(0).describe('Bits by which the best must beat the runner-up'),
      ties: z.enum(['drop', 'lowestId']).default('drop'),
    })
    .prefault({}),
  clustering: z
    .strictObject({
      method: z.enum(['connected', 'bestLink', 'averageWeight']).default('averageWeight'),
      threshold: probability
        .default(0.5)
        .describe(
          'For averageWeight: clusters joined by links stay together while the average weight of their pairs says at least this',
        ),
    })
    .prefault({}),
  engine: z
    .strictObject({
      memoryLimitMb: z.int().min(100).optional(),
      threads: z.int().min(1).optional(),
      temporaryFolder: name.optional(),
      chunkPairs: z.int().min(1000).default(20_000_000).describe('Pairs compared in one go'),
    })
    .prefault({}),
};

/** What training adds. `hash` covers everything else in the document but the date. */
const trainedSchema = z.strictObject({
  date: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  probabilityTwoRandomRecordsMatch: probability,
  records: z.strictObject({ left: z.int(), right: z.int().nullable() }),
  pairs: z.int(),
  sessions: z.array(
    z.strictObject({ rule: name, iterations: z.int(), converged: z.boolean(), probabilityMatch: z.number() }),
  ),
  termFrequencies: z.array(
    z.strictObject({
      column: name,
      total: z.int().describe('Filled values, both tables together'),
      counts: z
        .record(z.string(), z.int().min(2))
        .describe('Values seen more than once; any other counts as one'),
    }),
  ),
});

export const settingsSchema = z.strictObject({ ...settingsShape, trained: trainedSchema.optional() });
export const modelSchema = z.strictObject({ ...settingsShape, trained: trainedSchema });

/** A settings document with every default filled in. */
export type Settings = z.infer<typeof settingsSchema>;
/** A settings document as a person writes it. */
export type SettingsInput = z.input<typeof settingsSchema>;
/** A settings document that training has filled, dated and hashed. */
export type Model = z.infer<typeof modelSchema>;
export type TrainedPart = z.infer<typeof trainedSchema>;
export type ColumnSettings = z.infer<typeof columnSchema>;
export type KnownAsSettings = z.infer<typeof knownAsSchema>;
export type BlockingRule = z.infer<typeof blockingRuleSchema>;
export type KeyPart = z.infer<typeof keyPart>;
