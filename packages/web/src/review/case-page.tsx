import { formatChi } from '@solway/kernel';
import type { VNode } from 'preact';
import { linkPanel } from '../glass/link.tsx';
import { tag, WARNING_SIGN } from '../page/inline.tsx';
import { list } from '../page/table.tsx';
import { comparison } from './comparison.tsx';
import { decisions } from './decide-forms.tsx';
import { assigneeSelect } from './assign.tsx';
import { household } from './household.tsx';
import { opinions } from './opinions.tsx';
import { reviewDocument, smallForm, stampWords } from './frame.tsx';
import type { CandidateModel, CaseModel } from './model.ts';
import { doubtWords, MARKS, placeTone, placeWords } from './words.ts';

/** One council record with everybody it may be, side by side, why, and what may be decided. */
export function renderCasePage(model: CaseModel): string {
  const { actions, candidates } = model;
  return reviewDocument({
    title: `${model.name}: matching to CHI`,
    skip: 'Skip to the comparison',
    viewer: model.viewer,
    actions,
    said: model.said,
    keys: true,
    children: (
      <>
        {heading(model)}
        {model.claimedBy === undefined ? undefined : (
          <p class="caution">
            {WARNING_SIGN} {model.claimedBy.name} is deciding this
            {model.claimedBy.until === undefined ? '' : ` until ${stampWords(model.claimedBy.until)}`}. You
            can read it, and not decide it.
          </p>
        )}
        {candidates.length === 0 ? (
          <p>No pair of this record waits or stands.</p>
        ) : (
          <>
            {opinions(model)}
            {comparison(model)}
            {decisions(model)}
            <div class="columns">{candidates.map((one, index) => candidate(one, index + 1))}</div>
          </>
        )}
        {household(model)}
        {around(model)}
        <p class="soft keys" id="keys">
          Keys: <b>1</b> to <b>5</b> choose a candidate, <b>L</b> links, <b>N</b> is not a link, <b>S</b> asks
          for a second opinion, <b>M</b> needs more, <b>J</b> next person, <b>K</b> the one before.{' '}
          <button type="button" class="small" id="keys-switch" hidden>
            Switch the keys off
          </button>
        </p>
      </>
    ),
  });
}

function heading(model: CaseModel): VNode {
  const { actions } = model;
  const move = (way: 'next' | 'previous', words: string, key: string): VNode =>
    smallForm(actions.openUrl, actions.viewId, { from: model.caseId, way }, words, key);
  return (
    <div class="titlebar">
      <div>
        <h1>{model.name}</h1>
        <p>
          Mosaic {model.personId}{' '}
          {model.open ? tag(placeTone(model.place), placeWords(model.place)) : tag('on', 'Nothing waits')}
          {model.marks.map((mark) => (
            <> {tag('due', MARKS[mark])}</>
          ))}
        </p>
      </div>
      <div class="moves">
        {move('previous', 'Before', 'k')}
        {move('next', 'Next', 'j')}
        {smallForm(actions.listUrl, actions.viewId, {}, 'Worklist')}
        {model.open ? (
          <form method="post" action={actions.assignUrl} class="line">
            <input type="hidden" name="view" value={actions.viewId} />
            <input type="hidden" name="case" value={model.caseId} />
            <input type="hidden" name="back" value={model.caseId} />
            <label for="assign">Assigned to</label>{' '}
            {assigneeSelect('assign', model.assignees, model.assignedTo)}{' '}
            <button class="small">Assign</button>
          </form>
        ) : undefined}
      </div>
    </div>
  );
}

/** Why the model thinks so, and what has to be known before deciding. */
function candidate(one: CandidateModel, number: number): VNode {
  return (
    <section class="panel" aria-labelledby={`why-${number}`}>
      <header>
        <h2 id={`why-${number}`}>
          {number} · {one.name}
        </h2>
        <p class="stamp">CHI {formatChi(one.chi)}</p>
      </header>
      {one.warnings.length + one.doubts.length === 0 && one.suspension === undefined ? undefined : (
        <ul class="item warnings">
          {one.suspension === undefined ? undefined : (
            <li>
              {WARNING_SIGN}
              Stopped {stampWords(one.suspension.at)} by {one.suspension.by}: {one.suspension.words}
            </li>
          )}
          {one.doubts.map((doubt) => (
            <li>
              {WARNING_SIGN}
              {doubtWords(doubt.reason)} Raised {stampWords(doubt.at)}; the link stands until you decide.
            </li>
          ))}
          {one.warnings.map((words) => (
            <li>
              {WARNING_SIGN}
              {words}
            </li>
          ))}
        </ul>
      )}
      {linkPanel(one.why)}
    </section>
  );
}

/** What else hangs on the record. */
function around({ judged, notes, tasks, actions }: CaseModel): VNode | undefined {
  if (judged.length + notes.length + tasks.length === 0) return undefined;
  return (
    <section class="panel" aria-labelledby="around">
      <header>
        <h2 id="around">What else hangs on it</h2>
      </header>
      <div class="item">
        {list([
          ...notes.map((one) => ({ name: one.words, about: `Note by ${one.by}`, end: stampWords(one.at) })),
          ...tasks.map((one) => ({
            name: one.words,
            about: `Task ${one.reference}`,
            end: stampWords(one.at),
          })),
          ...judged.map((one) => ({
            name: `Not CHI ${formatChi(one.chi)}`,
            about: `Undone by ${one.by}, ${stampWords(one.at)}: this pair can’t come back by itself.`,
            end: smallForm(actions.exposureUrl, actions.viewId, { link: one.linkId }, 'Exposure report'),
          })),
        ])}
      </div>
    </section>
  );
}
