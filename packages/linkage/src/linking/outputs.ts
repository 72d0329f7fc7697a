import type { Dialect, Sql } from '../dialect/dialect.ts';
import { probabilitySql } from '../scoring/probability.ts';
import type { Link } from './options.ts';
import type { LinkState } from './run.ts';

/** The links with their ids, heaviest first; in a deduplication the lower id is on the left. */
function linksSql(state: LinkState, more = '', limit?: number): Sql {
  const { left, right, dedupe } = state.prepared.sides;
  const d: Dialect = state.dialect;
  const ids = dedupe
    ? 'least(a.id, b.id) AS left_id, greatest(a.id, b.id) AS right_id'
    : 'a.id AS left_id, b.id AS right_id';
  return `SELECT ${ids}, x.weight AS match_weight, ${probabilitySql('x.weight', d)} AS match_probability${more} FROM links x JOIN ${left} a ON a.rowid = x.l JOIN ${right} b ON b.rowid = x.r ORDER BY x.weight DESC, left_id, right_id${limit === undefined ? '' : ` LIMIT ${limit}`}`;
}

/** Writes `left_id,right_id,match_weight,match_probability` as CSV, or as Parquet by the path's ending. */
export async function writeLinks(state: LinkState, path: string): Promise<void> {
  await state.session.run(`COPY (${linksSql(state)}) TO ${state.dialect.text(path)} ${format(path)}`);
}

/** Writes `cluster_id,id` for every record of a deduplication. */
export async function writeClusters(state: LinkState, path: string): Promise<void> {
  await state.session.run(`COPY (${clustersSql(state)}) TO ${state.dialect.text(path)} ${format(path)}`);
}

function clustersSql(state: LinkState): Sql {
  return `SELECT c.cluster AS cluster_id, t.id FROM clusters c JOIN ${state.prepared.sides.left} t ON t.rowid = c.rid ORDER BY cluster_id, t.id`;
}

function format(path: string): string {
  return /\.parquet$/i.test(path) ? '(FORMAT parquet)' : '(FORMAT csv, HEADER)';
}

export async function readLinks(state: LinkState, limit?: number): Promise<Link[]> {
  const rows = await state.session.rows<{
    left_id: string;
    right_id: string;
    match_weight: number;
    match_probability: number;
    margin: number | null;
  }>(linksSql(state, ', x.margin AS margin', limit));
  return rows.map((row) => ({
    leftId: row.left_id,
    rightId: row.right_id,
    matchWeight: row.match_weight,
    matchProbability: row.match_probability,
    margin: row.margin,
  }));
}

export async function readClusters(state: LinkState): Promise<{ id: string; clusterId: string }[]> {
  const rows = await state.session.rows<{ cluster_id: string; id: string }>(clustersSql(state));
  return rows.map((row) => ({ id: row.id, clusterId: row.cluster_id }));
}
