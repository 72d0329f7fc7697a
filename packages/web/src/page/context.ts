import type { IsoDate } from '@solway/kernel';
import type { ItemContents, ItemOutcome, ItemType, Summary } from '@solway/record';

import type { Stamp } from './freshness.ts';
import type { ToldModel } from './told.tsx';

/** Where a page's forms go and how its script behaves. No address holds anything about a person. */
export interface SummaryActions {
  /** The opaque id of this view; it travels in form bodies only. */
  readonly viewId: string;
  readonly tryAgainUrl: string;
  readonly notMyPatientUrl: string;
  readonly closeUrl: string;
  /** POST `view` and `notice`. */
  readonly acknowledgeUrl: string;
  /** Asks for emergency access: first the page with the warning, then, with a reason, the opening. */
  readonly emergencyUrl: string;
  /** The exact origin of the page that embeds this one, e.g. `https://portal.example`. */
  readonly hostOrigin: string;
  /** For a content security policy that names scripts and styles by nonce. */
  readonly nonce?: string;
  /** The page closes itself after this many minutes without a key or a click; 0 never. */
  readonly idleMinutes: number;
}

/** What every part of a page may need to know. */
export interface PageContext {
  readonly summary: Summary;
  readonly actions: SummaryActions;
  /** The source's short name, as people know it. */
  readonly system: string;
  /** The day on a clock in Scotland when the page was put together. */
  readonly today: IsoDate;
  /** Stamps already put into words: most items of a page share one, and a clock in Scotland is dear to ask. */
  readonly stamps: Map<string, Stamp>;
  /** What the reader has still to acknowledge: about pages they saw before. */
  readonly told: readonly ToldModel[];
}

/** What the page shows of an item; nothing where it is not shown, whatever the reason. */
export function shownContents<Item extends ItemType>(
  { summary }: PageContext,
  item: Item,
): readonly ItemContents[Item][] {
  if (summary.body.state !== 'matched') return [];
  const outcome = summary.body.items.find((view) => view.item === item)?.outcome as
    ItemOutcome<Item> | undefined;
  return outcome?.state === 'shown' ? outcome.entries.map((entry) => entry.content) : [];
}
