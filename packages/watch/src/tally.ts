import { londonTime } from '@solway/kernel';
import type { Look, LookedItem } from './look.ts';

/** How many looks of one kind there were in a day, and what came of an item in them. No user and no person is in it. */
export interface TallyRow {
  /** On Scotland's calendar. */
  readonly day: string;
  readonly organisation: string;
  readonly role: string;
  readonly team: string;
  readonly purpose: string;
  readonly kind: Look['kind'];
  /** An item type; empty for the look itself. */
  readonly item: string;
  /** What came of the item; of a look, its kind. */
  readonly outcome: string;
  readonly clause: string;
  /** The gate that refused the item; empty where none did. */
  readonly gate: string;
  readonly n: number;
}

/** Counts looks and their items, for reports that outlive the entries. */
export class Tally {
  readonly #rows = new Map<string, { readonly row: Omit<TallyRow, 'n'>; n: number }>();

  add(look: Look, items: readonly LookedItem[], team: string): void {
    const about = {
      day: londonTime(look.at).date as string,
      organisation: look.organisation,
      role: look.role,
      team,
      purpose: look.purpose,
      kind: look.kind,
    };
    this.#count({ ...about, item: '', outcome: look.kind, clause: '', gate: '' });
    for (const { item, outcome, clause = '', gate = '' } of items)
      this.#count({ ...about, item, outcome, clause, gate: told(gate) });
  }

  rows(): readonly TallyRow[] {
    return [...this.#rows.values()].map(({ row, n }) => ({ ...row, n }));
  }

  #count(row: Omit<TallyRow, 'n'>): void {
    const key = Object.values(row).join('\u0000');
    const held = this.#rows.get(key);
    if (held === undefined) this.#rows.set(key, { row, n: 1 });
    else held.n += 1;
  }
}

/** That a restriction stood in the way is told in no figure: it reads as no match, as it does to the practitioner. */
function told(gate: string): string {
  return gate === 'restriction' || gate === 'protected-identity' ? 'link' : gate;
}

/** Fewer than this many could point at somebody. */
const FEWEST_SHOWN = 5;

/**
 * The counts of a table whose total may be known: one below five is hidden, and where it alone would be, so is the next
 * smallest, so that the total does not give it back. Undefined where a count is hidden; 0 is shown.
 */
export function withoutSmall(counts: readonly number[]): readonly (number | undefined)[] {
  const hidden = new Set(counts.flatMap((n, index) => (n > 0 && n < FEWEST_SHOWN ? [index] : [])));
  if (hidden.size === 1) {
    const rest = counts
      .map((n, index) => ({ n, index }))
      .filter(({ n, index }) => n > 0 && !hidden.has(index));
    const next = rest.toSorted((a, b) => a.n - b.n)[0];
    if (next !== undefined) hidden.add(next.index);
  }
  return counts.map((n, index) => (hidden.has(index) ? undefined : n));
}
