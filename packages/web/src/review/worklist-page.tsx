import type { ComponentChild, VNode } from 'preact';
import { day, tag } from '../page/inline.tsx';
import { table } from '../page/table.tsx';
import { assigneeSelect } from './assign.tsx';
import { reports, unacknowledged } from './desk.tsx';
import { reviewDocument, smallForm, stampWords, waited } from './frame.tsx';
import type { WorklistEntry, WorklistModel } from './model.ts';
import { MARKS, PLACES, placeTone, placeWords } from './words.ts';

/** Who waits for a decision, first things first. */
export function renderWorklistPage(model: WorklistModel): string {
  const { actions, places, place } = model;
  const waiting = places.reduce((sum, one) => sum + one.waiting, 0);
  return reviewDocument({
    title: `Matching to CHI: ${waiting.toLocaleString('en-GB')} waiting`,
    skip: 'Skip to the worklist',
    viewer: model.viewer,
    actions,
    said: model.said,
    keys: true,
    children: (
      <>
        <div class="titlebar">
          <div>
            <h1>Matching to CHI</h1>
            <p>
              {waiting === 0
                ? 'Nobody waits for a decision.'
                : `${waiting.toLocaleString('en-GB')} people wait for a decision.`}{' '}
              {stampWords(model.assembledAt)}.
            </p>
          </div>
          <div class="moves">
            {waiting === 0
              ? undefined
              : smallForm(actions.openUrl, actions.viewId, { way: 'next' }, 'Start with the first', 'j')}
            {smallForm(actions.qualityUrl, actions.viewId, {}, 'Quality')}
            {smallForm(actions.loadsUrl, actions.viewId, {}, 'CHI numbers into Mosaic')}
          </div>
        </div>
        {counts(model)}
        {narrowing(model)}
        <section class="panel" aria-labelledby="list">
          <header>
            <h2 id="list">{place === undefined ? 'Worklist' : placeWords(place)}</h2>
            <p class="stamp">oldest first in each group</p>
          </header>
          <form class="item" method="post" action={actions.openUrl}>
            <input type="hidden" name="view" value={actions.viewId} />
            {model.rows.length === 0 ? (
              <p>Nobody waits here.</p>
            ) : (
              table(
                'People who wait for a decision',
                ['Person', 'Why', 'Waiting', 'Candidates', 'Assigned', 'Open'],
                model.rows.map((row) => worklistRow(row, model.assembledAt)),
              )
            )}
            {model.rows.some((row) => row.kind === 'open') ? (
              <p class="line">
                <label for="to">Assign those marked to</label> {assigneeSelect('to', model.stewards)}{' '}
                <button class="small" formaction={actions.assignUrl}>
                  Assign
                </button>
              </p>
            ) : undefined}
          </form>
          {model.moreAfter === undefined ? undefined : (
            <div class="item">
              {smallForm(
                actions.listUrl,
                actions.viewId,
                { ...filterFields(model), after: model.moreAfter },
                'More',
              )}
            </div>
          )}
        </section>
        {reports(model)}
        {unacknowledged(model)}
        <div class="columns">
          {find(model)}
          {lastRun(model)}
        </div>
      </>
    ),
  });
}

/** The groups as buttons: how many wait in each, and since when the oldest. */
function counts({ actions, places, place, whose, context, assembledAt }: WorklistModel): VNode {
  const all = places.reduce((sum, one) => sum + one.waiting, 0);
  const button = (value: string, words: string, count: number, about: string, current: boolean): VNode => (
    <button name="place" value={value} class="small" aria-current={current ? 'true' : undefined}>
      <b>{count.toLocaleString('en-GB')}</b> {words}
      <small>{about}</small>
    </button>
  );
  return (
    <form method="post" action={actions.listUrl} class="places">
      <input type="hidden" name="view" value={actions.viewId} />
      {whose === undefined ? undefined : <input type="hidden" name="whose" value={whose} />}
      {context === undefined ? undefined : <input type="hidden" name="context" value={context} />}
      {button('', 'Everybody', all, 'in order', place === undefined)}
      {PLACES.map(([name, words]) => {
        const count = places.find((one) => one.place === name);
        return button(
          name,
          words,
          count?.waiting ?? 0,
          count?.oldest === undefined ? 'nobody' : `oldest ${waited(count.oldest, assembledAt)}`,
          place === name,
        );
      })}
    </form>
  );
}

/** What the list is narrowed to, as a form sends it. */
function filterFields({ place, whose, context }: WorklistModel): Readonly<Record<string, string>> {
  return {
    ...(place === undefined ? {} : { place }),
    ...(whose === undefined ? {} : { whose }),
    ...(context === undefined ? {} : { context }),
  };
}

