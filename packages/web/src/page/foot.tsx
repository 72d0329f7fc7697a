import { formatDate, londonTime } from '@solway/kernel';
import type { ItemView } from '@solway/record';
import type { VNode } from 'preact';
import { ITEM_NAMES } from '../words/items.ts';
import { whyNotShared } from '../words/states.ts';
import { inWords } from '../words/people.ts';
import type { PageContext } from './context.ts';

/** Who is looking, as what, why, and under what; and that it is written down. */
export function foot(context: PageContext, items: readonly ItemView[]): VNode {
  const { viewer, agreement, assembledAt } = context.summary;
  const { date, time } = londonTime(assembledAt);
  return (
    <footer class="foot">
      <p>
        Viewed by <b>{viewer.name}</b>, {inWords(viewer.role)}, {viewer.organisation}, for{' '}
        <b>{inWords(viewer.purpose)}</b>, {time}, {formatDate(date)}. This view is recorded, and the person
        can ask who has looked.
      </p>
      <p>
        What is shared is set by: {agreement.title}, version {agreement.version}, level {agreement.level}.
      </p>
      {items.length === 0 ? undefined : allowed(items)}
      <form method="post" action={context.actions.closeUrl}>
        <input type="hidden" name="view" value={context.actions.viewId} />
        <button class="small">Close this view</button>
      </form>
    </footer>
  );
}

function allowed(items: readonly ItemView[]): VNode {
  return (
    <details>
      <summary>What am I allowed to see, and why?</summary>
      <ul class="allowed">
        {items.map(({ item, outcome }) => (
          <li>
            {outcome.state === 'not-shared' ? (
              <>
                <b class="no">Not shared</b> {ITEM_NAMES[item]}. {whyNotShared(outcome)}
              </>
            ) : (
              <>
                <b class="yes">Shared</b> {ITEM_NAMES[item]}
              </>
            )}
          </li>
        ))}
      </ul>
    </details>
  );
}
