import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  createScorer,
  link,
  LinkageError,
  parseModel,
  probabilityOf,
  train,
  weightOf,
  type Model,
  type Scorer,
} from '../src/index.ts';
import { people, type Person } from './people.ts';
import { everything, plain } from './settings.ts';

/** 20,000 pairs by default; SOLWAY_LINKAGE_PAIRS=1000000 for the long run. */
const wanted = Number(process.env['SOLWAY_LINKAGE_PAIRS'] ?? 20_000);
// A quarter of all pairs share the first letter of a postcode.
const records = people(Math.ceil(Math.sqrt(wanted * 9)), 5);
const byId = new Map(records.map((one) => [one.id, one]));

let model: Model;
let scorer: Scorer;
beforeAll(async () => {
  model = await train({ left: people(2000, 3), settings: everything, date: '2026-01-01' });
  scorer = createScorer(model);
});

describe('the scorer of single records', () => {
  it(`gives exactly the score of the batch, over ${wanted} pairs`, { timeout: 600_000 }, async () => {
    const loose: Model = {
      ...model,
      blocking: { ...model.blocking, rules: [[{ column: 'postcode', first: 1 }]] },
      prediction: { ...model.prediction, threshold: 1e-300 },
      clustering: { ...model.clustering, method: 'connected' },
    };
    await using result = await link({ left: records, settings: loose, date: '2026-01-01' });
    const links = await result.links();
    expect(links.length).toBeGreaterThan(wanted * 0.9);
    let different = 0;
    for (const { leftId, rightId, matchWeight, matchProbability } of links) {
      const score = scorer.score(byId.get(leftId)!, byId.get(rightId)!);
      if (score.matchWeight !== matchWeight || score.matchProbability !== matchProbability) different += 1;
    }
    expect(different).toBe(0);
    expect(new Set(links.map((one) => one.matchWeight)).size).toBeGreaterThan(500);
  });

  it('is symmetric', () => {
    const person = fc.constantFrom<Person>(...records);
    fc.assert(
      fc.property(person, person, (a, b) => {
        expect(scorer.score(a, b).matchWeight).toBe(scorer.score(b, a).matchWeight);
      }),
      { numRuns: 2000, seed: 1 },
    );
  });

  it('adds up: the prior and every part make the whole, exactly', () => {
    for (const [i, one] of records.slice(0, 300).entries()) {
      const score = scorer.score(one, records[i + 1]!);
      const parts = score.comparisons.map((part) => part.matchWeight + part.termFrequencyWeight);
      expect(parts.reduce((sum, part) => sum + part, score.priorWeight)).toBe(score.matchWeight);
      expect(parts.reverse().reduce((sum, part) => sum + part, 0) + score.priorWeight).toBe(
        score.matchWeight,
      );
    }
  });

  it('never weighs a worse level more than a better one', () => {
    const person: Person = records[0]!;
    const forms = ['margaret', 'maggie', 'm', 'zebedee'];
    const weights = forms.map(
      (forename) =>
        scorer.score({ ...person, forename: 'margaret' }, { ...person, forename }).comparisons[0]!
          .matchWeight,
    );
    expect(weights).toEqual([...weights].sort((a, b) => b - a));
    expect(new Set(weights).size).toBeGreaterThan(2);
  });

  it('gives agreement on a rare value more than on a common one, as a weight of its own', () => {
    const person: Person = { ...records[0]!, surname: 'smith' };
    const [common, rare] = ['smith', 'featherstonehaugh'].map(
      (surname) => scorer.score({ ...person, surname }, { ...person, surname }).comparisons[1]!,
    );
    expect(rare!.matchWeight).toBe(common!.matchWeight);
    expect(rare!.termFrequencyWeight).toBeGreaterThan(common!.termFrequencyWeight + 2);
  });

  it('says the same when one record is prepared once for many', () => {
    const prepared = scorer.prepare(records[0]!);
    for (const one of records.slice(0, 50))
      expect(scorer.scorePrepared(prepared, scorer.prepare(one, 'right'))).toEqual(
        scorer.score(records[0]!, one),
      );
  });

  it('refuses a model with SQL of its own', async () => {
    const custom = await train({
      left: people(400, 3),
      date: '2026-01-01',
      settings: {
        ...plain,
        comparisons: [
          ...plain.comparisons,
          {
            kind: 'levels',
            name: 'own',
            levels: [
              { label: 'same', when: { sql: '"forename_l" = "forename_r"' } },
              { label: 'else', when: 'else' },
            ],
          },
        ],
      },
    });
    expect(() => createScorer(custom)).toThrow(expect.objectContaining({ code: 'CUSTOM_SQL_NOT_SCORABLE' }));
  });

  it('reads its model from JSON', () => {
    const again = createScorer(parseModel(JSON.stringify(model)));
    expect(again.score(records[0]!, records[1]!)).toEqual(scorer.score(records[0]!, records[1]!));
    expect(() => parseModel(JSON.stringify(plain))).toThrow(LinkageError);
  });
});

describe('probability', () => {
  it('does not saturate, and is the inverse of weight', () => {
    expect(probabilityOf(5000)).toBeLessThan(1);
    expect(probabilityOf(-5000)).toBeGreaterThan(0);
    expect(probabilityOf(0)).toBe(0.5);
    for (const weight of [-40, -3.17, 0.001, 3.1699, 20])
      expect(weightOf(probabilityOf(weight))).toBeCloseTo(weight, 6);
    expect(probabilityOf(60)).toBeGreaterThanOrEqual(probabilityOf(40));
  });
});