function narrowing(model: WorklistModel): VNode {
  const { actions, place, whose, context } = model;
  return (
    <form method="post" action={actions.listUrl} class="line">
      <input type="hidden" name="view" value={actions.viewId} />
      {place === undefined ? undefined : <input type="hidden" name="place" value={place} />}
      <label for="whose">Assigned to</label>{' '}
      <select id="whose" name="whose">
        {WHOSE.map(([value, words]) => (
          <option value={value} selected={value === (whose ?? '')}>
            {words}
          </option>
        ))}
      </select>{' '}
      <label for="context">Age</label>{' '}
      <select id="context" name="context">
        {CONTEXTS.map(([value, words]) => (
          <option value={value} selected={value === (context ?? '')}>
            {words}
          </option>
        ))}
      </select>{' '}
      <button class="small">Show</button>
    </form>
  );
}

const WHOSE = [
  ['', 'anybody'],
  ['mine', 'me'],
  ['nobody', 'nobody yet'],
  ['disagreed', 'anybody, where two stewards disagree'],
] as const;
const CONTEXTS = [
  ['', 'everybody'],
  ['child', 'children'],
  ['adult', 'adults'],
] as const;

function worklistRow(row: WorklistEntry, now: string): readonly ComponentChild[] {
  const since = <span class="day">{waited(row.waitingSince, now)}</span>;
  if (row.kind === 'withheld') {
    return [
      <>
        Withheld
        <small>A restricted person is involved: only a steward on the allow-list is told who it is.</small>
      </>,
      tag(placeTone(row.place), placeWords(row.place)),
      since,
      <>
        {row.mayDecide.length === 0
          ? 'No data steward is on the allow-list: the council has to name one.'
          : `May be decided by ${row.mayDecide.join(', ')}.`}
      </>,
      undefined,
      undefined,
    ];
  }
  return [
    <>
      {row.name}
      <small>
        {row.birthDate === undefined ? 'Born: not known' : <>Born {day(row.birthDate)}</>} · Mosaic{' '}
        {row.personId}
      </small>
    </>,
    <>
      {tag(placeTone(row.place), placeWords(row.place))}
      {row.suspended && row.place !== 'reported' ? <> {tag('bad', 'Link stopped')}</> : undefined}
      {row.opinion === 'disagreed' ? <> {tag('bad', 'Two stewards disagree')}</> : undefined}
      {row.opinion === 'mine-waits' ? <> {tag('due', 'You have judged it')}</> : undefined}
      {row.marks.length === 0 ? undefined : <small>{row.marks.map((mark) => MARKS[mark]).join(', ')}</small>}
    </>,
    since,
    <>
      {row.pairs}
      {row.bestBits === undefined ? undefined : <small>best {row.bestBits.toFixed(1)} bits</small>}
    </>,
    <label class="pick">
      <input type="checkbox" name={`pick-${row.caseId}`} value="yes" aria-label={`Mark ${row.name}`} />{' '}
      {row.assignedTo ?? <span class="soft">nobody</span>}
    </label>,
    row.claimedBy === undefined ? (
      <button class="small" name="case" value={row.caseId} aria-label={`Open ${row.name}`}>
        Open
      </button>
    ) : (
      <>
        <button class="small" name="case" value={row.caseId} aria-label={`Read ${row.name}`}>
          Read
        </button>
        <small>{row.claimedBy} is deciding</small>
      </>
    ),
  ];
}

function find({ actions }: WorklistModel): VNode {
  return (
    <section class="panel" aria-labelledby="find">
      <header>
        <h2 id="find">Find a link that stands</h2>
      </header>
      <form class="item line" method="post" action={actions.findUrl}>
        <input type="hidden" name="view" value={actions.viewId} />
        <label for="number">Mosaic id or CHI number</label>{' '}
        <input id="number" name="number" required maxLength={24} autocomplete="off" />{' '}
        <button class="small">Find</button>
      </form>
    </section>
  );
}

function lastRun({ lastRun: run }: WorklistModel): VNode {
  const figure = (name: string, value: number, all: number): VNode => (
    <div>
      <dt>{name}</dt>
      <dd>
        {value.toLocaleString('en-GB')}{' '}
        <span class="soft">({all === 0 ? '0' : ((100 * value) / all).toFixed(1)}%)</span>
      </dd>
    </div>
  );
  return (
    <section class="panel" aria-labelledby="run">
      <header>
        <h2 id="run">Last run</h2>
        {run === undefined ? undefined : <p class="stamp">{stampWords(run.at)}</p>}
      </header>
      <div class="item">
        {run === undefined ? (
          <p>No run has finished.</p>
        ) : (
          <>
            <dl class="standing plain">
              {figure('Linked', run.linked, run.linked + run.review + run.none)}
              {figure('To review', run.review, run.linked + run.review + run.none)}
              {figure('No match', run.none, run.linked + run.review + run.none)}
            </dl>
            <p class="soft">Model {run.model}. No match does not mean not on CHI.</p>
          </>
        )}
      </div>
    </section>
  );
}
