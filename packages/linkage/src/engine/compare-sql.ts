import { PredicateWriter } from '../comparison/predicate-sql.ts';
import { weighedLevels, type ComparisonPlan, type LevelPlan } from '../comparison/plan.ts';
import type { Dialect, Sql } from '../dialect/dialect.ts';
import type { Plan } from '../settings/compile.ts';
import { columnTypeReads } from './compared-columns.ts';
import { surprise, type FrequencySummary } from './term-frequencies.ts';

/**
 * How the levels of all comparisons are packed into one number: the sum of level × radix, a level being 0 for
 * missing and counting from 1 in order. One number makes patterns cheap to count and to look up.
 */
export function radices(comparisons: readonly ComparisonPlan[]): readonly number[] {
  let radix = 1;
  return comparisons.map((plan) => {
    const own = radix;
    radix *= weighedLevels(plan).length + 1;
    return own;
  });
}

/** The level of each comparison in a packed pattern. */
export function unpack(pattern: number, comparisons: readonly ComparisonPlan[]): number[] {
  let rest = pattern;
  return comparisons.map((plan) => {
    const size = weighedLevels(plan).length + 1;
    const level = rest % size;
    rest = Math.floor(rest / size);
    return level;
  });
}

/** The comparisons in which a term-frequency weight applies, with the table of their surprises. */
export interface SurpriseTable {
  readonly index: number;
  readonly table: string;
  readonly summary: FrequencySummary;
}

export interface CompareSources {
  /** A query of `l`, `r`, `mask`. */
  readonly pairs: Sql;
  readonly left: string;
  readonly right: string;
  readonly surprises: readonly SurpriseTable[];
}

/**
 * The comparison of pairs as one query in four steps: both records side by side; dear measures, once each; the
 * level of each comparison; then `l, r, mask, pattern, surprise`, the last being the bits that rare or common
 * values add before each level's u is taken off.
 */
export function compareSql(plan: Plan, sources: CompareSources, d: Dialect): Sql {
  const { levelled, parts } = steps(plan, sources, d);
  const scales = radices(plan.comparisons);
  const pattern = plan.comparisons.map((_, i) => `CAST(level_${i} AS BIGINT) * ${scales[i]}`).join(' + ');
  const total = parts.length === 0 ? '0e0' : parts.map((one) => one.value).join(' + ');
  return `SELECT l, r, mask, ${pattern} AS pattern, ${total} AS surprise FROM (${levelled}) c${parts.map((one) => one.joins).join('')}`;
}

/** The same comparison taken apart: `l, r`, a `level_i` for every comparison and a `surprise_i` where there is one. */
export function explainSql(plan: Plan, sources: CompareSources, d: Dialect): Sql {
  const { levelled, parts } = steps(plan, sources, d);
  const levels = plan.comparisons.map((_, i) => `level_${i}`);
  const surprises = parts.map((one) => `${one.value} AS surprise_${one.index}`);
  return `SELECT l, r, ${[...levels, ...surprises].join(', ')} FROM (${levelled}) c${parts.map((one) => one.joins).join('')}`;
}

interface SurprisePart {
  readonly index: number;
  readonly value: Sql;
  readonly joins: Sql;
}

function steps(
  plan: Plan,
  sources: CompareSources,
  d: Dialect,
): { levelled: Sql; parts: readonly SurprisePart[] } {
  const writer = new PredicateWriter(d);
  const levels = plan.comparisons.map((one, i) => `${levelSql(one, writer)} AS level_${i}`);
  const features = writer.features().map((one) => `${one.sql} AS ${one.name}`);
  const reads = columnTypeReads(plan);
  const side = (alias: string, letter: string): Sql[] =>
    reads.map((name) => `${alias}.${d.identifier(name)} AS ${d.identifier(`${name}_${letter}`)}`);
  const joined = `SELECT p.l, p.r, p.mask, ${[...side('a', 'l'), ...side('b', 'r')].join(', ')} FROM (${sources.pairs}) p JOIN ${sources.left} a ON a.rid = p.l JOIN ${sources.right} b ON b.rid = p.r`;
  const measured = `SELECT *${features.map((one) => `, ${one}`).join('')} FROM (${joined})`;
  const looked = sources.surprises.flatMap((one) => {
    const termFrequency = plan.comparisons[one.index]!.termFrequency!;
    return [d.identifier(`${termFrequency.column}_l`), d.identifier(`${termFrequency.column}_r`)];
  });
  const levelled = `SELECT l, r, mask, ${[...levels, ...new Set(looked)].join(', ')} FROM (${measured})`;
  return {
    levelled,
    parts: sources.surprises.map((one) => ({ index: one.index, ...surpriseSql(plan, one, d) })),
  };
}

/** The number of a pair's level: 0 missing, then from 1. */
function levelSql(plan: ComparisonPlan, writer: PredicateWriter): Sql {
  let number = 0;
  const whens = plan.levels.map((level) => {
    const value = level.missing ? 0 : (number += 1);
    return level.when === 'else' ? `ELSE ${value}` : `WHEN ${writer.write(level.when)} THEN ${value}`;
  });
  return `CAST(CASE ${whens.join(' ')} END AS TINYINT)`;
}

/** The level numbers on which a comparison's term-frequency weight applies. */
export function surprisedLevels(plan: ComparisonPlan): number[] {
  return weighedLevels(plan).flatMap((level, i) => (level.termFrequency ? [i + 1] : []));
}

function surpriseSql(plan: Plan, one: SurpriseTable, d: Dialect): { value: Sql; joins: Sql } {
  const comparison = plan.comparisons[one.index]!;
  const termFrequency = comparison.termFrequency!;
  const { table, summary, index } = one;
  const numbers = surprisedLevels(comparison);
  if (numbers.length === 0) return { value: '0e0', joins: '' };
  const [l, r] = [d.identifier(`${termFrequency.column}_l`), d.identifier(`${termFrequency.column}_r`)];
  const applies = `level_${index} IN (${numbers.join(', ')})`;
  const once = d.double(surprise(1, summary.total, termFrequency));
  const commonest = d.double(surprise(summary.highest, summary.total, termFrequency));
  const join = (alias: string, column: Sql): Sql =>
    ` LEFT JOIN ${table} ${alias} ON ${alias}.value = CASE WHEN ${applies} THEN c.${column} END`;
  const bits = (alias: string, column: Sql): Sql =>
    `CASE WHEN c.${column} IS NULL THEN ${commonest} ELSE coalesce(${alias}.bits, ${once}) END`;
  // On a level of equality both sides hold the same value, and one look-up serves.
  const equal = weighedLevels(comparison).every(
    (level) => !level.termFrequency || isEquality(level, termFrequency.column),
  );
  const value = equal ? bits(`s${index}l`, l) : `least(${bits(`s${index}l`, l)}, ${bits(`s${index}r`, r)})`;
  return {
    value: `CASE WHEN ${applies} THEN ${value} ELSE 0e0 END`,
    joins: join(`s${index}l`, l) + (equal ? '' : join(`s${index}r`, r)),
  };
}

function isEquality(level: LevelPlan, column: string): boolean {
  return typeof level.when === 'object' && 'equal' in level.when && level.when.equal === column;
}
