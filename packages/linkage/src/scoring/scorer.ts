import { recordCleaner, type RawRecord } from '../cleaning/clean-record.ts';
import type { ComparisonPlan } from '../comparison/plan.ts';
import { testOf, type CleanRecord, type PositionOf } from '../comparison/predicate-value.ts';
import { LinkageError } from '../errors.ts';
import { surprise } from '../engine/term-frequencies.ts';
import { compile, type Plan } from '../settings/compile.ts';
import type { Model } from '../settings/schema.ts';
import { parametersOf } from './model.ts';
import { probabilityOf } from './probability.ts';
import { modelWeights } from './weights.ts';

/** What one comparison adds to a score. */
export interface ScoredComparison {
  readonly name: string;
  /** 0 for missing, then from 1, best first. */
  readonly level: number;
  readonly label: string;
  /** Bits for the level. */
  readonly matchWeight: number;
  /** Bits more, or fewer, because the value is rare or common. */
  readonly termFrequencyWeight: number;
}

export interface Score {
  /** Bits; the prior and every part of `comparisons` added up. */
  readonly matchWeight: number;
  readonly matchProbability: number;
  readonly priorWeight: number;
  readonly comparisons: readonly ScoredComparison[];
}

/** A record cleaned once, to be scored against many. */
export interface PreparedRecord {
  readonly clean: CleanRecord;
}

export interface Scorer {
  /** Scores one raw record against another: the same score, to the last bit, that a batch gives the pair. */
  score(left: RawRecord, right: RawRecord): Score;
  /** Cleans a record; `side` matters only where the two tables name their columns differently. */
  prepare(record: RawRecord, side?: 'left' | 'right'): PreparedRecord;
  scorePrepared(left: PreparedRecord, right: PreparedRecord): Score;
}

/**
 * A scorer of single pairs in plain TypeScript, with no database.
 * @throws LinkageError MODEL_INCOMPLETE, or CUSTOM_SQL_NOT_SCORABLE when the model holds SQL of its own.
 */
export function createScorer(model: Model): Scorer {
  const plan = compile(model);
  refuseSql(plan);
  const weights = modelWeights(plan, parametersOf(plan), model.trained.probabilityTwoRandomRecordsMatch);
  const names = [...plan.columns, ...plan.derived].map((column) => column.name);
  const at: PositionOf = (column) => names.indexOf(column);
  const parts = plan.comparisons.map((comparison, i) =>
    partOf(comparison, weights.levels[i]!, weights.termFrequency[i]!, rarityOf(comparison, model, at), at),
  );
  const cleaners = { left: recordCleaner(plan, 'left'), right: recordCleaner(plan, 'right') };
  const prepare = (record: RawRecord, side: 'left' | 'right' = 'left'): PreparedRecord => {
    const clean = cleaners[side](record);
    return { clean: names.map((name) => clean.get(name) ?? null) };
  };
  const scorePrepared = (left: PreparedRecord, right: PreparedRecord): Score => {
    const comparisons: ScoredComparison[] = [];
    let matchWeight = weights.prior;
    for (const part of parts) {
      const scored = part(left.clean, right.clean);
      comparisons.push(scored);
      matchWeight += scored.matchWeight + scored.termFrequencyWeight;
    }
    return {
      matchWeight,
      matchProbability: probabilityOf(matchWeight),
      priorWeight: weights.prior,
      comparisons,
    };
  };
  return {
    prepare,
    scorePrepared,
    score: (left, right) => scorePrepared(prepare(left, 'left'), prepare(right, 'right')),
  };
}

/** One comparison made ready: its levels as tests, tried in order, each with the bits that it is worth. */
function partOf(
  comparison: ComparisonPlan,
  bits: readonly number[],
  constants: readonly (number | null)[],
  rarity: Rarity,
  at: PositionOf,
): (left: CleanRecord, right: CleanRecord) => ScoredComparison {
  const { name } = comparison;
  let number = 0;
  const levels = comparison.levels.map((one) => {
    const level = one.missing ? 0 : (number += 1);
    return {
      test: one.when === 'else' ? null : testOf(one.when, at),
      level,
      label: level === 0 ? 'missing' : one.label,
      matchWeight: bits[level]!,
      constant: constants[level] ?? null,
    };
  });
  return (left, right) => {
    for (const { test, level, label, matchWeight, constant } of levels) {
      if (test !== null && test(left, right) !== true) continue;
      const termFrequencyWeight = constant === null ? 0 : constant + rarity(left, right);
      return { name, level, label, matchWeight, termFrequencyWeight };
    }
    return { name, level: 0, label: 'missing', matchWeight: bits[0]!, termFrequencyWeight: 0 };
  };
}

/** Bits for how rare the commoner of a pair's two values is, before the level's own u is taken off. */
type Rarity = (left: CleanRecord, right: CleanRecord) => number;

function rarityOf({ termFrequency }: ComparisonPlan, model: Model, at: PositionOf): Rarity {
  if (!termFrequency) return () => 0;
  const { column } = termFrequency;
  const known = model.trained.termFrequencies.find((one) => one.column === column);
  if (!known)
    throw new LinkageError('MODEL_INCOMPLETE', `The model holds no term frequencies of "${column}"`, {
      place: 'trained.termFrequencies',
    });
  const counts = new Map(Object.entries(known.counts));
  let highest = 1;
  for (const count of counts.values()) highest = Math.max(highest, count);
  const position = at(column);
  const count = (record: CleanRecord): number => {
    const value = record[position] ?? null;
    return value === null ? highest : (counts.get(String(value)) ?? 1);
  };
  return (left, right) => surprise(Math.max(count(left), count(right)), known.total, termFrequency);
}

function refuseSql(plan: Plan): void {
  const written = JSON.stringify(plan.comparisons.map((one) => one.levels.map((level) => level.when)));
  const steps = [...plan.columns, ...plan.derived].find((column) => column.steps.some((step) => !step.apply));
  if (!/\{"sql":/.test(written) && !steps) return;
  const place = steps ? `column ${steps.name}` : 'comparisons';
  throw new LinkageError(
    'CUSTOM_SQL_NOT_SCORABLE',
    `The model holds SQL of its own (${place}), which only a database can run`,
    { place },
  );
}
