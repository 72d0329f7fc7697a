import { comparePairs } from '../engine/comparing.ts';
import { patternCounts } from '../training/patterns.ts';
import { patternRows } from '../engine/comparing.ts';
import { patternWeight } from '../scoring/weights.ts';
import { weightOf } from '../scoring/probability.ts';
import { quantise } from '../scoring/quantise.ts';
import { averageWeightClusters } from './average-weight.ts';
import { connectedComponents } from './components.ts';
import { idOf, readPairs, type ChoosingState } from './links.ts';
import { byWeight, pick } from './scored-pairs.ts';
import { bestLink } from './select.ts';

/** A component larger than this is joined by its compared pairs alone. */
const COMPLETE_UP_TO = 1000;
const MOST_EXTRA_PAIRS = 20_000_000;
const CLIP = 15;
/** Records that share no blocking key are unlikely to be one person's. */
const NOT_COMPARED = -6;

/**
 * Makes the table `clusters` of `rid, cluster` for every record, `cluster` being the lowest id in it.
 * @returns the number of clusters
 */
export async function clusterRecords(state: ChoosingState): Promise<number> {
  const { session, plan } = state;
  const { method, threshold } = plan.settings.clustering;
  const limit = state.thresholdWeight;
  const table = state.prepared.sides.left;
  const links = await readPairs(session, 'SELECT l, r, weight FROM links');
  let clusters: Int32Array;
  if (method === 'bestLink') {
    const id = await idOf(session, table, Float64Array.from([...links.left, ...links.right]));
    const both = {
      left: Float64Array.from([...links.left, ...links.right]),
      right: Float64Array.from([...links.right, ...links.left]),
      weight: Float64Array.from([...links.weight, ...links.weight]),
    };
    const best = bestLink(both, byWeight(both, id, id), {
      threshold: limit,
      margin: 0,
      ties: 'lowestId',
    }).links;
    clusters = connectedComponents(state.prepared.left.rows, best.left, best.right);
  } else {
    clusters = connectedComponents(state.prepared.left.rows, links.left, links.right);
    if (method === 'averageWeight')
      clusters = await byAverageWeight(state, clusters, quantise(weightOf(threshold)));
  }
  // Records alone are their own cluster, and most are: only the others are worth sending.
  const rows = rowsTogether(clusters);
  await session.loadNumbers('cluster_of', [
    { name: 'rid', type: 'INTEGER', values: rows },
    { name: 'c', type: 'INTEGER', values: rows.map((row) => clusters[row]!) },
  ]);
  await session.run(
    `CREATE OR REPLACE TABLE cluster_names AS SELECT rid, min(t.id) OVER (PARTITION BY c) AS cluster FROM cluster_of JOIN ${table} t ON t.rowid = rid`,
  );
  await session.run(
    `CREATE OR REPLACE TABLE clusters AS SELECT t.rowid AS rid, coalesce(n.cluster, t.id) AS cluster FROM ${table} t LEFT JOIN cluster_names n ON n.rid = t.rowid`,
  );
  if (method === 'averageWeight' && plan.settings.prediction.select === 'all') await linksOfClusters(state);
  return clusters.reduce((count, cluster, row) => count + (cluster === row ? 1 : 0), 0);
}

/** The rows whose cluster holds another row as well. */
function rowsTogether(clusters: Int32Array): Int32Array {
  const together = new Uint8Array(clusters.length);
  clusters.forEach((cluster, row) => {
    if (cluster !== row) together[row] = together[cluster] = 1;
  });
  const rows = new Int32Array(clusters.length);
  let found = 0;
  together.forEach((one, row) => {
    if (one) rows[found++] = row;
  });
  return rows.subarray(0, found);
}

/** Makes the links say what the clusters say: every scored pair inside a cluster, and none between two. */
async function linksOfClusters({ session }: ChoosingState): Promise<void> {
  const within = (from: string): string =>
    `SELECT s.l, s.r, s.weight, CAST(NULL AS DOUBLE) AS margin FROM ${from} s JOIN clusters a ON a.rid = s.l JOIN clusters b ON b.rid = s.r AND b.cluster = a.cluster`;
  await session.run(
    `CREATE OR REPLACE TABLE links AS ${within('scored')} UNION ALL ${within('scored_within')}`,
  );
}

