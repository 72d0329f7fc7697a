import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  blockingAnalysis,
  extendClusters,
  link,
  train,
  type Model,
  type SettingsInput,
} from '../src/index.ts';
import { people, random, type Person } from './people.ts';
import { everything, plain } from './settings.ts';

const date = '2026-01-01';
const records = people(1200, 9);

function shuffled<T>(values: readonly T[], seed: number): T[] {
  const next = random(seed);
  return values
    .map((value) => ({ value, at: next() }))
    .sort((a, b) => a.at - b.at)
    .map((one) => one.value);
}

describe('a linkage', () => {
  it('is the same to the last byte when it is run again: model and links', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'linkage-test-'));
    const outputs: string[] = [];
    for (const run of [1, 2]) {
      await using result = await link({ left: records, settings: everything, date });
      await result.writeLinks(join(folder, `${run}.csv`));
      outputs.push(
        JSON.stringify(await result.model()) + (await readFile(join(folder, `${run}.csv`), 'utf8')),
      );
    }
    expect(outputs[1]).toBe(outputs[0]);
    await rm(folder, { recursive: true });
  });

  it('does not depend on the order of the rows or the number of threads', async () => {
    // Few random pairs wanted of many possible, so that the drawing is tested too.
    const settings: SettingsInput = { ...everything, training: { randomPairs: 5000, seed: 4 } };
    await using one = await link({ left: records, settings, date });
    await using two = await link({
      left: shuffled(records, 2),
      settings: { ...settings, engine: { threads: 1, chunkPairs: 1000 } },
      date,
    });
    expect(await two.links()).toEqual(await one.links());
    expect(await two.clusters()).toEqual(await one.clusters());
    expect((await two.model()).trained.probabilityTwoRandomRecordsMatch).toBe(
      (await one.model()).trained.probabilityTwoRandomRecordsMatch,
    );
  });

  it('does not depend on which table is called left', async () => {
    const [a, b] = [records.filter((_, i) => i % 2 === 0), records.filter((_, i) => i % 2 === 1)];
    await using one = await link({ left: a, right: b, settings: plain, date });
    await using two = await link({ left: b, right: a, settings: { ...(await one.model()) }, date });
    const turned = (await two.links()).map(({ leftId, rightId, ...rest }) => ({
      ...rest,
      leftId: rightId,
      rightId: leftId,
    }));
    const key = (link: { leftId: string; rightId: string }): string => `${link.leftId} ${link.rightId}`;
    expect(turned.sort((x, y) => (key(x) < key(y) ? -1 : 1))).toEqual(
      (await one.links()).sort((x, y) => (key(x) < key(y) ? -1 : 1)),
    );
  });

  it('finds most of what is there, and says how well', async () => {
    await using result = await link({ left: records, settings: everything, date });
    const evaluation = await result.evaluate({ entityLeft: 'entity' });
    expect(evaluation.links.f1).toBeGreaterThan(0.95);
    expect(evaluation.clusterPairs!.f1).toBeGreaterThan(0.95);
    const all = evaluation.thresholds.map((row) => row.recall);
    expect(all).toEqual([...all].sort((a, b) => a - b));
    expect(
      evaluation.missedLinks.every(
        (pair) =>
          records.find((one) => one.id === pair.leftId)!.entity ===
          records.find((one) => one.id === pair.rightId)!.entity,
      ),
    ).toBe(true);
  });

  it('uses a trained model as it is, and keeps its scores', async () => {
    await using trained = await link({ left: records, settings: plain, date });
    const model = await trained.model();
    await using again = await link({ left: records, settings: model, date: '2030-01-01' });
    expect(await again.links()).toEqual(await trained.links());
    expect((await again.model()).trained.hash).toBe(model.trained.hash);
    // The date is told, and is no part of what the model is.
    const later = await train({ left: records, settings: plain, date: '2030-01-01' });
    expect([later.trained.date, later.trained.hash]).toEqual(['2030-01-01', model.trained.hash]);
  });

  it('honours fixed parameters and takes m from labels', async () => {
    const fixed: SettingsInput = {
      ...plain,
      comparisons: [
        {
          kind: 'exact',
          column: 'surname',
          parameters: [
            { m: 0.77, u: 0.002, fixed: true },
            { m: 0.23, u: 0.998, fixed: true },
          ],
        },
        ...plain.comparisons.filter((one) => one.kind !== 'surname'),
      ],
    };
    const model = await train({ left: records, settings: fixed, date });
    expect(model.comparisons[0]!.parameters!.map(({ m, u }) => [m, u])).toEqual([
      [0.77, 0.002],
      [0.23, 0.998],
    ]);
    const labels = records.flatMap((a, i) =>
      records[i + 1]?.entity === a.entity ? [{ left_id: a.id, right_id: records[i + 1]!.id }] : [],
    );
    const labelled = await train({ left: records, settings: plain, labels, date });
    const agreeing = labels.filter((pair) => {
      const [a, b] = [
        records.find((one) => one.id === pair.left_id)!,
        records.find((one) => one.id === pair.right_id)!,
      ];
      return a.dob !== null && a.dob === b.dob;
    }).length;
    const both = labels.filter(
      (pair) =>
        records.find((one) => one.id === pair.left_id)!.dob &&
        records.find((one) => one.id === pair.right_id)!.dob,
    ).length;
    expect(labelled.comparisons[2]!.parameters![0]!.m).toBeCloseTo(agreeing / both, 1);
  });

  it('takes the prior from deterministic rules and their recall', async () => {
    const model = await train({
      left: records,
      settings: { ...plain, prior: { deterministicRules: [['forename', 'surname', 'dob']], recall: 0.5 } },
      date,
    });
    const [analysis] = await blockingAnalysis({
      left: records,
      settings: { ...plain, blocking: { rules: [['forename', 'surname', 'dob']] } },
    });
    expect(model.trained.probabilityTwoRandomRecordsMatch).toBeCloseTo(
      analysis!.pairs / 0.5 / ((1200 * 1199) / 2),
      12,
    );
  });
});

