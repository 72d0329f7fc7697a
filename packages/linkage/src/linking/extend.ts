import type { TableInput } from '../engine/tables.ts';
import type { Model } from '../settings/schema.ts';
import { DisjointSets } from './components.ts';
import { link } from './link.ts';
import type { Link } from './options.ts';

/** Where new records belong. */
export interface Extension {
  /** A cluster for each new record: one that exists, or a new one named by its lowest new id. */
  readonly placed: readonly { readonly id: string; readonly clusterId: string; readonly isNew: boolean }[];
  /** New records that link to several existing clusters: placed by their best link, and a sign that those may be one. */
  readonly bridges: readonly { readonly id: string; readonly clusterIds: readonly string[] }[];
  readonly links: readonly Link[];
}

export interface ExtendOptions {
  readonly model: Model;
  readonly newRecords: TableInput;
  readonly existing: TableInput;
  /** The cluster of every existing record. */
  readonly clusters: readonly { readonly id: string; readonly clusterId: string }[];
}

/**
 * Places new records among existing clusters: only pairs with a new record in them are compared. Existing clusters
 * are never changed; each new record follows its best link, to an existing record or to another new one.
 * @throws LinkageError
 */
export async function extendClusters(options: ExtendOptions): Promise<Extension> {
  const { model, newRecords, existing } = options;
  const { date } = model.trained;
  const all: Model = { ...model, prediction: { ...model.prediction, select: 'all' } };
  const outward = await linksOf({ left: newRecords, right: existing, settings: all, date });
  const among = await linksOf({
    left: newRecords,
    settings: { ...all, clustering: { ...all.clustering, method: 'connected' } },
    date,
  });
  const clusterOf = new Map(options.clusters.map((one) => [one.id, one.clusterId]));
  return {
    ...place(among.ids.sort(), outward.links, among.links, clusterOf),
    links: [...outward.links, ...among.links],
  };
}

async function linksOf(options: Parameters<typeof link>[0]): Promise<{ links: Link[]; ids: string[] }> {
  await using result = await link(options);
  const ids = options.right === undefined ? (await result.clusters()).map((one) => one.id) : [];
  return { links: await result.links(), ids };
}

function place(
  ids: readonly string[],
  outward: readonly Link[],
  among: readonly Link[],
  clusterOf: ReadonlyMap<string, string>,
): Omit<Extension, 'links'> {
  const position = new Map(ids.map((id, i) => [id, i]));
  const best = new Map<string, { weight: number; clusterId: string }>();
  const reached = new Map<string, Set<string>>();
  for (const { leftId, rightId, matchWeight } of outward) {
    const clusterId = clusterOf.get(rightId) ?? rightId;
    reached.set(leftId, (reached.get(leftId) ?? new Set()).add(clusterId));
    const known = best.get(leftId);
    if (!known || matchWeight > known.weight || (matchWeight === known.weight && clusterId < known.clusterId))
      best.set(leftId, { weight: matchWeight, clusterId });
  }
  // A new record without a link outward follows the new records it links to.
  const sets = new DisjointSets(ids.length);
  const found = new Map<number, { weight: number; clusterId: string }>();
  for (const [id, one] of best) found.set(position.get(id)!, one);
  for (const { leftId, rightId } of [...among].sort((a, b) => b.matchWeight - a.matchWeight)) {
    const [a, b] = [sets.find(position.get(leftId)!), sets.find(position.get(rightId)!)];
    const [one, two] = [found.get(a), found.get(b)];
    if (a === b || (one && two && one.clusterId !== two.clusterId)) continue;
    sets.union(a, b);
    const joined = one ?? two;
    if (joined) found.set(sets.find(a), joined);
  }
  const lowest = new Map<number, string>();
  for (const id of ids)
    if (!lowest.has(sets.find(position.get(id)!))) lowest.set(sets.find(position.get(id)!), id);
  return {
    placed: ids.map((id) => {
      const root = sets.find(position.get(id)!);
      const known = found.get(root);
      return { id, clusterId: known?.clusterId ?? lowest.get(root)!, isNew: known === undefined };
    }),
    bridges: [...reached]
      .filter(([, clusters]) => clusters.size > 1)
      .map(([id, clusters]) => ({ id, clusterIds: [...clusters].sort() })),
  };
}
