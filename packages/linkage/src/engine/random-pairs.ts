import type { Sql } from '../dialect/dialect.ts';
import type { PairSides } from './blocking.ts';
import type { Session } from './session.ts';

const PRIME = 2_147_483_647;
const SAMPLE_ROWS = 100_000;

/**
 * Makes `random_pairs` of `l, r, mask`: every pair where there are no more than wanted, else that many drawn with
 * a seed. Which records are drawn depends on their ids and not on their order in the file. The generator is a
 * multiplicative one (Park and Miller 1988) with a squaring between, in arithmetic that every engine has.
 */
export async function makeRandomPairs(
  session: Session,
  sides: PairSides,
  seed: number,
  wanted: number,
): Promise<number> {
  const size = async (table: string): Promise<number> =>
    (await session.row<{ n: number }>(`SELECT count(*) AS n FROM ${table}`)).n;
  const [left, right] = [await size(sides.left), await size(sides.right)];
  const every = sides.dedupe ? (left * (left - 1)) / 2 : left * right;
  if (every <= wanted) {
    await session.run(
      `CREATE OR REPLACE TABLE random_pairs AS SELECT CAST(a.rowid AS INTEGER) AS l, CAST(b.rowid AS INTEGER) AS r, 0 AS mask FROM ${sides.left} a, ${sides.right} b${sides.dedupe ? ' WHERE a.rowid < b.rowid' : ''}`,
    );
    return every;
  }
  // One table against itself needs one sample.
  for (const side of sides.dedupe ? (['left'] as const) : (['left', 'right'] as const)) {
    await session.run(
      `CREATE OR REPLACE TABLE random_${side} AS SELECT row_number() OVER (ORDER BY h, id) - 1 AS i, rid FROM (SELECT id, rowid AS rid, hash(id, ${seed}) AS h FROM ${sides[side]} ORDER BY h, id LIMIT ${SAMPLE_ROWS})`,
    );
  }
  const [nl, nr] = [Math.min(left, SAMPLE_ROWS), Math.min(right, SAMPLE_ROWS)];
  await session.run(
    `CREATE OR REPLACE TABLE random_pairs AS SELECT CAST(a.rid AS INTEGER) AS l, CAST(b.rid AS INTEGER) AS r, 0 AS mask FROM (${drawSql(seed, wanted, nl, nr)}) d JOIN random_left a ON a.i = d.x JOIN random_${sides.dedupe ? 'left' : 'right'} b ON b.i = d.y${sides.dedupe ? ' WHERE a.rid <> b.rid' : ''}`,
  );
  return (await session.row<{ n: number }>('SELECT count(*) AS n FROM random_pairs')).n;
}

/** Pairs of numbers below `nl` and `nr`. Every product stays below 2⁶². */
export function drawSql(seed: number, wanted: number, nl: number, nr: number): Sql {
  const step = (from: Sql, multiplier: number): Sql =>
    `((${from} * ${from} % ${PRIME}) * ${multiplier} + i) % ${PRIME}`;
  const start = `SELECT i, (i * 48271 + ${seed + 1} * 69621) % ${PRIME} AS s FROM range(${wanted}) t(i)`;
  return `SELECT t % ${nl} AS x, (${step('t', 48271)}) % ${nr} AS y FROM (SELECT i, ${step('s', 16807)} AS t FROM (${start}))`;
}