async function byAverageWeight(
  state: ChoosingState,
  components: Int32Array,
  threshold: number,
): Promise<Int32Array> {
  const { session } = state;
  const members = new Map<number, number[]>();
  components.forEach((component, row) => {
    const known = members.get(component);
    if (known) known.push(row);
    else members.set(component, [row]);
  });
  // Two records with one link between them need no second look.
  const larger = [...members].filter(([, rows]) => rows.length > 2);
  const rows = larger.flatMap(([, all]) => all);
  await session.loadNumbers('component_of', [
    { name: 'rid', type: 'INTEGER', values: rows },
    { name: 'c', type: 'INTEGER', values: rows.map((row) => components[row]!) },
  ]);
  await compareMissing(state, larger);
  const pairs = await readPairs(
    session,
    `SELECT s.l, s.r, s.weight FROM scored s JOIN component_of a ON a.rid = s.l JOIN component_of b ON b.rid = s.r AND b.c = a.c
    UNION ALL SELECT l, r, weight FROM scored_within`,
  );
  const id = await idOf(session, state.prepared.sides.left, Float64Array.from(rows));
  const positions = new Map<number, number[]>();
  for (let i = 0; i < pairs.left.length; i += 1) {
    const component = components[pairs.left[i]!]!;
    const known = positions.get(component);
    if (known) known.push(i);
    else positions.set(component, [i]);
  }
  const clusters = Int32Array.from(components);
  for (const [component, all] of larger) {
    const ordered = all
      .map((row) => ({ row, id: id(row) }))
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .map((one) => one.row);
    const found = averageWeightClusters(ordered, pick(pairs, positions.get(component) ?? []), {
      threshold,
      clip: [-CLIP, CLIP],
      notCompared: NOT_COMPARED,
    });
    ordered.forEach((row, i) => (clusters[row] = ordered[found[i]!]!));
  }
  return clusters;
}

/** Scores the pairs inside components that no blocking rule brought together, into `scored_within`. */
async function compareMissing(state: ChoosingState, larger: readonly [number, number[]][]): Promise<void> {
  const { session, plan, compared, dialect: d } = state;
  let budget = MOST_EXTRA_PAIRS;
  const complete = larger.filter(([, rows]) => {
    const pairs = (rows.length * (rows.length - 1)) / 2;
    if (rows.length > COMPLETE_UP_TO || pairs > budget) return false;
    budget -= pairs;
    return true;
  });
  await session.loadNumbers('complete', [
    { name: 'c', type: 'INTEGER', values: complete.map(([component]) => component) },
  ]);
  await session.run(
    `CREATE OR REPLACE TABLE pairs_within AS SELECT a.rid AS l, b.rid AS r, 0 AS mask FROM component_of a JOIN complete USING (c) JOIN component_of b ON b.c = a.c AND a.rid < b.rid ANTI JOIN pairs p ON p.l = a.rid AND p.r = b.rid`,
  );
  await comparePairs(
    session,
    plan,
    {
      pairs: 'pairs_within',
      into: 'compared_within',
      ready: compared.ready,
      surprises: compared.surprises,
      chunkPairs: plan.settings.engine.chunkPairs,
    },
    d,
  );
  const patterns = new Map(
    patternCounts(await patternRows(session, 'compared_within'), plan.comparisons).map((one) => [
      one.pattern,
      patternWeight(state.weights, one.levels),
    ]),
  );
  await session.loadNumbers('weights_within', [
    { name: 'pattern', type: 'BIGINT', values: [...patterns.keys()] },
    { name: 'base', type: 'DOUBLE', values: [...patterns.values()] },
  ]);
  await session.run(
    'CREATE OR REPLACE VIEW scored_within AS SELECT c.l, c.r, w.base + c.surprise AS weight FROM compared_within c JOIN weights_within w ON w.pattern = c.pattern',
  );
}
