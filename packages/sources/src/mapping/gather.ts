import type { ItemType, RecordEntry, SetAside } from '@solway/record';
import type { UnknownCode } from '../port.ts';
import type { Mapped } from './outcome.ts';

/** No answer lists more than this many things set aside: a source that sends rubbish by the thousand is one fault. */
const MOST_SET_ASIDE = 1_000;

/** Collects the mapped rows of one answer: entries up to the limit, each record once. */
export class Gathering<Item extends ItemType> {
  readonly entries: RecordEntry<Item>[] = [];
  readonly setAside: SetAside[] = [];
  readonly unknownCodes: UnknownCode[] = [];
  truncated = false;
  readonly #item: Item;
  readonly #limit: number;
  readonly #seen = new Set<string>();

  constructor(item: Item, limit: number) {
    this.#item = item;
    this.#limit = Math.max(0, limit);
  }

  get full(): boolean {
    return this.entries.length >= this.#limit || this.setAside.length >= MOST_SET_ASIDE;
  }

  add(mapped: Mapped<Item>): void {
    if (mapped.outcome === 'not-of-this-item') return;
    if (this.setAside.length + mapped.setAside.length > MOST_SET_ASIDE) {
      this.truncated = true;
      return;
    }
    if (mapped.outcome === 'entry') {
      const { id } = mapped.entry;
      if (this.#seen.has(id)) {
        this.setAside.push({
          code: 'duplicate-record',
          recordId: id,
          detail: `${this.#item}: the source sent this record more than once`,
          entryShown: false,
        });
        return;
      }
      this.#seen.add(id);
      if (this.entries.length >= this.#limit) {
        this.truncated = true;
        return;
      }
      this.entries.push(mapped.entry);
    }
    this.setAside.push(...mapped.setAside);
    this.unknownCodes.push(...mapped.unknownCodes);
  }
}