describe('choosing links', () => {
  const person = (id: string, changes: Partial<Person> = {}): Person => ({
    ...records[0]!,
    forename: 'una',
    surname: 'rare',
    dob: '1950-06-07',
    postcode: 'EH1 1AA',
    ...changes,
    id,
  });
  const model = train({ left: records, settings: plain, date });
  const choose = async (
    left: Person[],
    right: Person[],
    prediction: Partial<Model['prediction']>,
  ): Promise<string[]> => {
    const trained = await model;
    await using result = await link({
      left,
      right,
      settings: { ...trained, prediction: { ...trained.prediction, ...prediction } },
      date,
    });
    return (await result.links()).map((one) => `${one.leftId}-${one.rightId}`).sort();
  };

  it('links one to one, the heaviest first', async () => {
    const left = [person('l1'), person('l2', { forename: 'uma' })];
    const right = [person('r1'), person('r2', { forename: 'uma', postcode: 'EH1 1AB' })];
    expect(await choose(left, right, { select: 'all' })).toHaveLength(4);
    expect(await choose(left, right, { select: 'oneToOne' })).toEqual(['l1-r1', 'l2-r2']);
  });

  it('drops ties, or settles them by the lowest id', async () => {
    const right = [person('r2'), person('r1')];
    expect(await choose([person('l1')], right, { select: 'oneToOne' })).toEqual([]);
    expect(await choose([person('l1')], right, { select: 'oneToOne', ties: 'lowestId' })).toEqual(['l1-r1']);
    expect(await choose([person('l1')], right, { select: 'bestLink' })).toEqual([]);
  });

  it('asks the best link to lead by a margin', async () => {
    const right = [person('r1'), person('r2', { postcode: 'EH1 1AB' })];
    expect(await choose([person('l1')], right, { select: 'bestLink', margin: 0.5 })).toEqual(['l1-r1']);
    expect(await choose([person('l1')], right, { select: 'bestLink', margin: 100 })).toEqual([]);
    expect(await choose([person('l1')], right.slice(0, 1), { select: 'bestLink', margin: 100 })).toEqual([
      'l1-r1',
    ]);
    // A runner-up that is no link itself still takes from the lead.
    const far = [
      person('r1'),
      person('r2', { forename: 'zebedee', surname: 'otherwise', postcode: 'KA9 9ZZ' }),
    ];
    expect(await choose([person('l1')], far, { select: 'bestLink', threshold: 0.99, margin: 5 })).toEqual([
      'l1-r1',
    ]);
    expect(await choose([person('l1')], far, { select: 'oneToOne', threshold: 0.99, margin: 60 })).toEqual(
      [],
    );
  });

  it('places new records among clusters, and names those that bridge two', async () => {
    const existing = [
      person('a1'),
      person('a2'),
      person('b1', { forename: 'bob', surname: 'other', dob: '1980-01-02', postcode: 'KA1 1AA' }),
    ];
    const clusters = [
      { id: 'a1', clusterId: 'A' },
      { id: 'a2', clusterId: 'A' },
      { id: 'b1', clusterId: 'B' },
    ];
    const fresh = { forename: 'fresh', surname: 'freshman', dob: '2001-09-09', postcode: 'DG2 2AA' };
    const newRecords = [person('n1'), person('n2', fresh), person('n3', fresh)];
    const extension = await extendClusters({ model: await model, newRecords, existing, clusters });
    expect(extension.placed).toEqual([
      { id: 'n1', clusterId: 'A', isNew: false },
      { id: 'n2', clusterId: 'n2', isNew: true },
      { id: 'n3', clusterId: 'n2', isNew: true },
    ]);
    const split = [
      { id: 'a1', clusterId: 'A' },
      { id: 'a2', clusterId: 'A2' },
    ];
    const bridged = await extendClusters({
      model: await model,
      newRecords: [person('n1')],
      existing: existing.slice(0, 2),
      clusters: split,
    });
    expect(bridged.bridges).toEqual([{ id: 'n1', clusterIds: ['A', 'A2'] }]);
  });
});
