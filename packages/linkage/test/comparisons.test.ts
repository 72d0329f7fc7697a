import { describe, expect, it } from 'vitest';
import { expand } from '../src/comparison/expand.ts';
import { weighedLevels } from '../src/comparison/plan.ts';
import {
  createScorer,
  link,
  parseModel,
  parseSettings,
  type Model,
  type SettingsInput,
} from '../src/index.ts';

type Comparison = SettingsInput['comparisons'][number];
type Column = NonNullable<SettingsInput['columns']>[number];
type Value = string | readonly string[] | null;
/** Two values, or two records, and the label of the level they fall on. */
type Case = readonly [Value | Record<string, Value>, Value | Record<string, Value>, string];

function modelOf(comparison: Comparison, columns: Column[]): Model {
  const settings = parseSettings({
    uniqueId: 'id',
    columns: [...columns, { name: 'k', clean: [] }],
    comparisons: [comparison],
    blocking: { rules: [['k']] },
    prediction: { threshold: 1e-200 },
    clustering: { method: 'connected' },
  });
  const levels = weighedLevels(expand(settings.comparisons[0]!, 0));
  // Any parameters will do; the levels are what is looked at.
  const parameters = levels.map(() => ({ m: 0.5, u: 0.5 }));
  const trained = {
    date: '2026-01-01',
    hash: '0'.repeat(64),
    probabilityTwoRandomRecordsMatch: 0.5,
    records: { left: 1, right: 1 },
    pairs: 1,
    sessions: [],
    termFrequencies: [],
  };
  return parseModel({ ...settings, comparisons: [{ ...settings.comparisons[0]!, parameters }], trained });
}

const swap = (forename: string, surname: string): Record<string, Value> => ({ forename, surname });
const place = (lat: string, lon: string): Record<string, Value> => ({ lat, lon });

