import type { Instant } from '@solway/kernel';
import type { ComponentChild, VNode } from 'preact';
import { list, table } from '../page/table.tsx';
import { mirrored, shareBars } from './charts.tsx';
import { reviewDocument, smallForm, stampWords } from './frame.tsx';
import type { ReviewActions, ReviewPlaceName, ReviewSaid, ReviewViewer } from './model.ts';
import { placeWords } from './words.ts';

export interface QualityModel {
  readonly viewer: ReviewViewer;
  readonly assembledAt: Instant;
  readonly actions: ReviewActions;
  readonly said?: ReviewSaid;
  readonly ages: readonly {
    readonly name: string;
    readonly linked: number;
    readonly review: number;
    readonly unmatched: number;
  }[];
  readonly backlog: readonly {
    readonly place: ReviewPlaceName;
    readonly underDay: number;
    readonly underWeek: number;
    readonly underMonth: number;
    readonly longer: number;
  }[];
  /** Of the last thirty days. */
  readonly failures: readonly { readonly into: string; readonly reason: string; readonly rows: number }[];
  readonly reviewers: { readonly judgedTwice: number; readonly agreed: number; readonly kappa?: number };
  readonly duplicates: {
    readonly sharedNumbers: number;
    readonly lookalikesInMosaic: number;
    readonly lookalikesInChi: number;
  };
  /** The newest first. */
  readonly runs: readonly {
    readonly at: Instant;
    readonly model: string;
    readonly linked: number;
    readonly review: number;
    readonly none: number;
  }[];
  /** Scores of the last run above, of the one before below; absent where a run kept none. */
  readonly drift?: {
    readonly index: number;
    readonly buckets: readonly { readonly from: number; readonly above: number; readonly below: number }[];
  };
}

const STANDING = [
  { name: 'Matched', tone: 'full' },
  { name: 'In review', tone: 'half' },
  { name: 'Not matched', tone: 'bare' },
] as const;

/** How good the matching is, and where it is weak. */
export function renderQualityPage(model: QualityModel): string {
  return reviewDocument({
    title: 'Quality of the matching',
    skip: 'Skip to the figures',
    viewer: model.viewer,
    actions: model.actions,
    said: model.said,
    keys: false,
    children: (
      <>
        <div class="titlebar">
          <div>
            <h1>Quality of the matching</h1>
            <p>
              Counted {stampWords(model.assembledAt)}. People whose identity is protected are not counted.
            </p>
          </div>
          <div class="moves">{smallForm(model.actions.listUrl, model.actions.viewId, {}, 'Worklist')}</div>
        </div>
        {part('ages', 'By age', byAge(model))}
        {part('trend', 'Run by run', trend(model))}
        <div class="columns">
          {part('backlog', 'Age of the backlog', backlog(model))}
          {part('drift', 'Drift of the scores', drift(model))}
        </div>
        <div class="columns">
          {part('failures', 'Rows that failed, thirty days', failures(model))}
          {part('reviewers', 'Agreement between reviewers', reviewers(model))}
        </div>
        {part('duplicates', 'Duplicates', duplicates(model))}
      </>
    ),
  });
}

function part(id: string, title: string, content: ComponentChild): VNode {
  return (
    <section class="panel" aria-labelledby={id}>
      <header>
        <h2 id={id}>{title}</h2>
      </header>
      <div class="item">{content}</div>
    </section>
  );
}

function byAge({ ages }: QualityModel): VNode {
  return (
    <>
      {ages.length === 0 ? (
        <p>Mosaic’s people have not been loaded.</p>
      ) : (
        shareBars(
          'Council records by age and how they stand',
          'Age',
          STANDING,
          ages.map((row) => ({ name: row.name, values: [row.linked, row.review, row.unmatched] })),
        )
      )}
      <p class="soft">
        Not matched does not mean not on CHI. Teams are not told apart: Mosaic’s extract of people names none.
      </p>
    </>
  );
}

function trend({ runs }: QualityModel): VNode {
  if (runs.length === 0) return <p>No run has finished.</p>;
  return shareBars(
    'Outcome of each run',
    'Run',
    STANDING,
    runs.map((run) => ({
      name: `${stampWords(run.at)}, ${run.model}`,
      values: [run.linked, run.review, run.none],
    })),
  );
}

function backlog({ backlog: rows }: QualityModel): VNode {
  if (rows.length === 0) return <p>Nobody waits.</p>;
  return table(
    'People who wait, by why and for how long',
    ['Why', 'Under a day', 'Under a week', 'Under four weeks', 'Longer'],
    rows.map((row) => [
      placeWords(row.place),
      ...[row.underDay, row.underWeek, row.underMonth, row.longer].map((value) =>
        value.toLocaleString('en-GB'),
      ),
    ]),
  );
}

function drift({ drift: found }: QualityModel): VNode {
  if (found === undefined) return <p>It takes two runs that kept their scores.</p>;
  const words =
    found.index < 0.1
      ? 'little'
      : found.index < 0.25
        ? 'some: look at what has changed'
        : 'much: find out why before the next load';
  const [first, last] = [found.buckets[0]?.from ?? 0, found.buckets.at(-1)?.from ?? 0];
  return (
    <>
      <p>
        Stability index {found.index.toFixed(3)}: {words}.
      </p>
      {mirrored(
        `Best scores from ${first} to ${last} bits, the last run above the line and the run before below; stability index ${found.index.toFixed(3)}`,
        found.buckets,
      )}
      <p class="soft">
        Best score of each person, {first} to {last} bits, as shares: the last run above, the one before
        below.
      </p>
    </>
  );
}

function failures({ failures: rows }: QualityModel): VNode {
  if (rows.length === 0) return <p>None.</p>;
  return table(
    'Rows that could not be loaded, by reason',
    ['Where', 'Reason', 'Rows'],
    rows.map((row) => [
      INTO[row.into] ?? `${row.into} extract`,
      row.reason,
      row.rows.toLocaleString('en-GB'),
    ]),
  );
}

const INTO: Readonly<Record<string, string>> = {
  mosaic: 'Into Mosaic',
  chi: 'CHI extract',
  council: 'Mosaic’s extract',
};

function reviewers({ reviewers: found }: QualityModel): VNode {
  if (found.judgedTwice === 0) return <p>Nobody has been judged by two stewards yet.</p>;
  const { judgedTwice, agreed, kappa } = found;
  return (
    <p>
      Of {judgedTwice.toLocaleString('en-GB')} judged twice, two stewards who did not know of each other
      agreed on {agreed.toLocaleString('en-GB')} ({((100 * agreed) / judgedTwice).toFixed(1)}%).{' '}
      {kappa === undefined
        ? 'Chance alone would explain it: there is no kappa.'
        : `Beyond chance, Cohen’s kappa is ${kappa.toFixed(2)}, of 1 at most.`}
    </p>
  );
}

function duplicates({ duplicates: found }: QualityModel): VNode {
  return list([
    {
      name: found.sharedNumbers.toLocaleString('en-GB'),
      about: 'CHI numbers on which more than one record of Mosaic stands',
    },
    {
      name: found.lookalikesInMosaic.toLocaleString('en-GB'),
      about: 'groups in Mosaic with one name, date of birth and postcode',
    },
    {
      name: found.lookalikesInChi.toLocaleString('en-GB'),
      about: 'groups on the CHI register with one name, date of birth and postcode',
    },
  ]);
}
