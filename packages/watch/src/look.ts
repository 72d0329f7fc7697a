import { CHI_SYSTEM, type Instant, MOSAIC_SYSTEM } from '@solway/kernel';

/** One look at one person, as a rule sees it: what was shown, refused, or opened in an emergency. */
export interface Look {
  readonly entryId: string;
  readonly at: Instant;
  readonly kind: 'disclosed' | 'refused' | 'break-glass';
  /** The party whose member of staff looked. */
  readonly organisation: string;
  readonly userId: string;
  readonly userName: string;
  readonly role: string;
  readonly purpose: string;
  /** What the host said the user has to do with the person; absent where the look was refused. */
  readonly basis?: 'relationship' | 'stated-purpose' | 'break-glass';
  readonly chi?: string;
  readonly personIds: readonly string[];
  /** The browser it was made from, by a name that says nothing else; absent where it is not known. */
  readonly place?: string;
}

/** What came of one item of a look. */
export interface LookedItem {
  readonly item: string;
  readonly outcome: string;
  readonly clause?: string;
  readonly gate?: string;
}

/** A row of the ledger, as stored. */
export interface LedgerText {
  readonly id: string;
  readonly kind: string;
  readonly leaf: string;
  readonly opening: string | null;
  readonly place?: string | null;
}

export const LOOK_KINDS = ['disclosed', 'refused', 'break-glass'] as const;

interface Stored {
  readonly at: Instant;
  readonly organisation: string;
  readonly purpose: string;
  readonly by: { readonly role: string };
  readonly items?: readonly LookedItem[];
}
interface Personal {
  readonly user?: { readonly id: string; readonly name: string };
  readonly subject?: { readonly identifiers: readonly { readonly system: string; readonly value: string }[] };
  readonly basis?: { readonly kind: NonNullable<Look['basis']> };
}

/**
 * Reads a look from what the ledger stores. Undefined for an entry of another kind, and for one whose personal part
 * has been erased: nobody is left to judge. The ledger checked the text when it was written, and an export proves
 * it; here it is only read, so that a month of a nation takes less than a minute.
 */
export function readLook(row: LedgerText): Look | undefined {
  const kind = LOOK_KINDS.find((one) => one === row.kind);
  if (kind === undefined || row.opening === null) return undefined;
  const { entry } = JSON.parse(without(row.leaf, '"items":[', '],"kind":')) as { entry: Stored };
  const { personal } = JSON.parse(without(row.opening, '"shown":[', '],"subject":')) as {
    personal: Personal;
  };
  if (personal.user === undefined) return undefined;
  let chi: string | undefined;
  const personIds: string[] = [];
  for (const { system, value } of personal.subject?.identifiers ?? []) {
    if (system === CHI_SYSTEM) chi = value;
    else if (system === MOSAIC_SYSTEM) personIds.push(value);
  }
  return {
    entryId: row.id,
    at: entry.at,
    kind,
    organisation: entry.organisation,
    userId: personal.user.id,
    userName: personal.user.name,
    role: entry.by.role,
    purpose: entry.purpose,
    ...(personal.basis === undefined ? {} : { basis: personal.basis.kind }),
    ...(chi === undefined ? {} : { chi }),
    personIds,
    ...(row.place == null ? {} : { place: row.place }),
  };
}

/** What came of each item. Empty for a look that decided none. */
export function readItems(row: Pick<LedgerText, 'leaf'>): readonly LookedItem[] {
  return (JSON.parse(row.leaf) as { entry: Stored }).entry.items ?? [];
}

/**
 * A canonical text with the list between these two marks emptied: most of an entry is what no rule reads. Inside a
 * string of JSON a quotation mark is escaped, so neither mark can stand in anything that somebody wrote.
 */
function without(text: string, begin: string, end: string): string {
  const from = text.indexOf(begin);
  const to = from === -1 ? -1 : text.lastIndexOf(end);
  return to < from || from === -1 ? text : text.slice(0, from + begin.length) + text.slice(to);
}

/** The user, across roles. */
export function userKey(of: { readonly organisation: string; readonly userId: string }): string {
  return `${of.organisation}:${of.userId}`;
}

/** The person looked at, by the number that the look was made with. */
export function subjectKey(look: Look): string {
  return look.chi === undefined ? `mosaic ${look.personIds.join('+')}` : `chi ${look.chi}`;
}