const kinds: readonly [string, Comparison, Column[], readonly Case[]][] = [
  [
    'forename',
    { kind: 'forename', column: 'v', nicknames: 'british' },
    [{ name: 'v', clean: ['name'] }],
    [
      ['Margaret', 'MARGARET', 'exactly the same'],
      ['Margaret', 'Peggy', 'known as, or further forenames left out'],
      ['Mary Ann', 'Mary', 'known as, or further forenames left out'],
      ['Catherine', 'Cathrine', 'Jaro–Winkler at least 0.92'],
      ['Margaret', 'M', 'initial only'],
      ['dwayne', 'duane', 'Jaro–Winkler at least 0.8'],
      ['Anna', 'Zoë', 'anything else'],
      [null, 'Anna', 'missing'],
    ],
  ],
  [
    'forename swapped with surname',
    { kind: 'forename', column: 'forename', swappedWith: 'surname' },
    [
      { name: 'forename', clean: ['name'] },
      { name: 'surname', clean: ['name'] },
    ],
    [
      [swap('lee', 'grant'), swap('grant', 'lee'), 'forename and surname swapped'],
      [swap('lee', 'grant'), swap('grant', 'ross'), 'anything else'],
    ],
  ],
  [
    'surname',
    { kind: 'surname', column: 'v' },
    [{ name: 'v', clean: ['name'] }],
    [
      ['MacDonald', 'McDonald', 'Mac or Mc, spaced or hyphened otherwise'],
      ['Smith-Jones', 'smithjones', 'Mac or Mc, spaced or hyphened otherwise'],
      ['Robertson', 'Robertsen', 'Jaro–Winkler at least 0.92'],
      ['Brown-Paterson', 'Paterson', 'half of a double name'],
      ['Reid', 'Ried', 'Jaro–Winkler at least 0.92'],
      ['Black', 'White', 'anything else'],
    ],
  ],
  [
    'names',
    { kind: 'names', forename: 'forename', surname: 'surname' },
    [
      { name: 'forename', clean: ['name'] },
      { name: 'surname', clean: ['name'] },
    ],
    [
      [swap('kate', 'grant'), swap('Kate', 'Grant'), 'both exactly the same'],
      [swap('kate', 'grant'), swap('grant', 'kate'), 'forename and surname swapped'],
      [swap('kate', 'grant'), swap('catherine', 'grant'), 'same surname, forename alike'],
      [swap('kate', 'grant'), swap('kate', 'grunt'), 'same forename, surname alike'],
      [swap('kate', 'grant'), swap('katie', 'grunt'), 'both alike'],
      [swap('kate', 'grant'), swap('zoe', 'grant'), 'same surname only'],
      [swap('kate', 'grant'), swap('kate', 'black'), 'same forename only'],
      [swap('kate', 'grant'), swap('zoe', 'black'), 'anything else'],
    ],
  ],
  [
    'anyName',
    { kind: 'anyName', column: 'v' },
    [{ name: 'v', list: true, clean: ['name'] }],
    [
      [['Smith', 'Jones'], ['Brown', 'jones'], 'any value the same'],
      [['Robertson'], ['Black', 'Robertsen'], 'any value Jaro–Winkler at least 0.92'],
      [['Smith'], ['Black'], 'anything else'],
      [['Smith'], [], 'missing'],
    ],
  ],
  [
    'date',
    { kind: 'date', column: 'v' },
    [{ name: 'v', clean: [{ date: { impossible: 'keep' } }] }],
    [
      ['1990-02-01', '01/02/1990', 'exactly the same'],
      ['1990-02-01', '1990-01-02', 'one slip of the keys, or day and month swapped'],
      ['1990-02-01', '1990-02-07', 'one slip of the keys, or day and month swapped'],
      ['1990-02-12', '1990-02-21', 'one slip of the keys, or day and month swapped'],
      ['1989-12-31', '1990-12-31', 'year out by one, two or ten, the rest agrees'],
      ['1990-02-13', '1990-01-01', 'year agrees, and day and month are not given or 1 January'],
      ['1990-02-13', '1990', 'year agrees, and day and month are not given or 1 January'],
      ['1990-02-13', '1974-02-13', 'two of day, month and year agree'],
      ['1990-02-13', '1990-11-28', 'year agrees'],
      ['1990-02-13', '1974-11-28', 'anything else'],
      ['1990-02-13', 'never', 'missing'],
      ['1990-02-31', '1990-02-30', 'one slip of the keys, or day and month swapped'],
    ],
  ],
  [
    'postcode',
    { kind: 'postcode', column: 'v' },
    [{ name: 'v', clean: ['postcode'] }],
    [
      ['EH1 1AA', 'eh11aa', 'exactly the same'],
      ['EH1 1AA', 'EH1 1AB', 'one slip of the keys'],
      ['EH1 1AA', 'EH1 1QZ', 'same sector'],
      ['EH1 1AA', 'EH1 9QZ', 'same district'],
      ['EH1 1AA', 'EH12 9QZ', 'same area'],
      ['EH1 1AA', 'G12 9QZ', 'anything else'],
    ],
  ],
  [
    'email',
    { kind: 'email', column: 'v' },
    [],
    [
      ['a.b@x.org', 'A.B@X.org', 'exactly the same'],
      ['a.b@x.org', 'a.b@y.com', 'same name before the @'],
      ['catherine@x.org', 'catherin@x.org', 'Jaro–Winkler at least 0.88'],
      ['a@x.org', 'zzz@y.com', 'anything else'],
    ],
  ],
  [
    'phonetic',
    { kind: 'phonetic', column: 'v' },
    [],
    [
      ['Robert', 'Rupert', 'sounds alike'],
      ['Robert', 'robert', 'exactly the same'],
      ['Robert', 'Anne', 'anything else'],
    ],
  ],
  [
    'jaroWinkler at exactly the limit',
    { kind: 'jaroWinkler', column: 'v', thresholds: [0.8] },
    [],
    [
      ['john', 'jonese', 'Jaro–Winkler at least 0.8'],
      ['john', 'black', 'anything else'],
    ],
  ],
  [
    'jaccard',
    { kind: 'jaccard', column: 'v', thresholds: [0.6] },
    [],
    [
      ['duck', 'luck', 'Jaccard at least 0.6'],
      ['duck', 'swan', 'anything else'],
    ],
  ],
  [
    'levenshtein',
    { kind: 'levenshtein', column: 'v' },
    [],
    [
      ['12345', '12354', 'at most 2 edits'],
      ['12345', '1234', 'at most 1 edit'],
      ['12345', '54321', 'anything else'],
    ],
  ],
  [
    'damerauLevenshtein',
    { kind: 'damerauLevenshtein', column: 'v' },
    [],
    [
      ['12345', '12354', 'at most 1 edit'],
      ['12345', '21354', 'at most 2 edits'],
      ['12345', '98765', 'anything else'],
      ['abcde', 'bcdea', 'at most 2 edits'],
    ],
  ],
  [
    'damerauLevenshtein of one',
    { kind: 'damerauLevenshtein', column: 'v', thresholds: [1] },
    [],
    [
      ['12345', '12354', 'at most 1 edit'],
      ['12345', '1235', 'at most 1 edit'],
      ['abcde', 'bcdea', 'anything else'],
      ['12345', '21354', 'anything else'],
    ],
  ],
  [
    'list',
    { kind: 'list', column: 'v' },
    [{ name: 'v', list: true, clean: ['text'] }],
    [
      [['a', 'b', 'c'], ['c', 'b'], '2 values shared'],
      [['a', 'b'], ['b', 'x'], '1 value shared'],
      [['a'], ['x'], 'anything else'],
    ],
  ],
  [
    'words',
    { kind: 'words', column: 'v', thresholds: [2, 1] },
    [],
    [
      ['flat 2 high street', 'high street flat 2', '2 values shared'],
      ['high street', 'High Street', 'exactly the same'],
      ['high street', 'low street', '1 value shared'],
      ['high street', 'the mall', 'anything else'],
    ],
  ],
  [
    'number',
    { kind: 'number', column: 'v', within: [0, 1.5] },
    [],
    [
      ['10', '10.0', 'within 0'],
      ['10', '11.5', 'within 1.5'],
      ['10', '12', 'anything else'],
    ],
  ],
  [
    'distance',
    { kind: 'distance', latitude: 'lat', longitude: 'lon', withinKm: [1, 70] },
    [],
    [
      [place('55.9533', '-3.1883'), place('55.9540', '-3.1890'), 'within 1 km'],
      [place('55.9533', '-3.1883'), place('55.8642', '-4.2518'), 'within 70 km'],
      [place('55.9533', '-3.1883'), place('51.5', '-0.12'), 'anything else'],
    ],
  ],
  [
    'exact',
    { kind: 'exact', column: 'v' },
    [],
    [
      ['A b', 'a  B', 'exactly the same'],
      ['a', 'b', 'anything else'],
      ['', 'b', 'missing'],
    ],
  ],
  [
    'levels of one’s own',
    {
      kind: 'levels',
      name: 'own',
      levels: [
        { label: 'unknown', when: { missing: 'v' }, missing: true },
        { label: 'close in time', when: { and: [{ daysApart: 'v', atMost: 10 }, { not: { equal: 'v' } }] } },
        { label: 'same or far', when: { or: [{ equal: 'v' }, { not: { daysApart: 'v', atMost: 3000 } }] } },
        { label: 'rest', when: 'else' },
      ],
    },
    [{ name: 'v', clean: [{ date: { impossible: 'keep' } }] }],
    [
      ['1990-01-01', '1990-01-09', 'close in time'],
      ['1990-01-01', '1990-01-01', 'same or far'],
      ['1990-01-01', '2020-01-01', 'same or far'],
      ['1990-01-01', '1991-01-01', 'rest'],
      ['1990-02-31', '1990-03-01', 'rest'],
      [null, '1990-01-01', 'missing'],
    ],
  ],
];

function isRecord(value: Case[0]): value is Record<string, Value> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

describe('a comparison', () => {
  it.each(kinds)(
    'of kind %s finds each level, in the batch and in the scorer',
    async (_, comparison, columns, cases) => {
      const record = (value: Case[0], i: number, id: string): Record<string, unknown> => ({
        id: `${id}${i}`,
        k: String(i),
        ...(isRecord(value) ? value : { v: value }),
      });
      const left = cases.map(([value], i) => record(value, i, 'l'));
      const right = cases.map(([, value], i) => record(value, i, 'r'));
      const model = modelOf(comparison, columns);
      const expected = cases.map(([, , label]) => label);
      const scorer = createScorer(model);
      expect(left.map((one, i) => scorer.score(one, right[i]!).comparisons[0]!.label)).toEqual(expected);
      expect(left.map((one, i) => scorer.score(right[i]!, one).comparisons[0]!.label)).toEqual(expected);
      await using result = await link({ left, right, settings: model, date: '2026-01-01' });
      const labels = new Map(
        (await result.explain('heaviest', 100)).map((pair) => [pair.leftId, pair.comparisons[0]!.label]),
      );
      expect(cases.map((_one, i) => labels.get(`l${i}`))).toEqual(expected);
    },
  );
});
