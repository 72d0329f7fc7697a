import type { ComponentChild, VNode } from 'preact';
import { tag } from '../page/inline.tsx';
import { table } from '../page/table.tsx';
import { fileForm, reviewDocument, smallForm, stampWords } from './frame.tsx';
import type { LoadModel, LoadOutcomeName, LoadRowModel } from './load-model.ts';
import { ACTIONS, ORIGINS, OUTCOMES, reasonMeans, reasonNext } from './load-words.ts';
import { downLine } from './loads-page.tsx';

const SHOWN: readonly (readonly [LoadOutcomeName, string])[] = [
  ['rejected', 'Rejected'],
  ['accepted', 'Accepted'],
  ['unchanged', 'Unchanged'],
  ['waiting', 'Waiting'],
];

const figure = (count: number): string => count.toLocaleString('en-GB');

/** One load: its counts, why rows were rejected and what to do, and every row. */
export function renderLoadPage(model: LoadModel): string {
  const { actions, loads, load } = model;
  const { waiting } = load.counts;
  return reviewDocument({
    title: `Load of ${stampWords(load.at)}`,
    skip: 'Skip to the rows',
    viewer: model.viewer,
    actions,
    said: model.said,
    keys: false,
    children: (
      <>
        <div class="titlebar">
          <div>
            <h1>Load of {stampWords(load.at)}</h1>
            <p>
              {ORIGINS[load.origin]}, by {load.by}.{' '}
              {waiting === 0
                ? 'All rows have their answer.'
                : `${figure(waiting)} rows are still to be answered.`}
            </p>
          </div>
          <div class="moves">
            {waiting === 0
              ? undefined
              : smallForm(loads.showUrl, actions.viewId, { load: load.loadId }, 'Look again')}
            {smallForm(loads.listUrl, actions.viewId, {}, 'All loads')}
          </div>
        </div>
        {downLine(model.downSince)}
        {outcomes(model)}
        {model.reasons.length === 0 ? undefined : reasons(model)}
        {rows(model)}
      </>
    ),
  });
}

function outcomes({ actions, loads, load, outcome }: LoadModel): VNode {
  const all = Object.values(load.counts).reduce((sum, one) => sum + one, 0);
  const button = (value: string, words: string, count: number, current: boolean): VNode => (
    <button name="outcome" value={value} class="small" aria-current={current ? 'true' : undefined}>
      <b>{figure(count)}</b> {words}
    </button>
  );
  return (
    <form method="post" action={loads.showUrl} class="places">
      <input type="hidden" name="view" value={actions.viewId} />
      <input type="hidden" name="load" value={load.loadId} />
      {button('', 'All rows', all, outcome === undefined)}
      {SHOWN.map(([name, words]) => button(name, words, load.counts[name], outcome === name))}
    </form>
  );
}

function reasons({ actions, loads, load, reasons: found }: LoadModel): VNode {
  return (
    <section class="panel" aria-labelledby="why">
      <header>
        <h2 id="why">Why rows were rejected</h2>
      </header>
      <div class="item">
        {table(
          'Why rows were rejected',
          ['Why', 'Rows', 'What to do'],
          found.map(({ reason, rows: count }) => [
            <>
              {reasonMeans(reason)}
              <small>
                <code>{reason}</code>
              </small>
            </>,
            figure(count),
            reasonNext(reason),
          ]),
        )}
        <div class="moves">
          {fileForm(loads.errorFileUrl, actions.viewId, { load: load.loadId }, 'Download the error file')}
          {smallForm(loads.againUrl, actions.viewId, { load: load.loadId }, 'Send the rejected rows again')}
        </div>
      </div>
    </section>
  );
}

function rows(model: LoadModel): VNode {
  const { actions, loads, load, outcome, withheld, moreAfter } = model;
  return (
    <section class="panel" aria-labelledby="rows">
      <header>
        <h2 id="rows">Rows</h2>
        <p class="stamp">in the order in which they were given</p>
      </header>
      <div class="item">
        {model.rows.length === 0 ? (
          <p>There are no such rows{withheld === 0 ? '' : ' that you may see'}.</p>
        ) : (
          table(
            'Rows of the load',
            ['Person', 'CHI number', 'Action', 'What became of it'],
            model.rows.map(line),
          )
        )}
      </div>
      {withheld === 0 ? undefined : (
        <p class="item note">
          {figure(withheld)} {withheld === 1 ? 'row is' : 'rows are'} withheld: a restricted person is
          involved, and you are not on the allow-list.
        </p>
      )}
      {moreAfter === undefined ? undefined : (
        <div class="item">
          {smallForm(
            loads.showUrl,
            actions.viewId,
            {
              load: load.loadId,
              after: String(moreAfter),
              ...(outcome === undefined ? {} : { outcome }),
            },
            'More',
          )}
        </div>
      )}
    </section>
  );
}

function line(row: LoadRowModel): readonly ComponentChild[] {
  const [tone, words] = OUTCOMES[row.outcome];
  return [
    <>
      {row.name ?? 'Nobody of that id is held here'}
      <small>
        Mosaic {row.personId === '' ? 'id not given' : row.personId} · row {row.number}
      </small>
    </>,
    <span class="day">{row.chi === '' ? 'Not given' : row.chi}</span>,
    ACTIONS[row.action] ?? (row.action === '' ? 'Not given' : row.action),
    <>
      {tag(tone, words)}
      {row.reason === undefined ? undefined : <small>{reasonMeans(row.reason)}</small>}
    </>,
  ];
}
