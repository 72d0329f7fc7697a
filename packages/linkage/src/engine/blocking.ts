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

/** Counts the pairs of each rule from the sizes of its blocks, without making any. */
export async function countRules(
  session: Session,
  rules: readonly KeyedRule[],
  sides: PairSides,
  d: Dialect,
): Promise<RuleCount[]> {
  const counts: RuleCount[] = [];
  for (const keyed of rules) {
    const row = await session.row<{ pairs: number | null; largest: number | null }>(
      `SELECT CAST(sum(pairs) AS DOUBLE) AS pairs, CAST(max(pairs) AS DOUBLE) AS largest FROM (${blocksSql(keyed, sides, d)})`,
    );
    counts.push({ rule: keyed.rule.name, pairs: row.pairs ?? 0, largestBlock: row.largest ?? 0 });
  }
  return counts;
}

/** The id of a record on a rule's largest block, the lowest where there are several; null for a rule without pairs. */
export async function recordOnLargestBlock(
  session: Session,
  keyed: KeyedRule,
  sides: PairSides,
  d: Dialect,
): Promise<string | null> {
  const largest = `SELECT k FROM (${blocksSql(keyed, sides, d)}) ORDER BY pairs DESC, k LIMIT 1`;
  const row = await session.row<{ id: string | null }>(
    `SELECT min(t.id) AS id FROM ${sides.left} t JOIN ${exploded(keyed, sides.left, d)} e ON e.rid = t.rowid WHERE e.k = (${largest})`,
  );
  return row.id;
}

/** Each block that brings a pair: key, and how many pairs. */
function blocksSql(keyed: KeyedRule, sides: PairSides, d: Dialect): Sql {
  const sized = (table: string): Sql =>
    `SELECT k, count(*) AS n FROM ${exploded(keyed, table, d)} GROUP BY k`;
  // The right table, often the larger, is only ever streamed past the left one's blocks.
  const all = sides.dedupe
    ? `SELECT k, CAST(n AS DOUBLE) * (n - 1) / 2 AS pairs FROM (${sized(sides.left)}) WHERE n > 1`
    : `SELECT l.k, CAST(sum(l.n) AS DOUBLE) AS pairs FROM ${exploded(keyed, sides.right, d)} r JOIN (${sized(sides.left)}) l ON l.k = r.k GROUP BY l.k`;
  return keyed.rule.maxBlock === null ? all : `SELECT * FROM (${all}) WHERE pairs <= ${keyed.rule.maxBlock}`;
}

/**
 * Takes the keys of blocks beyond a rule's own `maxBlock` away, so that every later step sees the rule without them.
 */
export async function dropLargeBlocks(
  session: Session,
  rules: readonly KeyedRule[],
  sides: PairSides,
  d: Dialect,
): Promise<void> {
  for (const keyed of rules) {
    if (keyed.rule.maxBlock === null) continue;
    const unlimited: KeyedRule = { ...keyed, rule: { ...keyed.rule, maxBlock: null } };
    await session.run(
      `CREATE OR REPLACE TEMP TABLE large_blocks AS SELECT k FROM (${blocksSql(unlimited, sides, d)}) WHERE pairs > ${keyed.rule.maxBlock}`,
    );
    const name = d.identifier(keyed.column);
    for (const table of new Set([sides.left, sides.right])) {
      if (keyed.many)
        await session.run(
          `UPDATE ${table} SET ${name} = list_filter(${name}, lambda one: one NOT IN (SELECT k FROM large_blocks))`,
        );
      else
        await session.run(`UPDATE ${table} SET ${name} = NULL WHERE ${name} IN (SELECT k FROM large_blocks)`);
    }
  }
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
 * Pairs of earlier rules are left out.
 */
export function pairsSql(rules: readonly KeyedRule[], index: number, sides: PairSides, d: Dialect): Sql {
  const keyed = rules[index]!;
  const columns = rules.map((one) => d.identifier(one.column)).join(', ');
  const side = (table: string): Sql =>
    keyed.many
      ? `(SELECT rowid AS rid, ${columns}, unnest(${d.identifier(keyed.column)}) AS k FROM ${table})`
      : `(SELECT rowid AS rid, ${columns}, ${d.identifier(keyed.column)} AS k FROM ${table} WHERE ${d.identifier(keyed.column)} IS NOT NULL)`;
  const before = rules.slice(0, index).map((one) => `NOT ${meetsSql(one, 'l', 'r', d)}`);
  const after = rules.slice(index + 1).map((one, i) => ({ one, bit: 2 ** (index + 1 + i) }));
  const mask = [
    String(2 ** index),
    ...after.map(({ one, bit }) => `CASE WHEN ${meetsSql(one, 'l', 'r', d)} THEN ${bit} ELSE 0 END`),
  ].join(' + ');
  const where = [...(sides.dedupe ? ['l.rid < r.rid'] : []), ...before];
  return (
    `SELECT${keyed.many ? ' DISTINCT' : ''} CAST(l.rid AS INTEGER) AS l, CAST(r.rid AS INTEGER) AS r, CAST(${mask} AS INTEGER) AS mask ` +
    `FROM ${side(sides.left)} l JOIN ${side(sides.right)} r ON l.k = r.k${where.length > 0 ? ` WHERE ${where.join(' AND ')}` : ''}`
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
