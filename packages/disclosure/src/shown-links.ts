import { CHI_SYSTEM, MOSAIC_SYSTEM } from '@solway/kernel';
import { openEntry } from '@solway/ledger';
import { entriesOfView, type Queryable } from '@solway/store';

export interface ShownPairs {
  readonly chis: readonly string[];
  readonly personIds: readonly string[];
}

/** The pairs that something was shown through on a page of this view; undefined where no page of it told of a match. */
export async function shownPairs(db: Queryable, viewId: string): Promise<ShownPairs | undefined> {
  const disclosed = (await entriesOfView(db, viewId))
    .map((row) => openEntry(row.leaf, row.opening))
    .filter(({ entry }) => entry.kind === 'disclosed');
  if (disclosed.length === 0) return undefined;
  const identifiers = disclosed.flatMap(({ personal }) =>
    personal !== null && 'subject' in personal ? (personal.subject?.identifiers ?? []) : [],
  );
  const values = (system: string): readonly string[] => [
    ...new Set(identifiers.filter((one) => one.system === system).map((one) => one.value)),
  ];
  return { chis: values(CHI_SYSTEM), personIds: values(MOSAIC_SYSTEM) };
}
