import type { Dialect, Sql } from '../dialect/dialect.ts';
import { LinkageError, type LinkageWarning } from '../errors.ts';
import { exploded, meetsSql, type KeyedRule } from './keys-sql.ts';
import type { Session } from './session.ts';

/** The two sides of the pairs; one table against itself when it is deduplicated. */
export interface PairSides {
  readonly left: string;
  readonly right: string;
  readonly dedupe: boolean;
}

/** What a rule brings, known before any pair is made. */
export interface RuleCount {
  readonly rule: string;
  /** Pairs that meet the rule, those of earlier rules included. */
  readonly pairs: number;
  /** The most pairs that one key value brings. */
  readonly largestBlock: number;
}

/** The table of a rule's blocks that bring pairs: `k`, its key, and `pairs`. */
function blocksTable(keyed: KeyedRule, d: Dialect): Sql {
  return d.identifier(`blocks ${keyed.column}`);
}

/**
 * Counts the pairs of each rule from the sizes of its blocks, without making any. Blocks beyond a rule's own
 * `maxBlock` are taken away, so that every later step sees the rule without them.
 */
export async function countRules(
  session: Session,
  rules: readonly KeyedRule[],
  sides: PairSides,
  d: Dialect,
): Promise<RuleCount[]> {
  const counts: RuleCount[] = [];
  for (const keyed of rules) {
    const blocks = blocksTable(keyed, d);
    await session.run(`CREATE OR REPLACE TABLE ${blocks} AS ${blocksSql(keyed, sides, d)}`);
    if (keyed.rule.maxBlock !== null) await dropLargeBlocks(session, keyed, keyed.rule.maxBlock, sides, d);
    const row = await session.row<{ pairs: number | null; largest: number | null }>(
      `SELECT sum(pairs) AS pairs, max(pairs) AS largest FROM ${blocks}`,
    );
    counts.push({ rule: keyed.rule.name, pairs: row.pairs ?? 0, largestBlock: row.largest ?? 0 });
  }
  return counts;
}

/** The id of a record on a counted rule's largest block, the lowest where there are several; null for a rule without pairs. */
export async function recordOnLargestBlock(
  session: Session,
  keyed: KeyedRule,
  sides: PairSides,
  d: Dialect,
): Promise<string | null> {
  const largest = `SELECT k FROM ${blocksTable(keyed, d)} ORDER BY pairs DESC, k LIMIT 1`;
  const row = await session.row<{ id: string | null }>(
    `SELECT min(t.id) AS id FROM ${sides.left} t JOIN ${exploded(keyed, sides.left, d)} e ON e.rid = t.rowid WHERE e.k = (${largest})`,
  );
  return row.id;
}

function blocksSql(keyed: KeyedRule, sides: PairSides, d: Dialect): Sql {
  const left = exploded(keyed, sides.left, d);
  if (sides.dedupe)
    return `SELECT k, CAST(count(*) AS DOUBLE) * (count(*) - 1) / 2 AS pairs FROM ${left} GROUP BY k HAVING count(*) > 1`;
  // The right table, often the larger, is only ever streamed past the left one's blocks.
  const sized = `(SELECT k, count(*) AS n FROM ${left} GROUP BY k)`;
  return `SELECT l.k, CAST(sum(l.n) AS DOUBLE) AS pairs FROM ${exploded(keyed, sides.right, d)} r JOIN ${sized} l ON l.k = r.k GROUP BY l.k`;
}

async function dropLargeBlocks(
  session: Session,
  keyed: KeyedRule,
  maxBlock: number,
  sides: PairSides,
  d: Dialect,
): Promise<void> {
  const name = d.identifier(keyed.column);
  const large = `(SELECT k FROM ${blocksTable(keyed, d)} WHERE pairs > ${maxBlock})`;
  for (const table of new Set([sides.left, sides.right])) {
    await session.run(
      keyed.many
        ? `UPDATE ${table} SET ${name} = list_filter(${name}, lambda one: one NOT IN ${large})`
        : `UPDATE ${table} SET ${name} = NULL WHERE ${name} IN ${large}`,
    );
  }
  await session.run(`DELETE FROM ${blocksTable(keyed, d)} WHERE pairs > ${maxBlock}`);
}

