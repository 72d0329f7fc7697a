import type { Instant } from '@solway/kernel';
import type { ItemContents } from './content.ts';
import type { ItemType } from './items.ts';

/** A mark on one entry that bars it, whatever the agreement grants. */
export type Mark =
  'sealed' | 'third-party' | 'sexual-health' | 'fertility' | 'protected-identity' | 'restricted-person';

/** One entry of one item, as a source gave it. */
export interface RecordEntry<Item extends ItemType = ItemType> {
  /** The source's own identifier of the row or resource, for the ledger and for "which record is this?". */
  readonly id: string;
  readonly content: ItemContents[Item];
  readonly marks: readonly Mark[];
  /** When the source last changed it, where it says. */
  readonly recordedAt?: Instant;
}

/** Something a source sent that could not be shown, or a part of it that could not: never dropped in silence. */
export interface SetAside {
  readonly code:
    | 'malformed-record'
    | 'date-impossible'
    | 'text-too-long'
    | 'required-value-missing'
    | 'duplicate-record'
    | 'wrong-person'
    | 'unknown-code';
  readonly recordId: string;
  /** In words for an engineer; holds no personal data. */
  readonly detail: string;
  /** True where the entry is shown all the same, without the part that could not be read. */
  readonly entryShown: boolean;
}

/** How fresh an answer is. `live`: the source's own present record. `copy`: refreshed at `asOf`. */
export interface Freshness {
  readonly kind: 'live' | 'copy' | 'extract';
  readonly asOf: Instant;
}
