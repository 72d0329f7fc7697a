import type { Dialect, Sql } from '../dialect/dialect.ts';
import type { ReadyRule } from '../settings/compile.ts';
import type { KeyPart } from '../settings/schema.ts';

/** A rule with the column that holds its key in both cleaned tables. */
export interface KeyedRule {
  readonly rule: ReadyRule;
  readonly column: string;
  /** The key is a list, one for each value of a list column. */
  readonly many: boolean;
}

/** Names the keys of several sets of rules; a rule that stands twice has one key. */
export function keyRules(prefix: string, rules: readonly ReadyRule[]): KeyedRule[] {
  return rules.map((rule, i) => ({ rule, column: `${prefix}${i}`, many: rule.parts.some(isEach) }));
}

function isEach(part: KeyPart): boolean {
  return typeof part === 'object' && 'each' in part;
}

/** One key column: a hash of the rule's parts, null where any part is missing. */
export function keySql(keyed: KeyedRule, d: Dialect): Sql {
  const { parts } = keyed.rule;
  const name = d.identifier(keyed.column);
  if (!keyed.many) return `${d.key(parts.map((part) => partSql(part, d)))} AS ${name}`;
  const each = parts.find((part) => isEach(part)) as { column: string };
  const others = parts.filter((part) => !isEach(part)).map((part) => partSql(part, d));
  return `list_filter(list_transform(${d.identifier(each.column)}, lambda one: ${d.key(['one', ...others])}), lambda one: one IS NOT NULL) AS ${name}`;
}

function partSql(part: KeyPart, d: Dialect): Sql {
  if (typeof part === 'string') return d.identifier(part);
  if ('sql' in part) return `(${part.sql})`;
  if ('first' in part) return `nullif(${d.slice(d.identifier(part.column), 1, part.first)}, '')`;
  return 'last' in part
    ? `nullif(${d.last(d.identifier(part.column), part.last)}, '')`
    : d.identifier(part.column);
}

/** Whether a pair meets a rule; false, never null, where a key is missing. */
export function meetsSql(keyed: KeyedRule, left: Sql, right: Sql, d: Dialect): Sql {
  const [l, r] = [`${left}.${d.identifier(keyed.column)}`, `${right}.${d.identifier(keyed.column)}`];
  return keyed.many ? `coalesce(${d.sharesAny(l, r)}, false)` : `coalesce(${l} = ${r}, false)`;
}

/** The rows of a cleaned table with one rule's key, one row for each key. */
export function exploded(keyed: KeyedRule, table: string, d: Dialect): Sql {
  const name = d.identifier(keyed.column);
  return keyed.many
    ? `(SELECT rowid AS rid, unnest(${name}) AS k FROM ${table})`
    : `(SELECT rowid AS rid, ${name} AS k FROM ${table} WHERE ${name} IS NOT NULL)`;
}
