import { formatDate, type Instant, londonTime } from '@solway/kernel';
import type { ItemType } from '@solway/record';
import type { VNode } from 'preact';
import { tag } from '../page/inline.tsx';
import { governanceDocument, type GovernanceFrame, type GovernanceSaid } from './frame.tsx';

export interface ObjectionsPageModel {
  readonly frame: GovernanceFrame;
  readonly said?: GovernanceSaid | undefined;
  /** What the reader's own organisation knows people by. */
  readonly numberName: string;
  /** What its own record holds. */
  readonly items: readonly { readonly item: ItemType; readonly name: string }[];
  /** The value that stands for every item. */
  readonly everything: string;
  /** Those that wait first. */
  readonly objections: readonly ObjectionModel[];
}

export interface ObjectionModel {
  readonly id: string;
  readonly at: Instant;
  readonly number: string;
  readonly about: string;
  /** What the person said; absent where it has been erased. */
  readonly words?: string;
  /** The reader wrote it down, so somebody else weighs it. */
  readonly own: boolean;
  readonly decided?: { readonly outcome: 'upheld' | 'not-upheld'; readonly at: Instant };
}

/** Objections to what one organisation shares: written down by one officer, weighed by another. */
export function renderObjectionsPage(model: ObjectionsPageModel): string {
  const { frame, objections } = model;
  const waiting = objections.filter(({ decided }) => decided === undefined);
  const decided = objections.filter(({ decided: one }) => one !== undefined);
  return governanceDocument({
    title: 'Objections',
    skip: 'Skip to the objections',
    frame,
    said: model.said,
    children: (
      <>
        <div class="titlebar">
          <div>
            <h1>Objections</h1>
            <p>
              A person may object to what you share of your own record. It is weighed: upheld, it keeps that
              back for every purpose but the protection of a child or an adult.
            </p>
          </div>
        </div>
        <section class="panel" aria-labelledby="waiting">
          <header>
            <h2 id="waiting">{waiting.length === 0 ? 'None waits to be weighed' : 'To be weighed'}</h2>
          </header>
          {waiting.map((one) => (
            <article class="item opening">
              {facts(one, model.numberName)}
              {one.own ? (
                <p class="state closed">You wrote it down: another officer weighs it.</p>
              ) : (
                weighForm(one, frame)
              )}
            </article>
          ))}
        </section>
        <section class="panel" aria-labelledby="new">
          <header>
            <h2 id="new">Write one down</h2>
          </header>
          <div class="item opening">{receiveForm(model)}</div>
        </section>
        {decided.length === 0 ? undefined : (
          <section class="panel" aria-labelledby="decided">
            <header>
              <h2 id="decided">Decided</h2>
            </header>
            {decided.map((one) => (
              <article class="item opening">{facts(one, model.numberName)}</article>
            ))}
          </section>
        )}
      </>
    ),
  });
}

function facts(one: ObjectionModel, numberName: string): VNode {
  return (
    <>
      <h3>
        {numberName} {one.number}, {moment(one.at)}{' '}
        {one.decided === undefined
          ? tag('due', 'Waits')
          : one.decided.outcome === 'upheld'
            ? tag('on', 'Upheld')
            : tag('off', 'Not upheld')}
      </h3>
      <dl class="told">
        <dt>About</dt>
        <dd>{one.about}</dd>
        <dt>The person says</dt>
        <dd>{one.words ?? 'Erased'}</dd>
        {one.decided === undefined ? undefined : (
          <>
            <dt>Decided</dt>
            <dd>{moment(one.decided.at)}</dd>
          </>
        )}
      </dl>
    </>
  );
}

function weighForm({ id }: ObjectionModel, { viewId }: GovernanceFrame): VNode {
  return (
    <form method="post" action="/objections/weigh" class="breakglass">
      <input type="hidden" name="view" value={viewId} />
      <input type="hidden" name="objection" value={id} />
      <fieldset>
        <legend>Is it upheld?</legend>
        <label>
          <input type="radio" name="outcome" value="upheld" required /> Upheld: it is kept back from now on
        </label>
        <label>
          <input type="radio" name="outcome" value="not-upheld" required /> Not upheld: there are compelling
          grounds to share it
        </label>
      </fieldset>
      <label class="block" for={`why-${id}`}>
        Why
      </label>
      <textarea id={`why-${id}`} name="words" rows={2} maxLength={2000} required />
      <button>Record the decision</button>
    </form>
  );
}

function receiveForm({ frame, numberName, items, everything }: ObjectionsPageModel): VNode {
  return (
    <form method="post" action="/objections/receive" class="breakglass">
      <input type="hidden" name="view" value={frame.viewId} />
      <label class="block" for="number">
        {numberName}
      </label>
      <input id="number" name="number" inputMode="numeric" maxLength={20} autocomplete="off" required />
      <label class="block" for="item">
        What it is about
      </label>
      <select id="item" name="item" required>
        <option value={everything}>Everything that is shared</option>
        {items.map(({ item, name }) => (
          <option value={item}>{name}</option>
        ))}
      </select>
      <label class="block" for="says">
        What the person says
      </label>
      <textarea id="says" name="words" rows={3} maxLength={2000} required />
      <button>Write it down</button>
    </form>
  );
}

function moment(at: Instant): string {
  const { date, time } = londonTime(at);
  return `${formatDate(date)} ${time}`;
}
