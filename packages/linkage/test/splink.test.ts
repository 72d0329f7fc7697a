import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fromSplink, link, parseModel } from '../src/index.ts';
import { hashOf } from '../src/scoring/model.ts';

const fixture = (name: string): string => readFileSync(new URL(`fixtures/${name}`, import.meta.url), 'utf8');

interface Scored {
  records: Record<string, string | null>[];
  scored: { left: string; right: string; weight: number; probability: number }[];
}

describe('a model that Splink 5 trained', () => {
  const { records, scored } = JSON.parse(fixture('splink-scored.json')) as Scored;

  it('gives the same pairs and the same weights here as it gave there', async () => {
    const settings = fromSplink(fixture('splink-model.json'));
    await using result = await link({
      left: records,
      settings: {
        ...settings,
        prediction: { ...settings.prediction, threshold: 1e-60 },
        clustering: { method: 'connected', threshold: 0.5 },
      },
      date: '2026-01-01',
    });
    const ours = new Map((await result.links()).map((one) => [`${one.leftId} ${one.rightId}`, one]));
    expect(ours.size).toBe(scored.length);
    for (const { left, right, weight, probability } of scored) {
      const key = left < right ? `${left} ${right}` : `${right} ${left}`;
      expect(ours.get(key)?.matchWeight).toBeCloseTo(weight, 4);
      expect(ours.get(key)?.matchProbability).toBeCloseTo(probability, 6);
    }
    // Scoring with all parameters fixed changes none of them, and makes a model to keep.
    const model = await result.model();
    expect(parseModel(JSON.stringify(model)).trained.hash).toBe(hashOf(model));
  });
});
