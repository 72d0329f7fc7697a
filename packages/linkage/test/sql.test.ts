import { describe, expect, it } from 'vitest';
import { duckdb } from '../src/dialect/duckdb.ts';
import { pairsSql } from '../src/engine/blocking.ts';
import { cleanSql } from '../src/engine/clean-sql.ts';
import { compareSql, radices, unpack } from '../src/engine/compare-sql.ts';
import { keyRules, keySql } from '../src/engine/keys-sql.ts';
import { drawSql } from '../src/engine/random-pairs.ts';
import { Session } from '../src/engine/session.ts';
import { compile } from '../src/settings/compile.ts';
import { link, parseSettings } from '../src/index.ts';
import { people } from './people.ts';
import { plain } from './settings.ts';

const plan = compile(
  parseSettings({
    uniqueId: 'id',
    columns: [{ name: 'surname', from: 'last', clean: ['trim', 'initial'] }],
    comparisons: [{ kind: 'jaroWinkler', column: 'surname', thresholds: [0.9, 0.8], termFrequency: true }],
    blocking: { rules: [['surname', { column: 'surname', first: 2 }], [{ sql: 'length(surname)' }]] },
  }),
);
const rules = keyRules('key_', plan.blockingRules);

describe('the SQL of each step, as text', () => {
  it('cleans one step at a time', () => {
    expect(cleanSql(plan, 'left', 'people', new Set(), duckdb)).toMatchInlineSnapshot(
      `"SELECT id, "surname" AS "surname" FROM (SELECT id, nullif(substr("surname", 1, 1), '') AS "surname" FROM (SELECT id, nullif(trim("surname"), '') AS "surname" FROM (SELECT nullif(trim(CAST("id" AS VARCHAR)), '') AS id, nullif(trim(CAST("last" AS VARCHAR)), '') AS "surname" FROM people)))"`,
    );
  });

  it('makes a key of each rule', () => {
    expect(rules.map((rule) => keySql(rule, duckdb))).toMatchInlineSnapshot(`
      [
        "CASE WHEN "surname" IS NOT NULL AND nullif(substr("surname", 1, 2), '') IS NOT NULL THEN hash("surname", nullif(substr("surname", 1, 2), '')) END AS "key_0"",
        "CASE WHEN (length(surname)) IS NOT NULL THEN hash((length(surname))) END AS "key_1"",
      ]
    `);
  });

  it('makes the pairs of a rule without those of the rules before, and notes the rules after', () => {
    const sides = { left: 'clean_left', right: 'clean_left', dedupe: true };
    expect(rules.map((_, i) => pairsSql(rules, i, sides, duckdb))).toMatchInlineSnapshot(`
      [
        "SELECT CAST(l.rid AS INTEGER) AS l, CAST(r.rid AS INTEGER) AS r, CAST(1 + CASE WHEN coalesce(l."key_1" = r."key_1", false) THEN 2 ELSE 0 END AS INTEGER) AS mask FROM (SELECT * FROM (SELECT rowid AS rid, "key_0", "key_1", "key_0" AS k FROM clean_left WHERE "key_0" IS NOT NULL) WHERE k IN (SELECT k FROM "blocks key_0")) l JOIN (SELECT rowid AS rid, "key_0", "key_1", "key_0" AS k FROM clean_left WHERE "key_0" IS NOT NULL) r ON l.k = r.k WHERE l.rid < r.rid",
        "SELECT CAST(l.rid AS INTEGER) AS l, CAST(r.rid AS INTEGER) AS r, CAST(2 AS INTEGER) AS mask FROM (SELECT * FROM (SELECT rowid AS rid, "key_0", "key_1", "key_1" AS k FROM clean_left WHERE "key_1" IS NOT NULL) WHERE k IN (SELECT k FROM "blocks key_1")) l JOIN (SELECT rowid AS rid, "key_0", "key_1", "key_1" AS k FROM clean_left WHERE "key_1" IS NOT NULL) r ON l.k = r.k WHERE l.rid < r.rid AND NOT coalesce(l."key_0" = r."key_0", false)",
      ]
    `);
  });

  it('computes a dear measure once for all the levels that ask for it, up to the loosest', () => {
    const summary = { column: 'surname', total: 100, highest: 10 };
    const sql = compareSql(
      plan,
      {
        pairs: 'SELECT * FROM pairs',
        left: 'a',
        right: 'b',
        surprises: [{ index: 0, table: 'surprise_0', summary }],
      },
      duckdb,
    );
    expect(sql.match(/jaro_winkler_similarity/g)).toHaveLength(1);
    expect(sql).toMatchInlineSnapshot(
      `"SELECT l, r, mask, CAST(level_0 AS BIGINT) * 1 AS pattern, CASE WHEN level_0 IN (1) THEN CASE WHEN c."surname_l" IS NULL THEN 3.321928024291992e0 ELSE coalesce(s0l.bits, 6.643856048583984e0) END ELSE 0e0 END AS surprise FROM (SELECT l, r, mask, CAST(CASE WHEN ("surname_l" IS NULL OR "surname_r" IS NULL) THEN 0 WHEN ("surname_l" = "surname_r") THEN 1 WHEN (feature_0 >= 0.9e0) THEN 2 WHEN (feature_0 >= 0.8e0) THEN 3 ELSE 4 END AS TINYINT) AS level_0, "surname_l", "surname_r" FROM (SELECT *, CASE WHEN "surname_l" = "surname_r" AND "surname_l" <> '' THEN 1e0 ELSE jaro_winkler_similarity("surname_l", "surname_r", 0.79e0) END AS feature_0 FROM (SELECT p.l, p.r, p.mask, a."surname" AS "surname_l", b."surname" AS "surname_r" FROM (SELECT * FROM pairs) p JOIN a a ON a.rid = p.l JOIN b b ON b.rid = p.r))) c LEFT JOIN surprise_0 s0l ON s0l.value = CASE WHEN level_0 IN (1) THEN c."surname_l" END"`,
    );
  });
});

describe('the SQL of each step, as behaviour', () => {
  it('draws pairs evenly and without pattern', async () => {
    await using session = await Session.open();
    const [x, y] = await session.numbers(drawSql(1, 100_000, 10, 7), 2);
    const cells = new Map<string, number>();
    x!.forEach((value, i) => cells.set(`${value} ${y![i]}`, (cells.get(`${value} ${y![i]}`) ?? 0) + 1));
    expect(cells.size).toBe(70);
    for (const count of cells.values()) expect(Math.abs(count - 100_000 / 70)).toBeLessThan(200);
    const other = await session.numbers(drawSql(2, 1000, 1000, 1000), 2);
    const first = await session.numbers(drawSql(1, 1000, 1000, 1000), 2);
    expect(other).not.toEqual(first);
  });

  it('packs levels so that they come out again', () => {
    const { comparisons } = compile(parseSettings(plain));
    const scales = radices(comparisons);
    const levels = comparisons.map((_, i) => i + 1);
    expect(
      unpack(
        levels.reduce((sum, level, i) => sum + level * scales[i]!, 0),
        comparisons,
      ),
    ).toEqual(levels);
  });

  it('can be read afterwards, step by step', async () => {
    await using result = await link({ left: people(200, 1), settings: plain, date: '2026-01-01' });
    const steps = new Set(result.statements().map((one) => one.step));
    for (const step of ['read and clean left', 'count pairs', 'make pairs', 'compare pairs', 'score pairs'])
      expect(steps).toContain(step);
  });
});
