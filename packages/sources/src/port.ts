import type { Freshness, ItemType, Mark, RecordEntry, SetAside } from '@solway/record';

/**
 * One organisation's system, asked for one item type about one person. Adapters translate; they decide nothing.
 * `PersonId` is the source's own identifier (a Mosaic person id, a CHI number).
 */
export interface Source {
  /** Short, stable, shown to people: `Mosaic`, `Orion`. */
  readonly name: string;
  /** The item types this source can answer. Asking for another is a programming error. */
  readonly items: ReadonlySet<ItemType>;
  /**
   * Never rejects: whatever goes wrong is an answer. Ends by `request.signal` at the latest, and leaves nothing
   * running behind it.
   */
  fetch<Item extends ItemType>(item: Item, request: SourceRequest): Promise<SourceAnswer<Item>>;
  /** True when the source answers at all. Bounded by the signal. Never rejects. */
  isReachable(signal: AbortSignal): Promise<boolean>;
  close(): Promise<void>;
}

export interface SourceRequest {
  readonly personId: string;
  /** The caller's deadline and cancellation in one. */
  readonly signal: AbortSignal;
  /** No more entries than this are read; `truncated` says there were more. */
  readonly limit: number;
  /** W3C trace context, passed on to the source. */
  readonly traceparent?: string;
}

export type SourceAnswer<Item extends ItemType = ItemType> =
  | {
      readonly state: 'answered';
      readonly entries: readonly RecordEntry<Item>[];
      readonly freshness: Freshness;
      readonly setAside: readonly SetAside[];
      readonly unknownCodes: readonly UnknownCode[];
      readonly truncated: boolean;
      /** Marks on the whole person, as the source holds them at this moment: they bar every entry. */
      readonly personMarks: readonly Mark[];
    }
  | {
      readonly state: 'unavailable';
      /** `person-not-found`: the source holds nobody under this identifier, which is not "none recorded". */
      readonly because: 'timeout' | 'source-down' | 'source-error' | 'person-not-found';
      /** In words for an engineer; holds no personal data. */
      readonly detail: string;
    };

/** A code the mapping doesn't know: shown by its display text, counted, and listed for whoever keeps the mapping. */
export interface UnknownCode {
  readonly item: ItemType;
  readonly system: string;
  readonly code: string;
}
