import type { Dialect, Sql } from '../dialect/dialect.ts';
import type { Plan } from '../settings/compile.ts';
import type { PairSides } from './blocking.ts';
import { comparedColumns } from './compared-columns.ts';
import { readySql } from './comparing.ts';
import type { Session } from './session.ts';

const PRIME = 2_147_483_647;
const SAMPLE_ROWS = 100_000;
/** What the first look for a sample takes beyond its size, so that a second is hardly ever needed. */
const SPARE = 1.1;

/** The tables of the records that random pairs are drawn from, ready to compare; `rid` counts from 0 in each. */
export interface Samples {
  readonly left: string;
  readonly right: string;
}

/**
 * Makes `random_pairs` of `l, r, mask` and the samples that they name: every pair of all records where there are no
 * more than wanted, else that many drawn with a seed. Which records are drawn depends on their ids and not on their
 * order in the file. The generator is a multiplicative one (Park and Miller 1988) with a squaring between, in
 * arithmetic that every engine has.
 */
export async function makeRandomPairs(
  session: Session,
  plan: Plan,
  sides: PairSides,
  d: Dialect,
): Promise<Samples> {
  const { seed, randomPairs: wanted } = plan.settings.training;
  const [left, right] = [await size(session, sides.left), await size(session, sides.right)];
  const every = sides.dedupe ? (left * (left - 1)) / 2 : left * right;
  const most = every <= wanted ? Infinity : SAMPLE_ROWS;
  await makeSample(session, plan, { table: sides.left, into: 'sample_left', rows: left, most, seed }, d);
  // One table against itself needs one sample.
  if (!sides.dedupe)
    await makeSample(session, plan, { table: sides.right, into: 'sample_right', rows: right, most, seed }, d);
  const samples = { left: 'sample_left', right: sides.dedupe ? 'sample_left' : 'sample_right' };
  const pairs =
    every <= wanted
      ? `SELECT a.rid AS l, b.rid AS r FROM ${samples.left} a, ${samples.right} b${sides.dedupe ? ' WHERE a.rid < b.rid' : ''}`
      : `SELECT x AS l, y AS r FROM (${drawSql(seed, wanted, Math.min(left, most), Math.min(right, most))})${sides.dedupe ? ' WHERE x <> y' : ''}`;
  await session.run(
    `CREATE OR REPLACE TABLE random_pairs AS SELECT CAST(l AS INTEGER) AS l, CAST(r AS INTEGER) AS r, 0 AS mask FROM (${pairs})`,
  );
  return samples;
}

async function size(session: Session, table: string): Promise<number> {
  return (await session.row<{ n: number }>(`SELECT count(*) AS n FROM ${table}`)).n;
}

/** Makes a table of the `most` records whose ids hash lowest, ready to compare. */
export async function makeSample(
  session: Session,
  plan: Plan,
  of: { table: string; into: string; rows: number; most: number; seed: number },
  d: Dialect,
): Promise<void> {
  const columns = comparedColumns(plan).map((name) => `, ${d.identifier(name)}`);
  const lowest = (share: number): Sql => {
    const hashed = `SELECT rowid AS rid, id, hash(id, ${of.seed}) AS h FROM ${of.table}`;
    // To look only at low hashes is much quicker than to sort them all.
    const low = share < 1 ? ` WHERE h <= ${BigInt(Math.floor(share * 2 ** 52)) * 4096n}::UBIGINT` : '';
    const limit = of.rows > of.most ? ` ORDER BY h, id LIMIT ${of.most}` : '';
    const chosen = `SELECT rid, CAST(row_number() OVER (ORDER BY h, id) - 1 AS INTEGER) AS i FROM (SELECT * FROM (${hashed})${low}${limit})`;
    return `(SELECT s.i AS rowid${columns.join('')} FROM (${chosen}) s JOIN ${of.table} t ON t.rowid = s.rid)`;
  };
  for (const share of [(SPARE * of.most) / of.rows, 1]) {
    await session.run(`CREATE OR REPLACE TABLE ${of.into} AS ${readySql(plan, lowest(share), d)}`);
    if (share >= 1 || (await size(session, of.into)) === of.most) return;
  }
}

/** Pairs of numbers below `nl` and `nr`. Every product stays below 2⁶². */
export function drawSql(seed: number, wanted: number, nl: number, nr: number): Sql {
  const step = (from: Sql, multiplier: number): Sql =>
    `((${from} * ${from} % ${PRIME}) * ${multiplier} + i) % ${PRIME}`;
  const start = `SELECT i, (i * 48271 + ${seed + 1} * 69621) % ${PRIME} AS s FROM range(${wanted}) t(i)`;
  return `SELECT t % ${nl} AS x, (${step('t', 48271)}) % ${nr} AS y FROM (SELECT i, ${step('s', 16807)} AS t FROM (${start}))`;
}
