import { describe, expect, it } from 'vitest';
import { duckdb } from '../src/dialect/duckdb.ts';
import { makeSample } from '../src/engine/random-pairs.ts';
import { Session } from '../src/engine/session.ts';
import { compile } from '../src/settings/compile.ts';
import { blockingAnalysis, link, parseSettings, type SettingsInput } from '../src/index.ts';
import { people } from './people.ts';

const rows = people(600, 21).map((one) => ({ ...one, all: [one.forename, one.surname, one.previous] }));
type Row = (typeof rows)[number];

const settings: SettingsInput = {
  uniqueId: 'id',
  columns: [
    { name: 'names', from: 'all', list: true, clean: ['name'] },
    { name: 'forename', clean: [] },
    { name: 'postcode', clean: [] },
  ],
  comparisons: [
    { kind: 'exact', column: 'forename' },
    { kind: 'exact', column: 'postcode' },
  ],
  blocking: {
    rules: [
      ['postcode'],
      { on: ['forename'], maxBlock: 60 },
      [
        { column: 'names', each: true },
        { column: 'postcode', first: 2 },
      ],
    ],
  },
};

/** The keys of a record under each rule, as the reference describes them. */
function keysOf(one: Row): string[][] {
  const names = new Set(one.all.filter((name) => name !== null).map((name) => name.toLowerCase()));
  return [
    one.postcode === null ? [] : [one.postcode],
    one.forename === null ? [] : [one.forename],
    one.postcode === null ? [] : [...names].map((name) => `${name} ${one.postcode!.slice(0, 2)}`),
  ];
}

/** Pairs of each rule, by looking at every pair. */
function everyPair(left: readonly Row[], right: readonly Row[] | null): Map<number, Set<string>> {
  const found = new Map<number, Set<string>>([0, 1, 2].map((rule) => [rule, new Set<string>()]));
  for (const [i, a] of left.entries()) {
    for (const b of right ?? left.slice(i + 1)) {
      const [one, two] = [keysOf(a), keysOf(b)];
      for (const rule of [0, 1, 2])
        if (one[rule]!.some((key) => two[rule]!.includes(key))) found.get(rule)!.add(`${a.id} ${b.id}`);
    }
  }
  return found;
}

describe('blocking', () => {
  // Cleaning is tested elsewhere: names that it would change are left out.
  const plain = rows.filter((one) => one.all.every((name) => /^[a-z]+$/.test(name ?? 'a')));

  it.each([
    ['one table against itself', plain, null],
    ['two tables', plain.filter((_, i) => i % 3 === 0), plain.filter((_, i) => i % 3 !== 0)],
  ] as const)('brings the pairs that meet a rule, each once, of %s', async (_, left, right) => {
    const tables = right === null ? { left } : { left, right };
    await using result = await link({ ...tables, settings, date: '2026-01-01' });
    const truth = everyPair(left, right);
    // A block beyond the limit is left out whole.
    const limited = new Set<string>();
    for (const name of new Set(left.map((one) => one.forename))) {
      const block = [...truth.get(1)!].filter((pair) => {
        const [a] = pair.split(' ');
        return left.find((one) => one.id === a)!.forename === name;
      });
      if (block.length <= 60) for (const pair of block) limited.add(pair);
    }
    expect(limited.size).toBeLessThan(truth.get(1)!.size);
    expect(limited.size).toBeGreaterThan(0);
    const [first, , third] = [truth.get(0)!, truth.get(1)!, truth.get(2)!];
    const union = new Set([...first, ...limited, ...third]);
    expect(result.summary.pairs).toBe(union.size);
    expect(result.summary.rules.map((rule) => rule.added)).toEqual([
      first.size,
      [...limited].filter((pair) => !first.has(pair)).length,
      [...third].filter((pair) => !first.has(pair) && !limited.has(pair)).length,
    ]);
    expect(result.summary.rules.slice(0, 2).map((rule) => rule.pairs)).toEqual([first.size, limited.size]);
    const analysis = await blockingAnalysis({ ...tables, settings });
    expect(analysis.map((one) => one.added)).toEqual(result.summary.rules.map((rule) => rule.added));
    expect(analysis[1]!.largestBlock).toBeLessThanOrEqual(60);
  });
});

describe('the sample that random pairs are drawn from', () => {
  it('is of the lowest hashes, whatever the order of the rows, and never short', async () => {
    await using session = await Session.open();
    const plan = compile(parseSettings(settings));
    const ordered = rows.map(({ id, forename, postcode }) => ({ id, forename, postcode }));
    await session.load('t', ['id', 'forename', 'postcode'], ordered);
    await session.load('u', ['id', 'forename', 'postcode'], [...ordered].reverse());
    for (let seed = 1; seed <= 12; seed += 1) {
      const lowest = await session.rows(
        `SELECT CAST(row_number() OVER (ORDER BY hash(id, ${seed}), id) - 1 AS INTEGER) AS rid, forename, postcode FROM t ORDER BY rid LIMIT 40`,
      );
      for (const table of ['t', 'u']) {
        await makeSample(session, plan, { table, into: 's', rows: rows.length, most: 40, seed }, duckdb);
        expect(await session.rows('SELECT * FROM s ORDER BY rid')).toEqual(lowest);
      }
    }
  });
});
