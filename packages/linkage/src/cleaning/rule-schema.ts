import { z } from 'zod';

/** Rules with no settings of their own, each a step or a named run of steps. */
export const plainRules = [
  'fold',
  'lower',
  'upper',
  'trim',
  'collapseSpaces',
  'removeSpaces',
  'removeApostrophes',
  'punctuationToSpace',
  'lettersOnly',
  'digitsOnly',
  'alphanumeric',
  'firstWord',
  'lastWord',
  'otherWords',
  'initial',
  'soundex',
  'surnameKey',
  'surnameWords',
  'macToMc',
  'dropInitials',
  'text',
  'name',
  'email',
  'emailUser',
  'phone',
  'postcode',
  'postcodeSector',
  'postcodeDistrict',
  'postcodeArea',
  'postcodes',
  'sex',
  'dateYear',
  'dateMonthDay',
  'words',
  'number',
] as const;

export const cleaningRuleSchema = z.union([
  z.enum(plainRules),
  z.strictObject({
    date: z.strictObject({
      order: z
        .enum(['dmy', 'mdy'])
        .default('dmy')
        .describe('How 01/02/1990 is read; ISO dates need no order'),
      impossible: z
        .enum(['error', 'keep', 'null'])
        .default('error')
        .describe('What to do with 31 June: stop, keep as evidence with a warning, or treat as missing'),
    }),
  }),
  z.strictObject({
    nullIf: z.array(z.string()).min(1).describe('Values that stand for nothing, after the rules before'),
  }),
  z.strictObject({ dropWords: z.array(z.string()).min(1).describe('Whole words to drop, such as titles') }),
  z.strictObject({
    replace: z
      .array(z.tuple([z.string().min(1), z.string()]))
      .min(1)
      .describe('Literal pairs, in order'),
  }),
  z.strictObject({
    pattern: z
      .tuple([z.string().min(1), z.string()])
      .describe('A pattern that RE2 and JavaScript read alike, and what every fit of it becomes'),
  }),
  z.strictObject({ first: z.int().min(1).describe('Keep this many characters from the start') }),
  z.strictObject({ last: z.int().min(1).describe('Keep this many characters from the end') }),
  z.strictObject({
    sql: z.string().min(1).describe('SQL of the engine, with {value} for the column; batch only'),
  }),
]);

/** One rule of cleaning as it stands in a settings document. */
export type CleaningRule = z.infer<typeof cleaningRuleSchema>;
export type PlainRule = (typeof plainRules)[number];
