import { CHI_SYSTEM, MOSAIC_SYSTEM } from '@solway/kernel';
import { type OpenedEntry, openEntry } from '@solway/ledger';
import { entriesOfView, type Queryable } from '@solway/store';

/** What the ledger holds of one page that was put together. */
export type Look = Extract<OpenedEntry['entry'], { kind: 'disclosed' | 'refused' }>;

/** Reasons that close a whole page, which then looks like that of a person who is not matched. */
const CLOSES_THE_PAGE = /^(link|restriction|protected-identity|view|request):/;

/** Whether the page said that there is a match: one that was refused item by item did, though it showed nothing else. */
export function showedMatch(look: Look): boolean {
  return look.kind === 'disclosed' || !look.reasons.some((reason) => CLOSES_THE_PAGE.test(reason));
}

export interface ShownPairs {
  readonly chis: readonly string[];
  readonly personIds: readonly string[];
}

/** The pairs that the pages of one view told of; undefined where none of them told of any. */
export async function shownPairs(db: Queryable, viewId: string): Promise<ShownPairs | undefined> {
  const rows = await entriesOfView(db, viewId);
  const told = rows
    .map((row) => openEntry(row.leaf, row.opening))
    .filter(
      ({ entry }) => (entry.kind === 'disclosed' || entry.kind === 'refused') && showedMatch(entry as Look),
    );
  if (told.length === 0) return undefined;
  const values = (system: string): readonly string[] => [
    ...new Set(
      told.flatMap(({ personal }) =>
        personal !== null && 'subject' in personal && personal.subject !== undefined
          ? personal.subject.identifiers.filter((one) => one.system === system).map((one) => one.value)
          : [],
      ),
    ),
  ];
  return { chis: values(CHI_SYSTEM), personIds: values(MOSAIC_SYSTEM) };
}
