import { COUNCIL_ITEMS, HEALTH_ITEMS } from '@solway/record';
import { z } from 'zod';

/** The names of things inside an agreement: parties, roles, groups, purposes, bases. */
const name = z.string().regex(/^[a-z][a-z0-9-]{0,63}$/);
/** A passage in plain words. Blank is not a passage. */
const words = z.string().max(20_000).regex(/\S/);
const line = z
  .string()
  .max(300)
  .regex(/^\S[^\n]*$/);
const level = z.int().min(1).max(4);
const date = z.iso.date();
const days = z.int().min(0).max(3660);

/** What emergency access may be asked for. */
const BREAK_GLASS_REASONS = ['consent', 'legal-requirement', 'serious-harm', 'public-interest'] as const;
const PARTY_KINDS = ['council', 'health', 'joint-board'] as const;
/** Entry marks that a clause may lift, each with its own legal basis. A restricted person is never one of them. */
const LIFTABLE_MARKS = ['sealed', 'third-party', 'sexual-health', 'fertility', 'protected-identity'] as const;

const period = z.strictObject({ from: date, until: date.optional() });

const party = z.strictObject({
  id: name,
  name: line,
  kind: z.enum(PARTY_KINDS),
  controllerOf: words,
  /** Who signs for the party: whoever its directory has in this `role` on the day. */
  signingOfficers: z.array(z.strictObject({ office: line, role: name, signsFor: words })).min(1),
  privacyContact: line,
  /** The most this party has agreed to, where that is less than the agreement's level. */
  level: level.optional(),
  /** When it is a party, where that is not the whole of the agreement's time. */
  periods: z.array(period).min(1).optional(),
  /** The roles and groups it vouches for, where that is not every role of its kind. */
  roles: z.array(name).min(1).optional(),
});

const lift = z.strictObject({
  mark: z.enum(LIFTABLE_MARKS),
  to: z.array(name).min(1),
  purposes: z.array(name).min(1),
  legalBasis: name,
  why: words,
});

function clause<Items extends readonly [string, ...string[]]>(items: Items) {
  return z.strictObject({
    clause: z.string().regex(/^[A-Z][0-9]{1,3}$/),
    item: z.enum(items),
    level,
    to: z.array(name).min(1),
    /** Left out, it means every purpose of the agreement. */
    purposes: z.array(name).min(1).optional(),
    why: words,
    conditions: z.array(words).optional(),
    legalBasis: z.array(name).min(1),
    frequency: line,
    retention: line,
    lifts: z.array(lift).optional(),
  });
}

const rolesOfKind = z.record(name, line);

export const agreementSchema = z.strictObject({
  format: z.literal('solway-agreement/1'),
  id: name,
  version: z.string().regex(/^[0-9]{1,4}(\.[0-9]{1,4}){0,2}$/),
  title: line,
  level,
  parties: z.array(party).min(2),
  scope: words,
  purpose: z.strictObject({
    words,
    purposes: z.record(name, z.strictObject({ words, protection: z.boolean() })),
  }),
  legalBasis: z.strictObject({
    words,
    bases: z.record(
      name,
      z.strictObject({ law: line, article6: line, article9: line, covers: z.array(name).min(1), words }),
    ),
  }),
  roles: z.strictObject({ health: rolesOfKind, council: rolesOfKind, joint: rolesOfKind.optional() }),
  groups: z.record(name, z.array(name).min(1)),
  informationShared: z.strictObject({
    words,
    'council-to-health': z.array(clause(COUNCIL_ITEMS)).min(1),
    'health-to-council': z.array(clause(HEALTH_ITEMS)).min(1),
  }),
  dataFlows: z.strictObject({
    words,
    flows: z.array(z.strictObject({ from: name, to: name, how: words, safeguards: words })).min(1),
  }),
  impactAssessments: z.strictObject({
    words,
    assessments: z.array(z.strictObject({ title: line, level, owner: name, outcome: words })).min(1),
  }),
  transparency: words,
  accuracy: words,
  retention: words,
  rights: words,
  security: z.strictObject({ words, whenProofIsLate: z.enum(['continue', 'stop']) }),
  internationalTransfers: words,
  implementation: z.strictObject({
    words,
    start: date,
    /** The last day in force. */
    end: date,
    review: date,
    reviewGraceDays: days,
    workInstructions: words,
    exceptionalSharing: words,
  }),
  training: z.strictObject({
    words,
    course: line,
    renewEveryDays: z.int().min(1).max(3660),
    graceDays: days,
    /** What being without training means. The first rule that fits holds; where none does, `emergency`. */
    without: z.array(
      z.strictObject({
        states: z.array(z.enum(['lapsed', 'none'])).min(1),
        levels: z.array(level).min(1),
        purposes: z.array(name).min(1).optional(),
        /** `warn`: shown, with a warning. `emergency`: only through break-glass. `refuse`: not even so. */
        means: z.enum(['warn', 'emergency', 'refuse']),
      }),
    ),
  }),
  breakGlass: z.strictObject({
    words,
    opens: z.array(z.enum(['relationship', 'training'])),
    never: z
      .array(
        z.enum([
          'agreement',
          'clause',
          'level',
          'role',
          'purpose',
          'sign-in',
          'link',
          'restriction',
          'seal',
          'protected-identity',
          'relationship',
          'training',
        ]),
      )
      .min(1),
    minutes: z.int().min(1).max(240),
    /** What it may be asked for, where that is not every one of them. */
    reasons: z.array(z.enum(BREAK_GLASS_REASONS)).min(1).optional(),
  }),
  signOff: words,
  appendices: z.array(z.strictObject({ level, title: line, words })).min(1),
});

/** One version of an information sharing agreement, as parsed. Dates are `YYYY-MM-DD`. */
export type Agreement = z.infer<typeof agreementSchema>;
export type Party = Agreement['parties'][number];
export type PartyKind = Party['kind'];
export type Clause =
  | Agreement['informationShared']['council-to-health'][number]
  | Agreement['informationShared']['health-to-council'][number];
export type BreakGlassReason = (typeof BREAK_GLASS_REASONS)[number];
export type TrainingMeans = Agreement['training']['without'][number]['means'];

/** What emergency access may be asked for under this agreement. */
export function breakGlassReasons({ breakGlass }: Agreement): readonly BreakGlassReason[] {
  return BREAK_GLASS_REASONS.filter((one) => breakGlass.reasons?.includes(one) ?? true);
}

/** The published JSON Schema (draft 2020-12) of the text form. Cross-references are checked by `parseAgreement`. */
export function agreementJsonSchema(): object {
  return {
    $id: 'urn:solway:agreement:1',
    title: 'Solway information sharing agreement, text form 1',
    ...z.toJSONSchema(agreementSchema),
  };
}
