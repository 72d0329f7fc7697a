import type { ItemOutcome, ItemType, ItemView } from '@solway/record';
import type { VNode } from 'preact';
import { ITEM_NAMES, itemNameInSentence } from '../words/items.ts';
import {
  NOT_NOTHING,
  noneRecorded,
  STATE_LEADS,
  unavailableSentence,
  unreadableSentence,
  whyNotShared,
} from '../words/states.ts';
import type { PageContext } from './context.ts';
import { phone } from './inline.tsx';
import type { PanelGroup } from './panels.ts';

type Absent = Exclude<ItemOutcome, { state: 'shown' | 'not-shared' }>;

export interface NotShared {
  readonly item: ItemType;
  readonly outcome: Extract<ItemOutcome, { state: 'not-shared' }>;
}

/**
 * Why items of one panel are not there. Items with the same answer share one sentence; `names` are left out where
 * the panel's own title says the same.
 */
export function absence(
  views: readonly ItemView[],
  outcome: Absent,
  named: boolean,
  group: PanelGroup,
  context: PageContext,
): VNode {
  const names = named ? views.map((view) => itemNameInSentence(view.item)).join(', ') : undefined;
  const { system } = context;
  switch (outcome.state) {
    case 'none-recorded': {
      const said = noneRecorded(views[0]!.item, system);
      return state('none', names, said.lead, said.sentence);
    }
    case 'unreadable':
      return state(
        'unread',
        names,
        STATE_LEADS.unreadable,
        <>
          {unreadableSentence(system, outcome.setAside)} {ring(context)}
        </>,
      );
    case 'unavailable':
      return (
        <div class="state down">
          <p>
            {leadWith(STATE_LEADS.unavailable, names)} {unavailableSentence(system, outcome)} {NOT_NOTHING}{' '}
            {outcome.because === 'person-not-found' ? ring(context) : undefined}
          </p>
          {tryAgain(group, context)}
        </div>
      );
  }
}

/** What is kept back of one panel and why, item by item; those with the same lead are said under it once. */
export function notShared(lead: string, closed: readonly NotShared[], named: boolean): VNode {
  const whys = new Map<string, string[]>();
  for (const { item, outcome } of closed) {
    const why = whyNotShared(outcome);
    whys.set(why, [...(whys.get(why) ?? []), ITEM_NAMES[item]]);
  }
  const [only] = whys.keys();
  if (!named && only !== undefined) return state('closed', undefined, lead, only);
  return (
    <div class="state closed">
      <b>{lead}:</b>
      <ul>
        {[...whys].map(([why, names]) => (
          <li>
            <span class="names">{names.join(', ')}.</span> {why}
          </li>
        ))}
      </ul>
    </div>
  );
}

function state(className: string, names: string | undefined, lead: string, rest: VNode | string): VNode {
  return (
    <p class={`state ${className}`}>
      {leadWith(lead, names)} {rest}
    </p>
  );
}

function leadWith(lead: string, names: string | undefined): VNode {
  if (names === undefined) return <b>{lead}.</b>;
  return (
    <>
      <b>{lead}:</b> <span class="names">{names}.</span>
    </>
  );
}

function ring(context: PageContext): VNode {
  const { label, phone: number } = context.summary.contact;
  return (
    <>
      Ring {label}: {phone(number)}.
    </>
  );
}

function tryAgain(group: PanelGroup, context: PageContext): VNode {
  return (
    <form method="post" action={context.actions.tryAgainUrl} data-try={group.id}>
      <input type="hidden" name="view" value={context.actions.viewId} />
      <input type="hidden" name="panel" value={group.id} />
      <button class="small" aria-label={`Try again: ${group.title}`}>
        Try again
      </button>
    </form>
  );
}
