import { CHI_SYSTEM, type Instant, MOSAIC_SYSTEM } from '@solway/kernel';
import { openEntry, type OpenedEntry } from '@solway/ledger';
import { entriesAbout, type LinkRow, type Queryable } from '@solway/store';

/** One page that somebody was shown through a link. */
export interface ExposedDisclosure {
  readonly entryId: string;
  readonly at: Instant;
  readonly user: {
    readonly id: string;
    readonly name: string;
    readonly role: string;
    readonly organisation: string;
  };
  readonly purpose: string;
  readonly basis: string;
  readonly agreement: { readonly id: string; readonly version: string };
  /** Item types of which something was shown, and how many entries of each. */
  readonly shown: readonly { readonly item: string; readonly count: number }[];
  /** Item types that were answered "none recorded": somebody may rest on that answer too. */
  readonly none: readonly string[];
}

export interface Exposure {
  readonly disclosures: readonly ExposedDisclosure[];
  /**
   * Disclosures about the same number whose personal part has been erased: whether they were made through this
   * link can't be told any more.
   */
  readonly erased: number;
}

type Personal = Extract<OpenedEntry['personal'], { shown: unknown }>;

/** Every disclosure made through a pair, from the ledger, the oldest first. */
export async function exposureOf(db: Queryable, pair: Pick<LinkRow, 'chi' | 'person_id'>): Promise<Exposure> {
  const rows = await entriesAbout(db, pair.chi, ['disclosed']);
  const disclosures: ExposedDisclosure[] = [];
  let erased = 0;
  for (const row of rows) {
    const { entry, personal } = openEntry(row.leaf, row.opening);
    if (entry.kind !== 'disclosed') continue;
    if (personal === null || !('shown' in personal)) {
      erased += 1;
      continue;
    }
    if (!names(personal, CHI_SYSTEM, pair.chi) || !names(personal, MOSAIC_SYSTEM, pair.person_id)) continue;
    disclosures.push({
      entryId: row.id,
      at: row.at,
      user: {
        id: personal.user.id,
        name: personal.user.name,
        role: entry.by.role,
        organisation: entry.by.organisation,
      },
      purpose: entry.purpose,
      basis: personal.basis.words,
      agreement: { id: entry.agreement.id, version: entry.agreement.version },
      shown: entry.items
        .filter((item) => item.outcome === 'shown')
        .map(({ item, count }) => ({ item, count })),
      none: entry.items.filter((item) => item.outcome === 'none-recorded').map(({ item }) => item),
    });
  }
  return { disclosures, erased };
}

function names(personal: Personal, system: string, value: string): boolean {
  return personal.subject.identifiers.some((one) => one.system === system && one.value === value);
}
