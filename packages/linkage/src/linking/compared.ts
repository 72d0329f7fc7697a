import type { Dialect } from '../dialect/dialect.ts';
import { exactAgreements } from '../engine/agreement.ts';
import { checkCounts, countRules, makePairs, type RuleCount } from '../engine/blocking.ts';
import type { SurpriseTable } from '../engine/compare-sql.ts';
import {
  comparePairs,
  loadAllSurprises,
  loadNicknames,
  patternRows,
  randomPatternRows,
  readyRecords,
} from '../engine/comparing.ts';
import { loadModelFrequencies } from '../engine/model-frequencies.ts';
import { makeRandomPairs, type Samples } from '../engine/random-pairs.ts';
import type { KeyedRule } from '../engine/keys-sql.ts';
import type { Session } from '../engine/session.ts';
import { countFrequencies, type FrequencySummary } from '../engine/term-frequencies.ts';
import { LinkageError } from '../errors.ts';
import type { Plan } from '../settings/compile.ts';
import { labelPairs } from '../training/labels.ts';
import { patternCounts, type PatternCount } from '../training/patterns.ts';
import type { LinkOptions, RuleReport } from './options.ts';
import type { Prepared, Watch } from './prepared.ts';

/** All blocked pairs compared, in the table `compared`, and what training needs besides. */
export interface Compared {
  readonly frequencies: readonly FrequencySummary[];
  readonly surprises: readonly SurpriseTable[];
  readonly ready: { readonly left: string; readonly right: string };
  readonly rules: readonly RuleReport[];
  readonly pairs: number;
  readonly patterns: readonly PatternCount[];
  /** Null where the model is already trained. */
  readonly training: {
    readonly counts: readonly PatternCount[];
    readonly random: readonly PatternCount[];
    readonly agreements: readonly (number | null)[];
    readonly labelled: readonly PatternCount[] | null;
    readonly prior: number | null;
  } | null;
}

export async function compareAll(
  session: Session,
  watch: Watch,
  plan: Plan,
  prepared: Prepared,
  options: LinkOptions,
  d: Dialect,
): Promise<Compared> {
  const { sides, rules } = prepared;
  const { settings } = plan;
  const trained = settings.trained;
  if (rules.blocking.length === 0)
    throw new LinkageError(
      'BLOCKING_NO_RULES',
      'The settings have no blocking rules, so no pairs can be made',
      { place: '$.blocking.rules' },
    );
  const counts = await watch.step('count pairs', async () => {
    const { maxPairs, warnPairs } = settings.blocking;
    const counted = async (set: readonly KeyedRule[], warnFrom: number): Promise<RuleCount[]> => {
      const found = await countRules(session, set, sides, d);
      const limits = { maxPairs, warnPairs: warnFrom };
      prepared.warnings.push(...(await checkCounts(session, set, found, sides, limits, d)));
      return found;
    };
    const blocking = await counted(rules.blocking, warnPairs);
    if (trained) return { blocking, sure: [] };
    await counted(rules.training ?? [], maxPairs);
    return { blocking, sure: await counted(rules.deterministic, maxPairs) };
  });
  const frequencies = await watch.step('count terms', () =>
    trained && options.frequencies !== 'right'
      ? loadModelFrequencies(session, trained.termFrequencies, d)
      : countFrequencies(session, plan, trained ? [sides.right] : [sides.left, sides.right], d),
  );
  const surprises = await loadAllSurprises(session, plan, frequencies, d);
  const added = await watch.step('make pairs', () => makePairs(session, 'pairs', rules.blocking, sides, d));
  const pairs = added.reduce((sum, n) => sum + n, 0);
  // A model that is already trained may well find nothing; there is nothing to train on either way.
  if (pairs === 0 && !trained)
    throw new LinkageError('BLOCKING_NO_PAIRS', 'No two records meet any blocking rule', {
      place: '$.blocking.rules',
    });
  await loadNicknames(session, plan);
  const training = trained ? null : await trainingPairs(session, watch, plan, prepared, options, d);
  const pairTables = ['pairs', ...(training?.pairTables ?? [])];
  const ready = await watch.step('derive columns', () =>
    readyRecords(session, plan, prepared, pairTables, d),
  );
  const compare = (from: string, into: string): Promise<void> =>
    comparePairs(
      session,
      plan,
      { pairs: from, into, ready, surprises, chunkPairs: settings.engine.chunkPairs },
      d,
    );
  await watch.step('compare pairs', () => compare('pairs', 'compared'));
  const rows = await watch.step('count patterns', () => patternRows(session, 'compared'));
  const patterns = patternCounts(rows, plan.comparisons);
  return {
    frequencies,
    surprises,
    ready,
    rules: counts.blocking.map((one, i) => ({ ...one, added: added[i]! })),
    pairs,
    patterns,
    training: !training
      ? null
      : await watch.step('compare training pairs', async () => {
          const { samples } = training;
          const rows = await randomPatternRows(session, plan, samples, d);
          const random = patternCounts(rows, plan.comparisons);
          const own = async (table: string): Promise<PatternCount[]> => {
            await compare(table, `${table}_compared`);
            return patternCounts(await patternRows(session, `${table}_compared`), plan.comparisons);
          };
          return {
            counts: rules.training ? await own('training_pairs') : patterns,
            random,
            agreements: await exactAgreements(session, plan.comparisons, random, samples, d),
            labelled: options.labels === undefined ? null : await own('label_pairs'),
            prior: await statedPrior(session, plan, prepared, counts.sure, d),
          };
        }),
  };
}

/** Makes the pairs that only training needs, and names the tables of those among the records themselves. */
async function trainingPairs(
  session: Session,
  watch: Watch,
  plan: Plan,
  prepared: Prepared,
  options: LinkOptions,
  d: Dialect,
): Promise<{ samples: Samples; pairTables: string[] }> {
  const { sides, rules } = prepared;
  const pairTables: string[] = [];
  const samples = await watch.step('draw random pairs', () => makeRandomPairs(session, plan, sides, d));
  if (rules.training) {
    await makePairs(session, 'training_pairs', rules.training, sides, d);
    pairTables.push('training_pairs');
  }
  if (options.labels !== undefined) {
    await labelPairs(session, options.labels, sides, d);
    pairTables.push('label_pairs');
  }
  return { samples, pairTables };
}

/** The prior as stated, or from deterministic rules and their recall; null to estimate it. */
async function statedPrior(
  session: Session,
  plan: Plan,
  prepared: Prepared,
  counts: readonly RuleCount[],
  d: Dialect,
): Promise<number | null> {
  const { prior } = plan.settings;
  if (prior.probability !== undefined) return prior.probability;
  if (prepared.rules.deterministic.length === 0) return null;
  const sure = prepared.rules.deterministic;
  // One rule's pairs are counted from its blocks; several overlap, and must be made.
  const found =
    sure.length === 1
      ? counts.map((one) => one.pairs)
      : await makePairs(session, 'sure_pairs', sure, prepared.sides, d);
  const matches = found.reduce((sum, n) => sum + n, 0) / (prior.recall ?? 1);
  return Math.min(0.5, Math.max(1e-12, matches / prepared.possiblePairs));
}
