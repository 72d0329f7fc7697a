import type { ItemType, ItemView } from '@solway/record';
import type { ComponentChild, VNode } from 'preact';
import { renderEntries } from '../entries/render.tsx';
import { ITEM_NAMES } from '../words/items.ts';
import { noneRecorded, setAsideSentence, truncatedSentence } from '../words/states.ts';
import type { PageContext } from './context.ts';
import { stampOf, type Stamp } from './freshness.ts';
import type { PanelGroup } from './panels.ts';
import { absence } from './state.tsx';

type ViewsByItem = ReadonlyMap<ItemType, ItemView>;

export function viewsByItem(items: readonly ItemView[]): ViewsByItem {
  return new Map(items.map((view) => [view.item, view]));
}

/** One group of items, each with its own state, source and time. Undefined where the page holds none of them. */
export function panel(group: PanelGroup, views: ViewsByItem, context: PageContext): VNode | undefined {
  const mine = group.items.map((item) => views.get(item)).filter((view) => view !== undefined);
  if (mine.length === 0) return undefined;
  const stamps = mine.map((view) => stampFor(view, context));
  const told = stamps.filter((stamp) => stamp !== undefined);
  // One stamp in the heading where all agree; otherwise each item carries its own.
  const shared = told.length > 0 && told.every((stamp) => stamp.text === told[0]?.text) ? told[0] : undefined;
  return (
    <section class="panel" id={`panel-${group.id}`} aria-labelledby={`title-${group.id}`}>
      <header>
        <h2 id={`title-${group.id}`} tabIndex={-1}>
          {group.title}
        </h2>
        {shared === undefined ? undefined : stampMark(shared)}
      </header>
      {body(group, mine, shared === undefined ? stamps : [], context)}
    </section>
  );
}

function body(
  group: PanelGroup,
  views: readonly ItemView[],
  stamps: readonly (Stamp | undefined)[],
  context: PageContext,
): ComponentChild[] {
  const out: ComponentChild[] = [];
  const absent = new Map<string, { readonly views: ItemView[]; readonly at: number }>();
  const named = group.items.length > 1;
  for (const [index, view] of views.entries()) {
    const { outcome } = view;
    if (outcome.state === 'shown' && outcome.entries.length > 0) {
      out.push(shown(view, named, stamps[index], context));
      continue;
    }
    const key = absenceKey(view, stamps[index]);
    const same = absent.get(key);
    if (same === undefined) {
      absent.set(key, { views: [view], at: out.length });
      out.push(undefined);
    } else same.views.push(view);
  }
  for (const { views: same, at } of absent.values()) {
    const outcome = absentOutcome(same[0]!);
    const stamp = stamps[views.indexOf(same[0]!)];
    out[at] = (
      <div class="item">
        {absence(same, outcome, named, group, context)}
        {stamp === undefined ? undefined : stampMark(stamp)}
      </div>
    );
  }
  return out;
}

function shown(
  view: ItemView,
  named: boolean,
  stamp: Stamp | undefined,
  context: PageContext,
): ComponentChild {
  const { outcome } = view;
  if (outcome.state !== 'shown') return undefined;
  const headed = named && ITEM_NAMES[view.item] !== undefined;
  return (
    <div class="item">
      {headed ? <h3>{ITEM_NAMES[view.item]}</h3> : undefined}
      {stamp === undefined ? undefined : stampMark(stamp)}
      {renderEntries(view.item, outcome.entries, context)}
      {outcome.setAside > 0 ? (
        <p class="note">{setAsideSentence(context.system, outcome.setAside)}</p>
      ) : undefined}
      {outcome.truncated ? (
        <p class="note">{truncatedSentence(context.system, outcome.entries.length)}</p>
      ) : undefined}
    </div>
  );
}

type Absent = Exclude<ItemView['outcome'], { state: 'shown' }>;

/** An answer with nothing in it that can be shown: set-aside records make it unreadable, never "none". */
function absentOutcome(view: ItemView): Absent {
  const { outcome } = view;
  if (outcome.state !== 'shown') return outcome;
  return outcome.setAside > 0
    ? { state: 'unreadable', freshness: outcome.freshness, setAside: outcome.setAside }
    : { state: 'none-recorded', freshness: outcome.freshness };
}

function absenceKey(view: ItemView, stamp: Stamp | undefined): string {
  const outcome = absentOutcome(view);
  switch (outcome.state) {
    case 'none-recorded':
      return `none ${stamp?.text ?? ''} ${noneRecorded(view.item, '').sentence}`;
    case 'unreadable':
      return `unreadable ${view.item}`;
    case 'unavailable':
      return `unavailable ${outcome.because} ${Math.round(outcome.waitedMs / 100)}`;
    case 'not-shared':
      return `not-shared ${outcome.level ?? ''} ${outcome.sentence}`;
  }
}

function stampFor(view: ItemView, context: PageContext): Stamp | undefined {
  const { outcome } = view;
  if (outcome.state === 'unavailable' || outcome.state === 'not-shared') return undefined;
  return stampOf(view.item, outcome.freshness, context.system, context.summary.assembledAt);
}

export function stampMark(stamp: Stamp): VNode {
  return (
    <p class={`stamp ${stamp.kind}`}>
      {stamp.text}
      {stamp.age === undefined ? undefined : <b class="stale">{stamp.age}</b>}
    </p>
  );
}
