import type { LinkageWarning } from '../errors.ts';
import { equalityLevel } from '../engine/agreement.ts';
import { weighedLevels } from '../comparison/plan.ts';
import type { Plan, ReadyRule } from '../settings/compile.ts';
import { expectationMaximisation, posterior, type EmResult } from './expectation-maximisation.ts';
import { monotone } from './monotone.ts';
import { fixedParameters, fromCounts, startingM, type ComparisonParameters } from './parameters.ts';
import { project, type PatternCount } from './patterns.ts';

export interface TrainingInput {
  readonly plan: Plan;
  /** Counts of blocked pairs; bit i of a mask says that rule i of `rules` is met. */
  readonly blocked: readonly PatternCount[];
  readonly rules: readonly ReadyRule[];
  readonly random: readonly PatternCount[];
  /** Counts of pairs known to be matches, where there are labels. */
  readonly labelled: readonly PatternCount[] | null;
  /** For each comparison, the chance of exact agreement counted over all values, where that was needed. */
  readonly agreements: readonly (number | null)[];
  /** Every pair that the tables could make. */
  readonly possiblePairs: number;
  /** A prior that is known or was counted; null to estimate it. */
  readonly prior: number | null;
  /** Roughly how many records could each have one match; where the estimate of the prior starts. */
  readonly likelyMatches: number;
}

/** One pass of EM over the pairs of one rule. */
export interface TrainingSession {
  readonly rule: string;
  readonly iterations: number;
  readonly converged: boolean;
  readonly probabilityMatch: number;
  readonly changes: readonly number[];
}

export interface Trained {
  readonly parameters: readonly ComparisonParameters[];
  readonly probabilityTwoRandomRecordsMatch: number;
  readonly sessions: readonly TrainingSession[];
  readonly warnings: readonly LinkageWarning[];
}

const ROUNDS = 3;
const BLOCK_START = 0.2;

/**
 * Estimates u from random pairs, m by EM within each rule over the comparisons that the rule does not fix, and the
 * prior from the expected matches among all blocked pairs. Random pairs hold a few matches, which matter where
 * agreement is rare; each round takes them out of u again by what the round before learnt.
 */
export function train(input: TrainingInput): Trained {
  const { plan } = input;
  const fixed = fixedParameters(plan);
  let m = plan.comparisons.map((one, i) => startingM(one, plan.settings.comparisons[i]!.parameters));
  let prior = input.prior ?? Math.min(0.5, (0.5 * input.likelyMatches) / input.possiblePairs);
  let u = estimateU(
    input,
    fixed.map((one) => one.u),
    () => 0,
    m,
    prior,
  );
  let results: EmResult[] = [];
  const start = m;
  for (let round = 0; round < ROUNDS; round += 1) {
    if (input.labelled) {
      m = plan.comparisons.map((_, i) =>
        fromCounts(
          countLevels(input.labelled!, i, m[i]!.length, () => 1),
          fixed[i]!.m,
        ),
      );
    } else {
      results = input.rules.map((rule, bit) => session(input, rule, bit, start, u, fixed));
      m = pooled(input, results, start, fixed);
    }
    if (input.prior === null) prior = estimatePrior(input, m, u, prior);
    u = estimateU(
      input,
      fixed.map((one) => one.u),
      (levels) => posterior(levels, m, u, prior),
      m,
      prior,
    );
  }
  const parameters = plan.comparisons.map((_, i) => ({ m: m[i]!, u: u[i]! }));
  const sessions = input.rules.flatMap((rule, i) => {
    const result = results[i];
    if (!result || result.iterations === 0) return [];
    const { iterations, converged, probabilityMatch, changes } = result;
    return [{ rule: rule.name, iterations, converged, probabilityMatch, changes }];
  });
  return {
    parameters: plan.settings.training.monotone ? parameters.map(monotone) : parameters,
    probabilityTwoRandomRecordsMatch: prior,
    sessions,
    warnings: input.labelled ? [] : warningsOf(plan, results),
  };
}

function session(
  input: TrainingInput,
  rule: ReadyRule,
  bit: number,
  m: readonly (readonly number[])[],
  u: readonly (readonly number[])[],
  fixed: ReturnType<typeof fixedParameters>,
): EmResult {
  const { plan } = input;
  const active = plan.comparisons.map((one) => !touches(plan, one.subjects, rule));
  const counts = project(
    input.blocked.filter((one) => (one.mask & (2 ** bit)) !== 0),
    active,
  );
  const { maxIterations, tolerance } = plan.settings.training;
  if (counts.length === 0 || !active.includes(true)) {
    return {
      m,
      matches: m.map((levels) => levels.map(() => 0)),
      probabilityMatch: 0,
      iterations: 0,
      converged: true,
      changes: [],
    };
  }
  return expectationMaximisation({
    counts,
    m,
    u,
    fixed,
    active,
    probabilityMatch: BLOCK_START,
    maxIterations,
    tolerance,
  });
}

