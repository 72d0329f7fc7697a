import { evaluate, type Evaluation } from '../evaluation/evaluate.ts';
import type { Truth } from '../evaluation/truth.ts';
import { unlinkables, type UnlinkableRow } from '../evaluation/unlinkable.ts';
import type { RanStatement } from '../engine/session.ts';
import type { Model } from '../settings/schema.ts';
import { explainPairs, type ExplainedPair } from './explain.ts';
import type { Link, LinkOptions, LinkSummary } from './options.ts';
import { readClusters, readLinks, writeClusters, writeLinks } from './outputs.ts';
import { runLinkage, type LinkState } from './run.ts';
import type { TrainingSession } from '../training/train.ts';

/** A finished linkage. Its tables stay in memory until it is disposed of: `await using result = await link(…)`. */
export interface LinkResult extends AsyncDisposable {
  readonly summary: LinkSummary;
  /** How EM converged under each rule; empty where the model came trained. */
  readonly trainingSessions: readonly TrainingSession[];
  /** The trained model: a document to write as JSON, and to score or link with again. */
  model(): Promise<Model>;
  /** Links, heaviest first. For very many, write them to a file instead. */
  links(limit?: number): Promise<Link[]>;
  /** The cluster of every record; only after a deduplication. */
  clusters(): Promise<{ id: string; clusterId: string }[]>;
  writeLinks(path: string): Promise<void>;
  writeClusters(path: string): Promise<void>;
  /** The heaviest links, the lightest, or those around the threshold, with their reasons. */
  explain(which: 'heaviest' | 'lightest' | 'nearThreshold', limit?: number): Promise<ExplainedPair[]>;
  evaluate(truth: Truth): Promise<Evaluation>;
  unlinkables(): Promise<UnlinkableRow[]>;
  /** Pairs by whole bits of match weight, for a histogram. */
  scoreHistogram(): Promise<{ weight: number; pairs: number }[]>;
  /** Every SQL statement that ran, with its step and time. */
  statements(): readonly RanStatement[];
}

/**
 * Links two tables, or finds the duplicates in one.
 * @throws LinkageError; see its codes
 */
export async function link(options: LinkOptions): Promise<LinkResult> {
  const state = await runLinkage(options);
  const { session } = state;
  return {
    summary: state.summary,
    trainingSessions: state.trainingSessions,
    model: () => state.model(),
    links: (limit) => readLinks(state, limit),
    clusters: () => (state.prepared.sides.dedupe ? readClusters(state) : Promise.resolve([])),
    writeLinks: (path) => writeLinks(state, path),
    writeClusters: (path) => writeClusters(state, path),
    explain: (which, limit = 10) => explainPairs(state, `${chosen(state, which)} LIMIT ${limit}`),
    evaluate: (truth) => evaluate(state, truth, options),
    unlinkables: () => unlinkables(state),
    scoreHistogram: () =>
      session.rows(
        'SELECT CAST(floor(weight) AS INTEGER) AS weight, count(*) AS pairs FROM scored GROUP BY 1 ORDER BY 1',
      ),
    statements: () => state.statements(),
    [Symbol.asyncDispose]: () => session[Symbol.asyncDispose](),
  };
}

function chosen(state: LinkState, which: 'heaviest' | 'lightest' | 'nearThreshold'): string {
  if (which === 'nearThreshold')
    return `SELECT l, r FROM scored ORDER BY abs(weight - ${state.dialect.double(state.summary.thresholdWeight)}), l, r`;
  return `SELECT l, r FROM links ORDER BY weight ${which === 'heaviest' ? 'DESC' : 'ASC'}, l, r`;
}
