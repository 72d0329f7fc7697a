import type { ChiNumber, Instant, IsoDate } from '@solway/kernel';
import type { PersonName } from './content.ts';
import type { Freshness, RecordEntry } from './entry.ts';
import type { Direction, ItemType } from './items.ts';

/** One item on a page. The states are different sentences, always. */
export type ItemView<Item extends ItemType = ItemType> = Item extends ItemType
  ? { readonly item: Item; readonly outcome: ItemOutcome<Item> }
  : never;

export type ItemOutcome<Item extends ItemType = ItemType> =
  | {
      readonly state: 'shown';
      readonly entries: readonly RecordEntry<Item>[];
      readonly freshness: Freshness;
      /** How many records the source sent that could not be shown, or not whole. */
      readonly setAside: number;
      /** True where the source holds more than the page's limit. */
      readonly truncated: boolean;
    }
  | { readonly state: 'none-recorded'; readonly freshness: Freshness }
  /**
   * The source answered, but nothing it sent could be read, or it holds more than was read and none of what was may
   * be shown (`setAside` is then 0): not the same as nothing recorded.
   */
  | { readonly state: 'unreadable'; readonly freshness: Freshness; readonly setAside: number }
  | {
      readonly state: 'unavailable';
      readonly because: 'timeout' | 'source-down' | 'source-error' | 'person-not-found';
      readonly waitedMs: number;
    }
  | {
      readonly state: 'not-shared';
      /** Why, in one plain sentence for the practitioner. */
      readonly sentence: string;
      /** `agreement`: its clauses do not grant this. `now`: they might, but something else stands in the way today. */
      readonly cause: 'agreement' | 'now';
      /** The item's level in the agreement, where it names one. */
      readonly level?: number;
    };

/** The person a page is about, as the viewer's own organisation records them. */
export interface BannerPerson {
  readonly name: PersonName;
  readonly birthDate?: IsoDate;
  readonly gender?: string;
  readonly chi?: ChiNumber;
  readonly deceased?: { readonly date?: IsoDate };
}

/** What a released page holds: everything decided, fetched, restricted, and already in the ledger. */
export interface Summary {
  readonly direction: Direction;
  /** The organisation and system whose record this is. */
  readonly owner: { readonly organisation: string; readonly system: string };
  readonly person: BannerPerson;
  /**
   * `not-matched` stands for no link, a link under review or suspended, and a person the viewer may not know of:
   * the page is the same for all of them, because that a record exists may itself be the secret. `not-open`: nothing
   * would be shown to this viewer whoever the person is, so the page says why of the viewer, and nothing of a match.
   */
  readonly body:
    | { readonly state: 'matched'; readonly items: readonly ItemView[] }
    | { readonly state: 'not-open'; readonly items: readonly ItemView[] }
    | { readonly state: 'not-matched' };
  /** Emergency access: on offer for so many minutes, or open until then. */
  readonly emergency?:
    | { readonly state: 'offered'; readonly minutes: number }
    | { readonly state: 'open'; readonly until: Instant };
  /** The viewer's own training: within its days of grace, or past them and let through by the agreement. */
  readonly training?: 'grace' | 'overdue';
  readonly viewer: {
    readonly name: string;
    readonly role: string;
    readonly purpose: string;
    readonly organisation: string;
  };
  readonly agreement: { readonly title: string; readonly version: string; readonly level: number };
  readonly assembledAt: Instant;
  /** Where to telephone when the page can't answer. */
  readonly contact: { readonly label: string; readonly phone: string };
}
