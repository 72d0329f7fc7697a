import type { Dialect } from '../dialect/dialect.ts';
import type { Session } from '../engine/session.ts';
import { LinkageError } from '../errors.ts';
import { patternWeight, type ModelWeights } from '../scoring/weights.ts';
import type { Plan } from '../settings/compile.ts';
import type { PatternCount } from '../training/patterns.ts';
import type { Compared } from './compared.ts';
import type { Prepared } from './prepared.ts';
import { byWeight, type ScoredPairs } from './scored-pairs.ts';
import { bestLink, oneToOne } from './select.ts';

export interface ChoosingState {
  readonly session: Session;
  readonly dialect: Dialect;
  readonly plan: Plan;
  readonly prepared: Prepared;
  readonly compared: Compared;
  readonly weights: ModelWeights;
  readonly thresholdWeight: number;
}

const MOST_LINKS = 40_000_000;

/** Makes the table `pattern_weights`, and the view `scored` of every compared pair with its weight. */
export async function loadPatternWeights(
  session: Session,
  patterns: readonly PatternCount[],
  weights: ModelWeights,
): Promise<void> {
  const byPattern = new Map(patterns.map((one) => [one.pattern, patternWeight(weights, one.levels)]));
  await session.loadNumbers('pattern_weights', [
    { name: 'pattern', type: 'BIGINT', values: [...byPattern.keys()] },
    { name: 'base', type: 'DOUBLE', values: [...byPattern.values()] },
  ]);
  await session.run(
    'CREATE OR REPLACE VIEW scored AS SELECT c.l, c.r, c.mask, c.pattern, w.base + c.surprise AS weight FROM compared c JOIN pattern_weights w ON w.pattern = c.pattern',
  );
}

/** Makes the table `links` of `l, r, weight, margin`: all pairs over the threshold, or those that the settings choose. */
export async function selectLinks(state: ChoosingState): Promise<{ tied: number }> {
  const { session, plan, thresholdWeight } = state;
  const { select, margin, ties } = plan.settings.prediction;
  const over = `SELECT l, r, weight FROM scored WHERE weight >= ${state.dialect.double(thresholdWeight)}`;
  if (select === 'all') {
    await session.run(
      `CREATE OR REPLACE TABLE links AS SELECT l, r, weight, CAST(NULL AS DOUBLE) AS margin FROM (${over})`,
    );
    return { tied: 0 };
  }
  // The runner-up counts even where it is no link itself.
  const pairs = await readPairs(
    session,
    `SELECT l, r, weight FROM scored WHERE weight >= ${state.dialect.double(thresholdWeight - margin)}`,
  );
  const order = byWeight(
    pairs,
    await idOf(session, state.prepared.sides.left, pairs.left),
    await idOf(session, state.prepared.sides.right, pairs.right),
  );
  const chosen = (select === 'oneToOne' ? oneToOne : bestLink)(pairs, order, {
    threshold: thresholdWeight,
    margin,
    ties,
  });
  await session.loadNumbers('links', [
    { name: 'l', type: 'INTEGER', values: chosen.links.left },
    { name: 'r', type: 'INTEGER', values: chosen.links.right },
    { name: 'weight', type: 'DOUBLE', values: chosen.links.weight },
    { name: 'margin', type: 'DOUBLE', values: chosen.margins },
  ]);
  return { tied: chosen.tied };
}

/** @throws LinkageError TOO_MANY_LINKS before memory runs out. */
export async function readPairs(session: Session, sql: string): Promise<ScoredPairs> {
  const { n } = await session.row<{ n: number }>(`SELECT count(*) AS n FROM (${sql})`);
  if (n > MOST_LINKS)
    throw new LinkageError(
      'TOO_MANY_LINKS',
      `${n.toLocaleString('en-GB')} pairs pass the threshold, more than can be chosen among (${MOST_LINKS.toLocaleString('en-GB')}); raise the threshold`,
      { place: '$.prediction.threshold' },
    );
  const [left, right, weight] = await session.numbers(sql, 3);
  return { left: left!, right: right!, weight: weight! };
}

/** The ids of the rows that some pairs name. */
export async function idOf(
  session: Session,
  table: string,
  rows: Float64Array,
): Promise<(row: number) => string> {
  await session.loadNumbers('wanted_rows', [{ name: 'rid', type: 'INTEGER', values: [...new Set(rows)] }]);
  const found = await session.rows<{ rid: number; id: string }>(
    `SELECT w.rid, t.id FROM wanted_rows w JOIN ${table} t ON t.rowid = w.rid`,
  );
  const ids = new Map(found.map((row) => [row.rid, row.id]));
  return (row) => ids.get(row)!;
}
