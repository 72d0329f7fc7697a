import type { ItemOutcome, ItemView } from '@solway/record';
import type { VNode } from 'preact';
import { itemNameInSentence } from '../words/items.ts';
import {
  NOT_NOTHING,
  noneRecorded,
  levelWords,
  STATE_LEADS,
  unavailableSentence,
  unreadableSentence,
} from '../words/states.ts';
import type { PageContext } from './context.ts';
import { phone } from './inline.tsx';
import type { PanelGroup } from './panels.ts';

type Absent = Exclude<ItemOutcome, { state: 'shown' }>;

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
    case 'not-shared':
      return state(
        'closed',
        names,
        STATE_LEADS['not-shared'],
        <>
          {outcome.sentence}
          {levelWords(outcome)}
        </>,
      );
  }
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
