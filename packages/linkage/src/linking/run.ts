import type { Dialect } from '../dialect/dialect.ts';
import { duckdb } from '../dialect/duckdb.ts';
import { peakMemoryMb, usualMemoryLimitMb } from '../engine/memory.ts';
import { readFrequencies } from '../engine/model-frequencies.ts';
import { Session, type RanStatement } from '../engine/session.ts';
import { LinkageError, type LinkageWarning } from '../errors.ts';
import { patternsFit } from '../engine/comparing.ts';
import { hashOf, parametersOf, toModel } from '../scoring/model.ts';
import { modelWeights, type ModelWeights } from '../scoring/weights.ts';
import { weightOf } from '../scoring/probability.ts';
import { quantise } from '../scoring/quantise.ts';
import { compile, type Plan } from '../settings/compile.ts';
import { parseSettings } from '../settings/parse.ts';
import type { Model } from '../settings/schema.ts';
import type { ComparisonParameters } from '../training/parameters.ts';
import { train, type TrainingSession } from '../training/train.ts';
import { compareAll, type Compared } from './compared.ts';
import { clusterRecords } from './clustering.ts';
import { loadPatternWeights, selectLinks } from './links.ts';
import type { LinkOptions, LinkSummary } from './options.ts';
import { prepare, Watch, type Prepared } from './prepared.ts';

/** Everything a finished run knows; its tables stay in the session until it is closed. */
export interface LinkState {
  readonly session: Session;
  readonly dialect: Dialect;
  readonly plan: Plan;
  readonly prepared: Prepared;
  readonly compared: Compared;
  readonly parameters: readonly ComparisonParameters[];
  readonly prior: number;
  readonly weights: ModelWeights;
  readonly trainingSessions: readonly TrainingSession[];
  readonly summary: LinkSummary;
  /** The trained model as a document. */
  model(): Promise<Model>;
  statements(): readonly RanStatement[];
}

/** Runs a whole linkage: from two tables, or one, to links in the table `links` and clusters in `clusters`. */
export async function runLinkage(options: LinkOptions): Promise<LinkState> {
  const d = duckdb;
  const plan = compile(parseSettings(options.settings));
  if (!patternsFit(plan))
    throw new LinkageError(
      'SETTINGS_INVALID',
      'The comparisons have more levels together than one number can hold; join or drop some',
      { place: '$.comparisons' },
    );
  const { engine } = plan.settings;
  const session = await Session.open({
    ...engine,
    memoryLimitMb: engine.memoryLimitMb ?? usualMemoryLimitMb(),
  });
  try {
    return await runIn(session, plan, options, d);
  } catch (error) {
    await session[Symbol.asyncDispose]();
    throw error;
  }
}

async function runIn(session: Session, plan: Plan, options: LinkOptions, d: Dialect): Promise<LinkState> {
  const watch = new Watch(session, options.onProgress);
  const prepared = await prepare(session, watch, plan, options, d);
  const compared = await compareAll(session, watch, plan, prepared, options, d);
  const trained = await watch.step('train', async () => trainOrRead(plan, prepared, compared));
  const warnings: LinkageWarning[] = [...prepared.warnings, ...trained.warnings];
  const weights = modelWeights(plan, trained.parameters, trained.prior);
  const thresholdWeight = quantise(weightOf(plan.settings.prediction.threshold));
  await watch.step('score pairs', () => loadPatternWeights(session, compared.patterns, weights));
  const base = { session, dialect: d, plan, prepared, compared, weights, thresholdWeight };
  const selected = await watch.step('choose links', () => selectLinks(base));
  const clusters = prepared.sides.dedupe ? await watch.step('cluster', () => clusterRecords(base)) : null;
  if (selected.tied > 0) {
    warnings.push({
      code: 'LINKS_TIED',
      message: `${selected.tied} pairs competed with another of exactly the same weight, and were ${plan.settings.prediction.ties === 'drop' ? 'left unlinked' : 'settled by the lowest id'}`,
    });
  }
  const { links } = await session.row<{ links: number }>('SELECT count(*) AS links FROM links');
  const state: Omit<LinkState, 'summary' | 'model' | 'statements'> = {
    session,
    dialect: d,
    plan,
    prepared,
    compared,
    weights,
    parameters: trained.parameters,
    prior: trained.prior,
    trainingSessions: trained.sessions,
  };
  let model: Promise<Model> | null = null;
  return {
    ...state,
    summary: {
      linkType: prepared.sides.dedupe ? 'dedupe' : 'link',
      leftRows: prepared.left.rows,
      rightRows: prepared.right?.rows ?? null,
      pairs: compared.pairs,
      links,
      clusters,
      tied: selected.tied,
      thresholdWeight,
      rules: compared.rules,
      timings: watch.timings,
      peakMemoryMb: peakMemoryMb(),
      warnings,
    },
    model: () => (model ??= documentOf(state, options)),
    statements: () => session.statements,
  };
}

function trainOrRead(
  plan: Plan,
  prepared: Prepared,
  compared: Compared,
): {
  parameters: readonly ComparisonParameters[];
  prior: number;
  sessions: readonly TrainingSession[];
  warnings: readonly LinkageWarning[];
} {
  const { trained } = plan.settings;
  if (trained || !compared.training) {
    return {
      parameters: parametersOf(plan),
      prior: trained!.probabilityTwoRandomRecordsMatch,
      sessions: [],
      warnings: [],
    };
  }
  const { counts, random, agreements, labelled, prior } = compared.training;
  const result = train({
    plan,
    blocked: counts,
    rules: plan.trainingRules ?? plan.blockingRules,
    random,
    labelled,
    agreements,
    possiblePairs: prepared.possiblePairs,
    prior,
    likelyMatches: prepared.right ? Math.min(prepared.left.rows, prepared.right.rows) : prepared.left.rows,
  });
  return { ...result, prior: result.probabilityTwoRandomRecordsMatch };
}

async function documentOf(
  state: Omit<LinkState, 'summary' | 'model' | 'statements'>,
  { date, frequencies }: LinkOptions,
): Promise<Model> {
  const { plan, prepared, compared } = state;
  if (plan.settings.trained) {
    const termFrequencies =
      frequencies === 'right' ? await frequenciesOf(state) : plan.settings.trained.termFrequencies;
    const model: Model = { ...plan.settings, trained: { ...plan.settings.trained, termFrequencies } };
    return { ...model, trained: { ...model.trained, hash: hashOf(model) } };
  }
  return toModel(plan, state.parameters, {
    date,
    probabilityTwoRandomRecordsMatch: state.prior,
    records: { left: prepared.left.rows, right: prepared.right?.rows ?? null },
    pairs: compared.pairs,
    sessions: state.trainingSessions.map(({ rule, iterations, converged, probabilityMatch }) => ({
      rule,
      iterations,
      converged,
      probabilityMatch,
    })),
    termFrequencies: await frequenciesOf(state),
  });
}

/** The counts that a score can depend on: a value no commoner than its comparison's minimum counts as that. */
async function frequenciesOf(
  state: Omit<LinkState, 'summary' | 'model' | 'statements'>,
): Promise<Model['trained']['termFrequencies']> {
  const all = await readFrequencies(state.session, state.compared.frequencies, state.dialect);
  return all.map(({ column, total, counts }) => {
    const minima = state.plan.comparisons.flatMap((one) =>
      one.termFrequency?.column === column ? [one.termFrequency.minimumFrequency] : [],
    );
    const least = Math.min(...minima) * total;
    return { column, total, counts: Object.fromEntries(Object.entries(counts).filter(([, n]) => n > least)) };
  });
}
