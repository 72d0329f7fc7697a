import type { Instant } from '@solway/kernel';
import { table } from '../page/table.tsx';
import { reviewDocument, smallForm, stampWords } from './frame.tsx';
import type { ReviewActions, ReviewSaid, ReviewViewer } from './model.ts';

export interface FeedModel {
  readonly viewer: ReviewViewer;
  readonly assembledAt: Instant;
  readonly actions: ReviewActions;
  readonly said?: ReviewSaid;
  /** POST `view` and `message`. */
  readonly seenUrl: string;
  /** Whether anything listens. */
  readonly listening: boolean;
  readonly last?: Instant;
  /** Messages of the last day that were carried out or needed nothing. */
  readonly today: number;
  readonly rejected: number;
  /** They say nothing of a person. */
  readonly messages: readonly {
    readonly id: string;
    readonly at: Instant;
    readonly sender: string;
    readonly kind: string;
    readonly controlId: string;
    readonly reason: string;
    readonly words: string;
    readonly next: string;
  }[];
}

/** What the register tells us, and what could not be carried out. */
export function renderFeedPage(model: FeedModel): string {
  const { actions, messages } = model;
  return reviewDocument({
    title: 'Messages from the register',
    skip: 'Skip to the messages',
    viewer: model.viewer,
    actions,
    said: model.said,
    keys: false,
    children: (
      <>
        <div class="titlebar">
          <div>
            <h1>Messages from the register</h1>
            <p>{standing(model)}</p>
          </div>
          <div class="moves">{smallForm(actions.listUrl, actions.viewId, {}, 'Worklist')}</div>
        </div>
        <section class="panel" aria-labelledby="messages">
          <header>
            <h2 id="messages">Could not be carried out</h2>
            <p class="stamp">newest first</p>
          </header>
          <div class="item">
            {messages.length === 0 ? (
              <p>Every message was carried out.</p>
            ) : (
              table(
                'Messages that could not be carried out',
                ['Message', 'Why', 'What to do', 'Looked into'],
                messages.map((one) => [
                  <>
                    {one.kind === '' ? 'Not readable' : one.kind.replace('^', ' ')}
                    <small>
                      {stampWords(one.at)}, from {one.sender === '' ? 'an unknown sender' : one.sender}, id{' '}
                      {one.controlId === '' ? 'not given' : one.controlId}
                    </small>
                  </>,
                  <>
                    {one.words}
                    <small>
                      <code>{one.reason}</code>
                    </small>
                  </>,
                  one.next,
                  smallForm(model.seenUrl, actions.viewId, { message: one.id }, 'Done'),
                ]),
              )
            )}
          </div>
        </section>
      </>
    ),
  });
}

function standing({ listening, last, today, rejected }: FeedModel): string {
  if (!listening) return 'Solway does not listen to the register: what it holds is as of the last extract.';
  const heard = last === undefined ? 'Nothing has been heard yet.' : `Last heard ${stampWords(last)}.`;
  return `${heard} ${today.toLocaleString('en-GB')} carried out in the last day; ${rejected.toLocaleString('en-GB')} wait to be looked into.`;
}