/**
 * Refuses what would run too long, before it runs.
 * @throws LinkageError BLOCKING_TOO_MANY_PAIRS naming the worst rule and a record on its largest block.
 */
export async function checkCounts(
  session: Session,
  rules: readonly KeyedRule[],
  counts: readonly RuleCount[],
  sides: PairSides,
  limits: { readonly maxPairs: number; readonly warnPairs: number },
  d: Dialect,
): Promise<LinkageWarning[]> {
  const total = counts.reduce((sum, one) => sum + one.pairs, 0);
  const worst = [...counts.keys()].sort((a, b) => counts[b]!.pairs - counts[a]!.pairs)[0];
  if (worst === undefined || total <= limits.warnPairs) return [];
  const { rule, pairs, largestBlock } = counts[worst]!;
  const number = (value: number): string => value.toLocaleString('en-GB');
  const record = await recordOnLargestBlock(session, rules[worst]!, sides, d);
  const place = `blocking rule ${rule}`;
  const message = `The blocking rules bring up to ${number(total)} pairs, ${number(pairs)} of them by "${rule}", whose largest block (${number(largestBlock)} pairs) holds record ${record}`;
  if (total > limits.maxPairs) {
    throw new LinkageError(
      'BLOCKING_TOO_MANY_PAIRS',
      `${message}; the cap is ${number(limits.maxPairs)} (blocking.maxPairs). Make the rule narrower, or give it a "maxBlock"`,
      { place },
    );
  }
  return [{ code: 'BLOCKING_MANY_PAIRS', message, place }];
}

/**
 * The SQL that makes one rule's pairs: row ids `l` and `r`, and `mask`, whose bit i says that rule i is met.
 * Pairs of earlier rules are left out. The rules must have been counted: most records are alone on their blocks,
 * and those of one side are left out beforehand.
 */
export function pairsSql(rules: readonly KeyedRule[], index: number, sides: PairSides, d: Dialect): Sql {
  const keyed = rules[index]!;
  const columns = rules.map((one) => d.identifier(one.column)).join(', ');
  const key = d.identifier(keyed.column);
  const side = (table: string): Sql =>
    keyed.many
      ? `(SELECT rowid AS rid, ${columns}, unnest(${key}) AS k FROM ${table})`
      : `(SELECT rowid AS rid, ${columns}, ${key} AS k FROM ${table} WHERE ${key} IS NOT NULL)`;
  const shared = `(SELECT * FROM ${side(sides.left)} WHERE k IN (SELECT k FROM ${blocksTable(keyed, d)}))`;
  const before = rules.slice(0, index).map((one) => `NOT ${meetsSql(one, 'l', 'r', d)}`);
  const after = rules.slice(index + 1).map((one, i) => ({ one, bit: 2 ** (index + 1 + i) }));
  const mask = [
    String(2 ** index),
    ...after.map(({ one, bit }) => `CASE WHEN ${meetsSql(one, 'l', 'r', d)} THEN ${bit} ELSE 0 END`),
  ].join(' + ');
  const where = [...(sides.dedupe ? ['l.rid < r.rid'] : []), ...before];
  return (
    `SELECT${keyed.many ? ' DISTINCT' : ''} CAST(l.rid AS INTEGER) AS l, CAST(r.rid AS INTEGER) AS r, CAST(${mask} AS INTEGER) AS mask ` +
    `FROM ${shared} l JOIN ${side(sides.right)} r ON l.k = r.k${where.length > 0 ? ` WHERE ${where.join(' AND ')}` : ''}`
  );
}

/** Makes the pairs of all rules in `table`, and says how many each rule added. */
export async function makePairs(
  session: Session,
  table: string,
  rules: readonly KeyedRule[],
  sides: PairSides,
  d: Dialect,
): Promise<number[]> {
  await session.run(`CREATE OR REPLACE TABLE ${table} (l INTEGER, r INTEGER, mask INTEGER)`);
  for (const index of rules.keys())
    await session.run(`INSERT INTO ${table} ${pairsSql(rules, index, sides, d)}`);
  const added = await session.rows<{ first: number; n: number }>(
    `SELECT mask & -mask AS first, count(*) AS n FROM ${table} GROUP BY 1`,
  );
  const byBit = new Map(added.map((row) => [row.first, row.n]));
  return rules.map((_, index) => byBit.get(2 ** index) ?? 0);
}