/** Whether a rule holds a comparison's columns equal, or columns read from the same source. */
function touches(plan: Plan, columns: readonly string[], rule: ReadyRule): boolean {
  const sources = (names: readonly string[]): Set<string> =>
    new Set(
      plan.columns
        .filter((one) => names.includes(one.name))
        .flatMap((one) => [...one.sources.left, ...one.sources.right]),
    );
  const held = sources(rule.columns);
  // A rule of the user's own SQL names its columns only in the text.
  const written = rule.parts.flatMap((part) => (typeof part === 'object' && 'sql' in part ? [part.sql] : []));
  return (
    [...sources(columns)].some((one) => held.has(one)) ||
    columns.some((name) => written.some((sql) => sql.includes(name)))
  );
}

/** m over all sessions, each counting for as many matches as it expects. */
function pooled(
  input: TrainingInput,
  results: readonly EmResult[],
  start: readonly (readonly number[])[],
  fixed: ReturnType<typeof fixedParameters>,
): number[][] {
  return input.plan.comparisons.map((one, i) => {
    const sums = weighedLevels(one).map((_, k) =>
      results.reduce((sum, result) => sum + result.matches[i]![k]!, 0),
    );
    return sums.some((sum) => sum > 0) ? fromCounts(sums, fixed[i]!.m) : [...start[i]!];
  });
}

/** The prior at which the expected matches among blocked pairs agree with it. */
function estimatePrior(
  input: TrainingInput,
  m: readonly (readonly number[])[],
  u: readonly (readonly number[])[],
  from: number,
): number {
  let prior = from;
  for (let i = 0; i < 200; i += 1) {
    const expected = input.blocked.reduce(
      (sum, one) => sum + one.pairs * posterior(one.levels, m, u, prior),
      0,
    );
    const next = Math.min(0.5, Math.max(1e-12, expected / input.possiblePairs));
    const settled = Math.abs(next - prior) < prior * 1e-6;
    prior = next;
    if (settled) break;
  }
  return prior;
}

function countLevels(
  counts: readonly PatternCount[],
  i: number,
  levels: number,
  share: (levels: readonly number[]) => number,
): number[] {
  const sums = Array.from({ length: levels }, () => 0);
  for (const one of counts)
    if (one.levels[i]! > 0) sums[one.levels[i]! - 1]! += one.pairs * share(one.levels);
  return sums;
}

function estimateU(
  input: TrainingInput,
  fixed: readonly (readonly (number | null)[])[],
  matchShare: (levels: readonly number[]) => number,
  m: readonly (readonly number[])[],
  prior: number,
): number[][] {
  const shares = new Map(input.random.map((one) => [one, matchShare(one.levels)]));
  return input.plan.comparisons.map((comparison, i) => {
    const sums = weighedLevels(comparison).map(() => 0);
    for (const one of input.random)
      if (one.levels[i]! > 0) sums[one.levels[i]! - 1]! += one.pairs * (1 - shares.get(one)!);
    const agreement = input.agreements[i] ?? null;
    const exact = equalityLevel(comparison)?.index ?? null;
    if (agreement !== null && exact !== null) {
      // The frequencies of all values say more than a few pairs, unless matches make up most of that agreement.
      const byMatches = prior * m[i]![exact]!;
      const filled = sums.reduce((sum, count) => sum + count, 0);
      if (agreement > 2 * byMatches) sums[exact] = ((agreement - byMatches) / (1 - prior)) * filled;
    }
    return fromCounts(sums, fixed[i]!);
  });
}

function warningsOf(plan: Plan, results: readonly EmResult[]): LinkageWarning[] {
  return plan.comparisons.flatMap((one, i) => {
    const seen = results.reduce(
      (sum, result) => sum + result.matches[i]!.reduce((all, count) => all + count, 0),
      0,
    );
    if (seen >= 10) return [];
    return [
      {
        code: 'TRAINING_WEAK' as const,
        message: `Only ${seen.toFixed(1)} expected matches trained "${one.name}"; its m probabilities are mostly assumed`,
        place: one.name,
      },
    ];
  });
}
