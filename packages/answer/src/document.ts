import type { Instant, IsoDate } from '@solway/kernel';
import type { Hold } from './withhold.ts';

/** The parts of an answer, in their order. */
export const SECTIONS = ['held', 'matched', 'given', 'seen', 'not-shown'] as const;
/**
 * `held`: what this organisation holds in Solway; `matched`: how the two records were joined; `given`: what it gave
 * to the other; `seen`: what its own staff saw of the other's record; `not-shown`: looks that showed nothing.
 */
export type Section = (typeof SECTIONS)[number];

/** One thing that may go into an answer, as it was gathered. */
export interface Gathered {
  /** Names it for ever: gathered again, it is the same item. */
  readonly key: string;
  readonly section: Section;
  readonly at?: Instant | undefined;
  /** What it is, in a few words. */
  readonly title: string;
  readonly detail: Detail;
  readonly holds: readonly Hold[];
  /** The ledger's entry that it tells of. */
  readonly entryId?: string | undefined;
}

export type Detail =
  | { readonly kind: 'fact'; readonly value: string }
  | {
      readonly kind: 'look';
      /** The role, and the organisation by name: staff are named by their role. */
      readonly by: { readonly role: string; readonly organisation: string };
      readonly purpose: string;
      readonly agreement?: string | undefined;
      readonly items: readonly {
        readonly item: string;
        readonly outcome: string;
        readonly count: number;
        readonly clause?: string | undefined;
      }[];
    };

export interface Decided extends Gathered {
  /** Absent where nothing held it back, or nobody has decided yet. */
  readonly decision?: 'include' | 'withhold' | undefined;
}

/** What still waits for a person. */
export function undecided(items: readonly Decided[]): readonly Decided[] {
  return items.filter((one) => one.holds.length > 0 && one.decision === undefined);
}

/** What has no time stands first, in the order in which it was gathered. */
const EARLIEST = '1970-01-01T00:00:00Z';

/** The answer as data. What was withheld leaves no trace in it, not even a number. */
export interface AnswerDocument {
  readonly format: 'solway-subject-access/1';
  readonly reference: string;
  readonly controller: { readonly name: string; readonly contact: string };
  readonly other: { readonly name: string; readonly contact: string };
  readonly person: {
    readonly number: string;
    readonly name: string;
    readonly birthDate?: string | undefined;
  };
  readonly askedBy: string;
  readonly receivedOn: IsoDate;
  readonly madeAt: Instant;
  readonly scope: string;
  readonly sections: readonly {
    readonly section: Section;
    readonly items: readonly Pick<Gathered, 'at' | 'title' | 'detail'>[];
  }[];
}

/**
 * What goes out: whatever nothing held back, and whatever a person has decided to include.
 * Something that waits for a decision is left out; a caller releases nothing while `undecided` is not empty.
 */
export function answerDocument(
  about: Omit<AnswerDocument, 'format' | 'sections'>,
  items: readonly Decided[],
): AnswerDocument {
  const included = items.filter((one) =>
    one.holds.length === 0 ? one.decision !== 'withhold' : one.decision === 'include',
  );
  return {
    format: 'solway-subject-access/1',
    ...about,
    sections: SECTIONS.map((section) => ({
      section,
      items: included
        .filter((one) => one.section === section)
        .toSorted((a, b) => Date.parse(a.at ?? EARLIEST) - Date.parse(b.at ?? EARLIEST))
        .map(({ at, title, detail }) => ({ ...(at === undefined ? {} : { at }), title, detail })),
    })),
  };
}
