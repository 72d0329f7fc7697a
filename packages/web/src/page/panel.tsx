import type { ItemType, ItemView } from '@solway/record';
import type { ComponentChild, VNode } from 'preact';
import { renderEntries } from '../entries/render.tsx';
import { ITEM_NAMES } from '../words/items.ts';
import { noneRecorded, notSharedLead, setAsideSentence, truncatedSentence } from '../words/states.ts';
import type { PageContext } from './context.ts';
import { stampOf, type Stamp } from './freshness.ts';
import { stampMark } from './stamp.tsx';
import type { PanelGroup } from './panels.ts';
import { absence, notShared, type NotShared } from './state.tsx';

export type ViewsByItem = ReadonlyMap<ItemType, ItemView>;

export function viewsByItem(items: readonly ItemView[]): ViewsByItem {
  return new Map(items.map((view) => [view.item, view]));
}

/** One group of items, each with its own state, source and time. Undefined where the page holds none of them. */
export function panel(group: PanelGroup, views: ViewsByItem, context: PageContext): VNode | undefined {
  const mine = group.items.map((item) => views.get(item)).filter((view) => view !== undefined);
  if (mine.length === 0) return undefined;
  const stamps = mine.map((view) => stampFor(view, context));
  const told = stamps.filter((stamp) => stamp !== undefined);
  // One stamp in the heading where all answered and agree; otherwise each item carries its own.
  const answered = mine.every(({ outcome }) => outcome.state !== 'unavailable');
  const shared =
    answered && told.length > 0 && told.every((stamp) => stamp.text === told[0]?.text) ? told[0] : undefined;
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

/**
 * What there is and what failed, in the panel's order; then what is empty; then what is kept back. Items with the
 * same answer share one sentence.
 */
function body(
  group: PanelGroup,
  views: readonly ItemView[],
  stamps: readonly (Stamp | undefined)[],
  context: PageContext,
): ComponentChild[] {
  const blocks: { readonly rank: number; readonly draw: () => ComponentChild }[] = [];
  const sameAnswer = new Map<string, ItemView[]>();
  const closed = new Map<string, NotShared[]>();
  const named = group.items.length > 1;
  for (const [index, view] of views.entries()) {
    const { outcome } = view;
    const stamp = stamps[index];
    if (outcome.state === 'shown' && outcome.entries.length > 0) {
      const headed = named && ITEM_NAMES[view.item] !== group.title;
      blocks.push({ rank: 0, draw: () => shown(view, headed, stamp, context) });
      continue;
    }
    const absent = absentOutcome(view);
    if (absent.state === 'not-shared') {
      const lead = notSharedLead(absent);
      closed.set(lead, [...(closed.get(lead) ?? []), { item: view.item, outcome: absent }]);
      continue;
    }
    const key = absenceKey(view, absent, stamp);
    const same = sameAnswer.get(key);
    if (same !== undefined) {
      same.push(view);
      continue;
    }
    const sharing = [view];
    sameAnswer.set(key, sharing);
    blocks.push({
      rank: RANKS[absent.state],
      draw: () => (
        <div class="item">
          {absence(sharing, absent, named, group, context)}
          {stamp === undefined ? undefined : stampMark(stamp)}
        </div>
      ),
    });
  }
  const drawn = blocks.toSorted((a, b) => a.rank - b.rank).map((block) => block.draw());
  const kept = [...closed].map(([lead, items]) => <div class="item">{notShared(lead, items, named)}</div>);
  return [...drawn, ...kept];
}

const RANKS = { unavailable: 0, unreadable: 0, 'none-recorded': 1 } as const;

function shown(
  view: ItemView,
  headed: boolean,
  stamp: Stamp | undefined,
  context: PageContext,
): ComponentChild {
  const { outcome } = view;
  if (outcome.state !== 'shown') return undefined;
  const entries = renderEntries(view.item, outcome.entries, context);
  if (entries === undefined && outcome.setAside === 0 && !outcome.truncated) return undefined;
  return (
    <div class="item">
      {headed || stamp !== undefined ? (
        <div class="subhead">
          {headed ? <h3>{ITEM_NAMES[view.item]}</h3> : undefined}
          {stamp === undefined ? undefined : stampMark(stamp)}
        </div>
      ) : undefined}
      {entries}
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

function absenceKey(
  view: ItemView,
  outcome: Exclude<Absent, { state: 'not-shared' }>,
  stamp: Stamp | undefined,
): string {
  switch (outcome.state) {
    case 'none-recorded':
      return `none ${stamp?.text ?? ''} ${noneRecorded(view.item, '').sentence}`;
    case 'unreadable':
      return `unreadable ${view.item}`;
    case 'unavailable':
      return `unavailable ${outcome.because} ${Math.round(outcome.waitedMs / 100)}`;
  }
}

function stampFor(view: ItemView, context: PageContext): Stamp | undefined {
  const { outcome } = view;
  if (outcome.state === 'unavailable' || outcome.state === 'not-shared') return undefined;
  const { kind, asOf } = outcome.freshness;
  const key = `${kind} ${asOf} ${kind === 'extract' ? view.item : ''}`;
  const known = context.stamps.get(key);
  if (known !== undefined) return known;
  const stamp = stampOf(view.item, outcome.freshness, context.system, context.summary.assembledAt);
  context.stamps.set(key, stamp);
  return stamp;
}

/** The different stamps among some items, for the top of the page. */
export function stampsOf(views: readonly ItemView[], context: PageContext): readonly Stamp[] {
  const stamps = new Map<string, Stamp>();
  for (const view of views) {
    const stamp = stampFor(view, context);
    if (stamp !== undefined) stamps.set(stamp.text, stamp);
  }
  return [...stamps.values()];
}
