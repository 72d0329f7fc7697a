import type { ItemContents, ItemOutcome, ItemType, ItemView } from '@solway/record';
import type { ComponentChild, VNode } from 'preact';
import type { PanelId } from '../page/panels.ts';
import { itemNameInSentence } from '../words/items.ts';
import { NOT_NOTHING, notSharedLead, STATE_LEADS } from '../words/states.ts';

export interface Tile {
  readonly panel: PanelId;
  readonly label: string;
  /** `warn` for what may harm somebody, `hold` for what limits what may be done. */
  readonly tone: 'plain' | 'warn' | 'hold';
  /** The answer itself; empty where nothing that can be shown was found. */
  readonly leads: readonly ComponentChild[];
  readonly lines: readonly ComponentChild[];
  /** The items that the answer rests on: whatever of them is missing is said on the tile. */
  readonly from: readonly (ItemView | undefined)[];
  /** Said instead of "None recorded" where the answer has its own words. */
  readonly noneLead?: string;
}

/** The contents of an item that is shown, else an empty list: the caller says what is missing, and why. */
export function contentsOf<Item extends ItemType>(
  views: ReadonlyMap<ItemType, ItemView>,
  item: Item,
): readonly ItemContents[Item][] {
  const outcome = views.get(item)?.outcome as ItemOutcome<Item> | undefined;
  return outcome?.state === 'shown' ? outcome.entries.map((entry) => entry.content) : [];
}

/** One question most people came with, answered in a line or two. */
export function renderTile(tile: Tile): VNode | undefined {
  const from = tile.from.filter((view) => view !== undefined);
  if (from.length === 0) return undefined;
  const gaps = gapsIn(from);
  const empty = tile.leads.length === 0;
  const tone = empty ? (gaps.open.length > 0 ? 'gap' : 'quiet') : tile.tone;
  return (
    <section class={`tile ${tone}`} id={`tile-${tile.panel}`}>
      <h2>
        <a href={`#panel-${tile.panel}`}>{tile.label}</a>
      </h2>
      {empty ? (
        <p class="lead">{emptyLead(tile, from)}</p>
      ) : (
        tile.leads.map((lead) => <p class="lead">{lead}</p>)
      )}
      {tile.lines.map((line) => (
        <p>{line}</p>
      ))}
      {empty && gaps.allOpen ? undefined : gaps.open.map((gap) => <p class="gapline">{gap}</p>)}
      {gaps.open.length > 0 ? <p>{NOT_NOTHING}</p> : undefined}
      {empty && gaps.allClosed ? undefined : gaps.closed.map((gap) => <p>{gap}</p>)}
    </section>
  );
}

/** With several items behind a tile, "none recorded" may be said only where every one of them said so. */
function emptyLead(tile: Tile, from: readonly ItemView[]): string {
  const states = new Set(from.map(({ outcome }) => effectiveState(outcome)));
  if (states.has('unavailable')) return STATE_LEADS.unavailable;
  if (states.has('unreadable')) return STATE_LEADS.unreadable;
  if (states.size === 1 && states.has('not-shared')) {
    const leads = new Set(
      from.flatMap(({ outcome }) => (outcome.state === 'not-shared' ? notSharedLead(outcome) : [])),
    );
    return [...leads].join('; ');
  }
  const none = tile.noneLead ?? STATE_LEADS['none-recorded'];
  return states.has('not-shared') ? `${none} in what is shared` : none;
}

interface Gaps {
  /** Answers that should be here and are not. */
  readonly open: readonly string[];
  /** What the agreement keeps back. */
  readonly closed: readonly string[];
  readonly allClosed: boolean;
  /** Nothing that is shared gave an answer: the tile's lead then says it all. */
  readonly allOpen: boolean;
}

function gapsIn(views: readonly ItemView[]): Gaps {
  const names = (state: string) =>
    views
      .filter(({ outcome }) => effectiveState(outcome) === state)
      .map(({ item }) => itemNameInSentence(item))
      .join(', ');
  const [down, unread, closed] = [names('unavailable'), names('unreadable'), names('not-shared')];
  return {
    open: [
      ...(down === '' ? [] : [`${STATE_LEADS.unavailable}: ${down}.`]),
      ...(unread === '' ? [] : [`${STATE_LEADS.unreadable}: ${unread}.`]),
    ],
    closed: closed === '' ? [] : [`Not shared: ${closed}.`],
    allOpen:
      (down === '') !== (unread === '') && !views.some(({ outcome }) => isAnswer(effectiveState(outcome))),
    allClosed: views.every(({ outcome }) => outcome.state === 'not-shared'),
  };
}

function isAnswer(state: string): boolean {
  return state === 'shown' || state === 'none-recorded';
}

function effectiveState(outcome: ItemView['outcome']): string {
  if (outcome.state !== 'shown' || outcome.entries.length > 0) return outcome.state;
  return outcome.setAside > 0 ? 'unreadable' : 'none-recorded';
}
