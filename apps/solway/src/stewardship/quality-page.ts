import { reviewerAgreement, scoreDrift, type ScoreHistogram } from '@solway/identity';
import { instantOf, londonTime } from '@solway/kernel';
import {
  type AgeBand,
  backlogByAge,
  countDuplicates,
  failuresSince,
  finishedRuns,
  judgedTwice,
  type OpenedView,
  type RunRow,
  standingByAge,
} from '@solway/store';
import { type QualityModel, renderQualityPage } from '@solway/web';
import type { ServerParts } from '../server.ts';
import { actionsOf, viewerOf } from './who.ts';

const DAYS_OF_FAILURES = 30;
const RUNS = 12;
const BANDS: readonly (readonly [AgeBand, string])[] = [
  ['under-1', 'Under 1'],
  ['1-4', '1 to 4'],
  ['5-15', '5 to 15'],
  ['16-17', '16 and 17'],
  ['18-64', '18 to 64'],
  ['65-84', '65 to 84'],
  ['85-on', '85 and over'],
  ['not-known', 'Not known'],
];

/** How good the matching is, counted as it is asked for; it names nobody. */
export async function qualityPage({ walk }: ServerParts, opened: OpenedView): Promise<string> {
  const now = walk.clock();
  const since = instantOf(Date.parse(now) - DAYS_OF_FAILURES * 86_400_000);
  const [ages, backlog, failures, twice, duplicates, runs] = await Promise.all([
    standingByAge(walk.db, londonTime(now).date),
    backlogByAge(walk.db, now),
    failuresSince(walk.db, since),
    judgedTwice(walk.db),
    countDuplicates(walk.db),
    finishedRuns(walk.db, RUNS),
  ]);
  return renderQualityPage({
    viewer: viewerOf(walk, opened),
    assembledAt: now,
    actions: actionsOf(opened),
    ages: BANDS.flatMap(([band, name]) => {
      const row = ages.find((one) => one.band === band);
      return row === undefined ? [] : [{ ...row, name }];
    }),
    backlog,
    failures,
    reviewers: reviewerAgreement(twice),
    duplicates,
    runs: runs.map((run) => ({
      at: run.finished_at,
      model: run.model,
      linked: figure(run, 'link'),
      review: figure(run, 'review'),
      none: figure(run, 'none'),
    })),
    ...driftOf(runs),
  });
}

function figure(run: RunRow, name: string): number {
  const value = run.outcome?.[name];
  return typeof value === 'number' ? value : 0;
}

/** Of the last two runs that kept their scores. */
function driftOf(runs: readonly RunRow[]): Pick<QualityModel, 'drift'> {
  const kept = runs.flatMap((run) => {
    const scores = run.outcome?.['scores'];
    return typeof scores === 'object' && scores !== null ? [scores as ScoreHistogram] : [];
  });
  const [last, before] = kept;
  const index = last === undefined || before === undefined ? undefined : scoreDrift(before, last);
  if (last === undefined || before === undefined || index === undefined) return {};
  const buckets = [...new Set([...Object.keys(last), ...Object.keys(before)])].map(Number);
  const shareOf = (scores: ScoreHistogram, from: number): number =>
    (scores[String(from)] ?? 0) / Object.values(scores).reduce((sum, n) => sum + n, 0);
  return {
    drift: {
      index,
      buckets: buckets
        .toSorted((a, b) => a - b)
        .map((from) => ({ from, above: shareOf(last, from), below: shareOf(before, from) })),
    },
  };
}
