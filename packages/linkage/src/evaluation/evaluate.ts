import type { TableInput } from '../engine/tables.ts';
import { explainPairs, type ExplainedPair } from '../linking/explain.ts';
import type { LinkState } from '../linking/run.ts';
import { probabilityOf } from '../scoring/probability.ts';
import { loadTruth, type Truth } from './truth.ts';

export interface Accuracy {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly falseNegatives: number;
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

export interface ThresholdRow extends Accuracy {
  /** Bits. */
  readonly threshold: number;
  readonly probability: number;
  /** Of the pairs that do not match, the share that the threshold lets through. */
  readonly falsePositiveRate: number;
}

export interface Evaluation {
  /** The links as they are written. */
  readonly links: Accuracy;
  /** Every pair of records in one cluster; null when two tables are linked. */
  readonly clusterPairs: Accuracy | null;
  /** Whole clusters of two or more, right to the last record; null when two tables are linked. */
  readonly wholeClusters: Accuracy | null;
  /** What pairs on their own reach at each threshold, before links are chosen or clusters made. */
  readonly thresholds: readonly ThresholdRow[];
  /** True matches that no blocking rule brought together. */
  readonly neverCompared: number;
  readonly falseLinks: readonly ExplainedPair[];
  readonly missedLinks: readonly ExplainedPair[];
}

const EXPLAINED = 20;

/** Judges a run against what is known. @throws LinkageError TRUTH_INVALID */
export async function evaluate(
  state: LinkState,
  truth: Truth,
  tables: { left: TableInput; right?: TableInput | undefined },
): Promise<Evaluation> {
  const { session, prepared } = state;
  const { complete } = await loadTruth(state, truth, tables);
  // In a deduplication a pair has no direction; links hold the lower row first.
  await session.run(
    'CREATE OR REPLACE VIEW judged AS SELECT x.l, x.r, x.weight, t.match FROM links x LEFT JOIN truth_pairs t ON t.l = x.l AND t.r = x.r',
  );
  const matches = (await session.row<{ n: number }>('SELECT count(*) AS n FROM truth_pairs WHERE match')).n;
  const wrong = complete ? 'match IS NULL' : 'match = false';
  const counts = await session.row<{ tp: number; fp: number }>(
    `SELECT count(*) FILTER (WHERE match) AS tp, count(*) FILTER (WHERE ${wrong}) AS fp FROM judged`,
  );
  const compared = await session.row<{ n: number }>(
    'SELECT count(*) AS n FROM truth_pairs t JOIN compared c ON c.l = t.l AND c.r = t.r WHERE t.match',
  );
  return {
    links: accuracy(counts.tp, counts.fp, matches),
    clusterPairs: prepared.sides.dedupe ? await clusterPairs(state, complete, matches) : null,
    wholeClusters: prepared.sides.dedupe && complete ? await wholeClusters(state) : null,
    thresholds: await thresholdTable(state, wrong, complete, matches),
    neverCompared: matches - compared.n,
    falseLinks: await explainPairs(
      state,
      `SELECT l, r FROM judged WHERE ${wrong} ORDER BY weight DESC, l, r LIMIT ${EXPLAINED}`,
    ),
    missedLinks: await explainPairs(
      state,
      `SELECT t.l, t.r FROM truth_pairs t JOIN scored s ON s.l = t.l AND s.r = t.r ANTI JOIN links x ON x.l = t.l AND x.r = t.r WHERE t.match ORDER BY s.weight DESC, t.l, t.r LIMIT ${EXPLAINED}`,
    ),
  };
}

function accuracy(truePositives: number, falsePositives: number, matches: number): Accuracy {
  const falseNegatives = matches - truePositives;
  const ratio = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);
  return {
    truePositives,
    falsePositives,
    falseNegatives,
    precision: ratio(truePositives, truePositives + falsePositives),
    recall: ratio(truePositives, matches),
    f1: ratio(2 * truePositives, 2 * truePositives + falsePositives + falseNegatives),
  };
}

async function clusterPairs({ session }: LinkState, complete: boolean, matches: number): Promise<Accuracy> {
  const { tp, fp } = await session.row<{ tp: number; fp: number }>(
    `SELECT count(*) FILTER (WHERE t.match) AS tp, count(*) FILTER (WHERE NOT t.match) AS fp FROM truth_pairs t JOIN clusters a ON a.rid = t.l JOIN clusters b ON b.rid = t.r AND b.cluster = a.cluster`,
  );
  if (!complete) return accuracy(tp, fp, matches);
  const { n } = await session.row<{ n: number }>(
    'SELECT CAST(sum(n * (n - 1) / 2) AS BIGINT) AS n FROM (SELECT count(*) AS n FROM clusters GROUP BY cluster)',
  );
  return accuracy(tp, n - tp, matches);
}

/** Clusters of two or more that hold exactly the records of one true entity. */
async function wholeClusters({ session }: LinkState): Promise<Accuracy> {
  // With a complete truth every two records of an entity are a pair, so the lowest row among them names it.
  await session.run(
    'CREATE OR REPLACE TABLE true_entity AS SELECT rid, min(other) AS entity FROM (SELECT l AS rid, l AS other FROM truth_pairs UNION ALL SELECT r, l FROM truth_pairs) GROUP BY rid',
  );
  const sets = (table: string, group: string): string =>
    `SELECT string_agg(rid, ',' ORDER BY rid) AS members FROM ${table} GROUP BY ${group} HAVING count(*) > 1`;
  const { tp, found, real } = await session.row<{ tp: number; found: number; real: number }>(
    `WITH found AS (${sets('clusters', 'cluster')}), real AS (${sets('true_entity', 'entity')}) SELECT (SELECT count(*) FROM found JOIN real USING (members)) AS tp, (SELECT count(*) FROM found) AS found, (SELECT count(*) FROM real) AS real`,
  );
  return accuracy(tp, found - tp, real);
}

/** Accuracy at every half bit, from counts of pairs in half-bit steps. */
async function thresholdTable(
  state: LinkState,
  wrong: string,
  complete: boolean,
  matches: number,
): Promise<ThresholdRow[]> {
  const { session, prepared } = state;
  const rows = await session.rows<{ step: number; tp: number; fp: number }>(
    `SELECT CAST(floor(weight * 2) AS INTEGER) AS step, count(*) FILTER (WHERE match) AS tp, count(*) FILTER (WHERE ${wrong}) AS fp FROM (SELECT s.weight, t.match FROM scored s LEFT JOIN truth_pairs t ON t.l = s.l AND t.r = s.r) GROUP BY step ORDER BY step DESC`,
  );
  const judged = (await session.row<{ n: number }>('SELECT count(*) AS n FROM truth_pairs WHERE NOT match'))
    .n;
  const nonMatches = complete ? prepared.possiblePairs - matches : judged;
  let [tp, fp] = [0, 0];
  return rows.map((row) => {
    tp += row.tp;
    fp += row.fp;
    const threshold = row.step / 2;
    return {
      ...accuracy(tp, fp, matches),
      threshold,
      probability: probabilityOf(threshold),
      falsePositiveRate: nonMatches === 0 ? 0 : fp / nonMatches,
    };
  });
}
