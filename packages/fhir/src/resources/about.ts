import type { Patient, Reference, Resource } from '@medplum/fhirtypes';
import type { ItemContents, ItemType } from '@solway/record';

/** What a mapping knows beside the entry's content. */
export interface About {
  readonly patient: Reference<Patient>;
  /** The organisation whose record it is, as people know it. */
  readonly owner: string;
  /** Today in Scotland, `YYYY-MM-DD`. */
  readonly day: string;
}

/** One kind of resource that an item's entries become. */
export type Mapping<Item extends ItemType> = (content: ItemContents[Item], about: About) => Resource;

/** An item's resource types, each with its mapping. */
export type Mappings<Item extends ItemType> = Readonly<Record<string, Mapping<Item>>>;
