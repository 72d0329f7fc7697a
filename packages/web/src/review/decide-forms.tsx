import { formatChi } from '@solway/kernel';
import type { VNode } from 'preact';
import { keyCap } from './frame.tsx';
import type { CandidateModel, CaseModel } from './model.ts';
import { REASONS } from './words.ts';

/** What may be decided, as forms that work without a script. Nothing, where another steward holds the case. */
export function decisions(model: CaseModel): VNode | undefined {
  if (model.claimedBy !== undefined || model.opinions?.state === 'mine') return undefined;
  const waiting = model.candidates.filter((one) => one.state === 'under-review');
  const standing = model.candidates.filter((one) => one.state !== 'under-review');
  return (
    <section class="panel decide" aria-labelledby="decide">
      <header>
        <h2 id="decide">Decide</h2>
        {model.claimedUntil === undefined ? undefined : <p class="stamp">yours for ten minutes</p>}
      </header>
      {standing.map((one, index) => standingForm(model, one, index === 0 && model.open))}
      {waiting.length === 0 ? undefined : waitingForm(model, waiting, standing.length === 0)}
      {model.open ? moreForm(model) : undefined}
    </section>
  );
}

function hidden(model: CaseModel): VNode {
  return (
    <>
      <input type="hidden" name="view" value={model.actions.viewId} />
      <input type="hidden" name="case" value={model.caseId} />
      <input type="hidden" name="screen" value={model.screen} />
    </>
  );
}

function decideButton(
  act: string,
  words: string,
  key: string | undefined,
  more: { readonly class?: string; readonly formNoValidate?: boolean } = {},
): VNode {
  return (
    <button
      name="act"
      value={act}
      data-key={key}
      aria-keyshortcuts={key?.toUpperCase()}
      data-decides
      {...more}
    >
      {words}
      {key === undefined ? undefined : keyCap(key)}
    </button>
  );
}

/** Another steward is to judge it as well, not knowing what this one chose. */
function second(model: CaseModel): VNode | undefined {
  if (model.opinions !== undefined || model.assignees.length < 2) return undefined;
  return (
    <label class="second">
      <input type="checkbox" name="second" value="yes" data-key="s" aria-keyshortcuts="S" /> A second opinion
      first{keyCap('s')}
    </label>
  );
}

/** The candidates that wait: one of them is the person, or none is. */
function waitingForm(model: CaseModel, waiting: readonly CandidateModel[], keys: boolean): VNode {
  const one = waiting.length === 1;
  return (
    <form class="item" method="post" action={model.actions.decideUrl}>
      {hidden(model)}
      <fieldset>
        <legend class={one ? 'vh' : undefined}>Which of them is {model.name}?</legend>
        {waiting.map((candidate) => {
          const number = model.candidates.indexOf(candidate) + 1;
          return (
            <label>
              <input
                type="radio"
                name="choice"
                value={candidate.linkId}
                required
                checked={one}
                data-key={String(number)}
                aria-keyshortcuts={String(number)}
              />
              <span>
                {number} · {candidate.name}, CHI {formatChi(candidate.chi)}{' '}
                <span class="soft">{candidate.why.totalBits.toFixed(1)} bits</span>
              </span>
            </label>
          );
        })}
        {one ? undefined : (
          <label>
            <input type="radio" name="choice" value="all" required data-key="0" aria-keyshortcuts="0" />
            <span>0 · None of them</span>
          </label>
        )}
      </fieldset>
      <div class="acts">
        {decideButton('link', 'Link', keys ? 'l' : undefined)}
        {decideButton('not-a-link', 'Not a link', keys ? 'n' : undefined, { class: 'danger' })}
        {second(model)}
        <label class="noted">
          <span>Note, if there is something to say</span>
          <input name="note" maxLength={2000} autocomplete="off" />
        </label>
      </div>
    </form>
  );
}

/** A link that is stopped, or one that stands. */
function standingForm(model: CaseModel, candidate: CandidateModel, keys: boolean): VNode {
  const stopped = candidate.state === 'suspended';
  const field = `reason-${candidate.linkId}`;
  return (
    <form class="item" method="post" action={model.actions.decideUrl}>
      {hidden(model)}
      <input type="hidden" name="choice" value={candidate.linkId} />
      <p>
        The link to {candidate.name}, CHI {formatChi(candidate.chi)}, is{' '}
        {stopped
          ? 'stopped: nobody sees anything through it.'
          : candidate.doubts.length > 0
            ? 'in force, and in doubt.'
            : 'in force.'}
      </p>
      <div class="acts">
        {stopped || candidate.doubts.length > 0
          ? decideButton('link', stopped ? 'Reinstate' : 'Keep the link', keys ? 'l' : undefined, {
              formNoValidate: true,
            })
          : undefined}
        <label for={field}>
          <span>Why undo it</span>
          <select id={field} name="reason" required>
            <option value="">Choose a reason</option>
            {REASONS.map(([code, words]) => (
              <option value={code}>{words}</option>
            ))}
          </select>
        </label>
        {decideButton('undo', 'Undo the link', keys ? 'n' : undefined, { class: 'danger' })}
        {stopped ? second(model) : undefined}
        <label class="noted">
          <span>Note</span>
          <input name="note" maxLength={2000} autocomplete="off" />
        </label>
      </div>
    </form>
  );
}

/** Something has to be found out first: the case goes behind all others, with what it waits for. */
function moreForm(model: CaseModel): VNode {
  return (
    <form class="item" method="post" action={model.actions.decideUrl}>
      {hidden(model)}
      <div class="acts">
        <label class="noted">
          <span>What is missing</span>
          <input
            name="note"
            required
            maxLength={2000}
            autocomplete="off"
            data-key="m"
            aria-keyshortcuts="M"
          />
        </label>
        <button name="act" value="need-more" class="small">
          Need more{keyCap('m')}
        </button>
      </div>
    </form>
  );
}
