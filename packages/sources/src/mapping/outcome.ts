import type { ItemType, RecordEntry, SetAside } from '@solway/record';
import type { UnknownCode } from '../port.ts';

/** What became of one row or resource. Nothing a source sends leaves the mapping in any other way. */
export type Mapped<Item extends ItemType = ItemType> =
  | {
      readonly outcome: 'entry';
      readonly entry: RecordEntry<Item>;
      /** Parts of the entry that could not be shown whole. */
      readonly setAside: readonly SetAside[];
      readonly unknownCodes: readonly UnknownCode[];
    }
  | {
      readonly outcome: 'set-aside';
      readonly setAside: readonly [SetAside, ...SetAside[]];
      readonly unknownCodes: readonly UnknownCode[];
    }
  /** Sound, but not what the item asks for (an ended problem, a cancelled appointment): `rule` says which rule. */
  | { readonly outcome: 'not-of-this-item'; readonly rule: string };

export function notOfThisItem(rule: string): Extract<Mapped, { outcome: 'not-of-this-item' }> {
  return { outcome: 'not-of-this-item', rule };
}
