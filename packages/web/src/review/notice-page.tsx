import { reviewDocument, smallForm } from './frame.tsx';
import type { ReviewActions, ReviewViewer } from './model.ts';

/** A decision, or an opening, that was refused. Nothing was changed, and the page says how to go on. */
export function renderReviewRefusal(refusal: {
  readonly viewer: ReviewViewer;
  readonly actions: ReviewActions;
  readonly title: string;
  readonly sentences: readonly string[];
  readonly code: string;
  /** The case to look at again. */
  readonly caseId?: string;
  /** Where to go on, where that is not the worklist. */
  readonly back?: { readonly url: string; readonly words: string };
}): string {
  const { actions, caseId, back } = refusal;
  return reviewDocument({
    title: refusal.title,
    skip: 'Skip to the message',
    viewer: refusal.viewer,
    actions,
    keys: false,
    children: (
      <section class="panel">
        <div class="item">
          <h1>{refusal.title}</h1>
          {refusal.sentences.map((words) => (
            <p>{words}</p>
          ))}
          <p>
            <b>Nothing was changed.</b>
          </p>
          <div class="moves">
            {caseId === undefined
              ? undefined
              : smallForm(actions.openUrl, actions.viewId, { case: caseId }, 'Look at it as it stands now')}
            {back === undefined ? undefined : smallForm(back.url, actions.viewId, {}, back.words)}
            {smallForm(actions.listUrl, actions.viewId, {}, 'Worklist')}
          </div>
          <p class="soft">
            Code <code>{refusal.code}</code>
          </p>
        </div>
      </section>
    ),
  });
}
