import type { ItemView } from '@solway/record';
import type { VNode } from 'preact';
import { NOT_NOTHING } from '../words/states.ts';
import type { PageContext } from './context.ts';
import { WHOLE_SUMMARY } from './panels.ts';

const MANY = 4;

/** Said once at the top where much of a page is missing, with one button in place of many. */
export function sourceTrouble(
  items: readonly ItemView[],
  { system, actions }: PageContext,
): VNode | undefined {
  const missing = items.filter(({ outcome }) => outcome.state === 'unavailable').length;
  if (missing < MANY) return undefined;
  const asked = items.filter(({ outcome }) => outcome.state !== 'not-shared').length;
  return (
    <div class="state down trouble">
      <p>
        <b>
          {system} did not give {missing === asked ? `any of the ${asked}` : `${missing} of the ${asked}`}{' '}
          parts that were asked for.
        </b>{' '}
        {NOT_NOTHING}
      </p>
      <form method="post" action={actions.tryAgainUrl}>
        <input type="hidden" name="view" value={actions.viewId} />
        <input type="hidden" name="panel" value={WHOLE_SUMMARY} />
        <button class="small">Try everything again</button>
      </form>
    </div>
  );
}
