import { z } from 'zod';
import type { ComparisonSettings } from '../comparison/comparison-schema.ts';
import { LinkageError } from '../errors.ts';
import type { KeyPart, Settings } from './schema.ts';
import { parseSettings } from './parse.ts';

const levelSchema = z.looseObject({
  sql_condition: z.string(),
  label_for_charts: z.string().optional(),
  is_null_level: z.boolean().optional(),
  m_probability: z.number().nullish(),
  u_probability: z.number().nullish(),
  tf_adjustment_column: z.string().nullish(),
  tf_adjustment_weight: z.number().nullish(),
  tf_minimum_u_value: z.number().nullish(),
});
const modelSchema = z.looseObject({
  unique_id_column_name: z.string().default('unique_id'),
  probability_two_random_records_match: z.number(),
  blocking_rules_to_generate_predictions: z
    .array(z.union([z.string(), z.looseObject({ blocking_rule: z.string() })]))
    .default([]),
  comparisons: z
    .array(z.looseObject({ output_column_name: z.string(), comparison_levels: z.array(levelSchema).min(2) }))
    .min(1),
});

type SplinkLevel = z.infer<typeof levelSchema>;

/**
 * Turns a Splink model (its saved JSON, versions 3 to 5, DuckDB dialect) into settings that score the same pairs
 * with the same weights. Conditions stay SQL. Blocking rules must be equalities of columns.
 * @throws LinkageError SPLINK_MODEL_UNSUPPORTED with the place in the model
 */
export function fromSplink(model: unknown): Settings {
  const parsed = modelSchema.safeParse(typeof model === 'string' ? JSON.parse(model) : model);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    throw new LinkageError(
      'SPLINK_MODEL_UNSUPPORTED',
      `Not a Splink model: ${issue.path.join('.')}: ${issue.message}`,
      { place: issue.path.join('.') },
    );
  }
  const splink = parsed.data;
  const rules = splink.blocking_rules_to_generate_predictions.map((one) =>
    equalities(typeof one === 'string' ? one : one.blocking_rule),
  );
  const comparisons = splink.comparisons.map((one) =>
    comparisonOf(one.output_column_name, one.comparison_levels),
  );
  const named = new Set([...rules.flat().flatMap(columnsIn), ...comparisons.flatMap((one) => one.columns)]);
  return parseSettings({
    uniqueId: splink.unique_id_column_name,
    // As they come: Splink leaves cleaning to its user.
    columns: [...named].map((name) => ({ name, clean: [] })),
    comparisons: comparisons.map((one) => one.comparison),
    blocking: { rules },
    prior: { probability: splink.probability_two_random_records_match },
    training: { monotone: false },
  });
}

function comparisonOf(
  name: string,
  levels: readonly SplinkLevel[],
): { comparison: ComparisonSettings; columns: string[] } {
  const weighed = levels.filter((level) => !level.is_null_level);
  const adjusted = weighed.find((level) => level.tf_adjustment_column);
  const columns = levels.flatMap((level) =>
    [...level.sql_condition.matchAll(/"?\b(\w+)_[lr]\b"?/g)].map((found) => found[1]!),
  );
  if (adjusted) columns.push(adjusted.tf_adjustment_column!);
  return {
    columns,
    comparison: {
      kind: 'levels',
      name,
      levels: levels.map((level) => ({
        label: level.label_for_charts ?? level.sql_condition,
        when: /^\s*else\s*$/i.test(level.sql_condition)
          ? ('else' as const)
          : conditionOf(level.sql_condition),
        ...(level.is_null_level ? { missing: true } : {}),
        ...(level.tf_adjustment_column ? { termFrequency: true } : {}),
      })),
      ...(adjusted
        ? {
            termFrequency: {
              column: adjusted.tf_adjustment_column!,
              weight: adjusted.tf_adjustment_weight ?? 1,
              ...(adjusted.tf_minimum_u_value ? { minimumFrequency: adjusted.tf_minimum_u_value } : {}),
            },
          }
        : {}),
      // A level that Splink never saw has no parameter; Splink then gives it no weight, and so does an equal m and u.
      parameters: weighed.map((level) => ({
        m: bounded(level.m_probability ?? level.u_probability ?? 0.5),
        u: bounded(level.u_probability ?? level.m_probability ?? 0.5),
        fixed: true,
      })),
    },
  };
}

/** The columns that a part of a rule names: in SQL, every word that is no function. */
function columnsIn(part: KeyPart): string[] {
  if (typeof part === 'string') return [part];
  if (!('sql' in part)) return [part.column];
  return [...part.sql.matchAll(/"?\b([a-z_]\w*)\b"?(?!\s*\()/gi)].map((found) => found[1]!);
}

function bounded(probability: number): number {
  return Math.min(1 - 1e-16, Math.max(1e-300, probability));
}

/** Plain equality is kept as such, so that the scorer and term frequencies know it. */
function conditionOf(sql: string): { equal: string } | { sql: string } {
  const found = /^\s*"?(\w+)_l"?\s*=\s*"?(\w+)_r"?\s*$/.exec(sql);
  return found && found[1] === found[2] ? { equal: found[1]! } : { sql };
}

function equalities(rule: string): KeyPart[] {
  return rule.split(/\band\b/i).map((part) => {
    const sides = part
      .trim()
      .replace(/^\((.*)\)$/, '$1')
      .split('=')
      .map((side) => side.trim());
    const [left, right] = [sides[0]?.replaceAll(/\bl\./g, ''), sides[1]?.replaceAll(/\br\./g, '')];
    if (sides.length !== 2 || left === undefined || left !== right || !sides[0]!.includes('l.')) {
      throw new LinkageError(
        'SPLINK_MODEL_UNSUPPORTED',
        `The blocking rule "${rule}" is not an equality of the same thing on both sides`,
        { place: 'blocking_rules_to_generate_predictions' },
      );
    }
    const column = /^"?(\w+)"?$/.exec(left)?.[1];
    return column ?? { sql: left };
  });
}
