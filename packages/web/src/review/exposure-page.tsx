import { formatChi } from '@solway/kernel';
import type { VNode } from 'preact';
import { tag } from '../page/inline.tsx';
import { table } from '../page/table.tsx';
import { inWords } from '../words/people.ts';
import { told } from './exposure-told.tsx';
import { reviewDocument, smallForm, stampWords } from './frame.tsx';
import type { ExposureModel, ExposureRow } from './model.ts';
import { reasonWords } from './words.ts';

const STATES = {
  'in-force': ['on', 'In force'],
  'under-review': ['due', 'Under review'],
  suspended: ['bad', 'Stopped'],
  undone: ['off', 'Undone'],
} as const;

/** Who saw what through one link, for a breach assessment: on the screen and on paper. */
export function renderExposurePage(model: ExposureModel): string {
  const { actions, disclosures } = model;
  const people = new Set(disclosures.map(({ user }) => `${user.organisation} ${user.name}`)).size;
  return reviewDocument({
    title: 'Exposure report',
    skip: 'Skip to the report',
    viewer: model.viewer,
    actions,
    said: model.said,
    keys: true,
    children: (
      <>
        <div class="titlebar">
          <div>
            <h1>Exposure report</h1>
            <p>
              What was shown through one link, from the ledger, {stampWords(model.assembledAt)}. Drawn up by{' '}
              {model.viewer.name}.
            </p>
          </div>
          <div class="moves">
            {smallForm(actions.openUrl, actions.viewId, { from: model.caseId, way: 'next' }, 'Next', 'j')}
            {smallForm(actions.openUrl, actions.viewId, { case: model.caseId }, 'The record')}
            {smallForm(actions.exposureFileUrl, actions.viewId, { link: model.linkId }, 'As a file')}
            {smallForm(actions.listUrl, actions.viewId, {}, 'Worklist')}
          </div>
        </div>
        {theLink(model)}
        {assessment(model)}
        <section class="panel" aria-labelledby="saw">
          <header>
            <h2 id="saw">
              {disclosures.length === 0
                ? 'Nothing was shown through this link'
                : `${disclosures.length} ${disclosures.length === 1 ? 'page' : 'pages'} shown to ${people} ${people === 1 ? 'person' : 'people'}`}
            </h2>
            <p class="stamp">oldest first</p>
          </header>
          <div class="item">
            {disclosures.length === 0 ? (
              <p>The ledger holds no disclosure that was made through it.</p>
            ) : (
              table(
                'Disclosures made through this link',
                ['When', 'Who', 'Why', 'What was shown', 'Answered “none recorded”'],
                disclosures.map(line),
              )
            )}
          </div>
          {model.erased === 0 ? undefined : (
            <p class="item note">
              {model.erased} further {model.erased === 1 ? 'disclosure' : 'disclosures'} about this CHI number{' '}
              {model.erased === 1 ? 'has' : 'have'} had the personal part erased: whether they were made
              through this link can’t be told any more.
            </p>
          )}
        </section>
        {told(model)}
      </>
    ),
  });
}

function theLink(model: ExposureModel): VNode {
  const [tone, words] = STATES[model.state];
  const { undone } = model;
  return (
    <dl class="standing">
      <div>
        <dt>Mosaic {model.personId}</dt>
        <dd>{model.councilName}</dd>
      </div>
      <div>
        <dt>CHI {formatChi(model.chi)}</dt>
        <dd>{model.chiName}</dd>
      </div>
      <div>
        <dt>The link is</dt>
        <dd>{tag(tone, words)}</dd>
      </div>
      {undone === undefined ? undefined : (
        <div>
          <dt>
            Undone {stampWords(undone.at)} by {undone.by}
          </dt>
          <dd>
            {reasonWords(undone.reason)}
            {undone.note === '' ? undefined : <small>{undone.note}</small>}
          </dd>
        </div>
      )}
    </dl>
  );
}

/** What a breach assessment asks first. */
function assessment({ disclosures }: ExposureModel): VNode | undefined {
  const [first, last] = [disclosures[0], disclosures.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const items = [...new Set(disclosures.flatMap((one) => one.itemNames))];
  const organisations = [...new Set(disclosures.map(({ user }) => user.organisation))];
  return (
    <dl class="standing">
      <div>
        <dt>First and last seen</dt>
        <dd>
          {stampWords(first.at)}
          {disclosures.length === 1 ? undefined : <small>{stampWords(last.at)}</small>}
        </dd>
      </div>
      <div>
        <dt>By staff of</dt>
        <dd>{organisations.join(', ')}</dd>
      </div>
      <div>
        <dt>Kinds of information</dt>
        <dd>{items.length === 0 ? 'None shown' : items.join(', ')}</dd>
      </div>
    </dl>
  );
}

function line(row: ExposureRow): readonly (VNode | string)[] {
  return [
    <span class="day">{stampWords(row.at)}</span>,
    <>
      {row.user.name}
      <small>
        {inWords(row.user.role)}, {row.user.organisation}
      </small>
    </>,
    <>
      {inWords(row.purpose)}
      <small>
        {inWords(row.basis)}; {row.agreement}
      </small>
    </>,
    row.shown.length === 0 ? 'Nothing' : row.shown.join(', '),
    row.none.length === 0 ? 'Nothing' : row.none.join(', '),
  ];
}
