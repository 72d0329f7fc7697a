import { cleanRecord, type RawRecord } from '../cleaning/clean-record.ts';
import { weighedLevels, type ComparisonPlan } from '../comparison/plan.ts';
import { holds, type CleanRecord } from '../comparison/predicate-value.ts';
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
  const frequencies = new Map(
    model.trained.termFrequencies.map((one) => [one.column, frequency(one.counts, one.total)]),
  );
  const prepare = (record: RawRecord, side: 'left' | 'right' = 'left'): PreparedRecord => ({
    clean: cleanRecord(plan, side, record),
  });
  const scorePrepared = (left: PreparedRecord, right: PreparedRecord): Score => {
    const comparisons = plan.comparisons.map((comparison, i): ScoredComparison => {
      const level = levelOf(comparison, left.clean, right.clean);
      const constant = weights.termFrequency[i]![level] ?? null;
      return {
        name: comparison.name,
        level,
        label: level === 0 ? 'missing' : weighedLevels(comparison)[level - 1]!.label,
        matchWeight: weights.levels[i]![level]!,
        termFrequencyWeight:
          constant === null ? 0 : constant + rarity(comparison, left.clean, right.clean, frequencies),
      };
    });
    const matchWeight = comparisons.reduce(
      (sum, one) => sum + one.matchWeight + one.termFrequencyWeight,
      weights.prior,
    );
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

interface Frequency {
  readonly total: number;
  readonly highest: number;
  readonly counts: ReadonlyMap<string, number>;
}

function frequency(counts: Readonly<Record<string, number>>, total: number): Frequency {
  const byValue = new Map(Object.entries(counts));
  let highest = 1;
  for (const count of byValue.values()) highest = Math.max(highest, count);
  return { total, highest, counts: byValue };
}

function rarity(
  comparison: ComparisonPlan,
  left: CleanRecord,
  right: CleanRecord,
  frequencies: ReadonlyMap<string, Frequency>,
): number {
  const termFrequency = comparison.termFrequency!;
  const known = frequencies.get(termFrequency.column);
  if (!known)
    throw new LinkageError(
      'MODEL_INCOMPLETE',
      `The model holds no term frequencies of "${termFrequency.column}"`,
      { place: 'trained.termFrequencies' },
    );
  const count = (record: CleanRecord): number => {
    const value = record.get(termFrequency.column) ?? null;
    return value === null ? known.highest : (known.counts.get(String(value)) ?? 1);
  };
  return surprise(Math.max(count(left), count(right)), known.total, termFrequency);
}

/** The level that a pair falls on: 0 for missing, then from 1. */
function levelOf(comparison: ComparisonPlan, left: CleanRecord, right: CleanRecord): number {
  let number = 0;
  for (const level of comparison.levels) {
    if (!level.missing) number += 1;
    if (level.when === 'else' || holds(level.when, left, right) === true) return level.missing ? 0 : number;
  }
  return 0;
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
