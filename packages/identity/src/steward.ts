import { CHI_SYSTEM, type Instant, MOSAIC_SYSTEM } from '@solway/kernel';
import type { Entry } from '@solway/ledger';
import type { LinkRow } from '@solway/store';
import { randomUUID } from 'node:crypto';

/** Who decides, as their own organisation vouches for them. */
export interface Steward {
  readonly organisation: string;
  readonly userId: string;
  readonly name: string;
  readonly role: string;
  /** Ties the entries of one opened page together. */
  readonly correlationId: string;
}

/** As `made_by` and a claim name a person. */
export function stewardId({ organisation, userId }: Steward): string {
  return `${organisation}:${userId}`;
}

type Pair = Pick<LinkRow, 'id' | 'chi' | 'person_id'>;

/** What every entry about one pair has in common. */
function envelope(steward: Steward, at: Instant) {
  return {
    id: randomUUID(),
    at,
    organisation: steward.organisation,
    correlationId: steward.correlationId,
    by: { organisation: steward.organisation, role: steward.role },
  } as const;
}

/** The subject of an entry about one pair, or about one half of it. */
export function aboutPair(pair: { readonly chi?: string | null; readonly person_id?: string | null }): {
  readonly identifiers: readonly { readonly system: string; readonly value: string }[];
} {
  const half = (system: string, value: string | null | undefined) =>
    value === null || value === undefined ? [] : [{ system, value }];
  return { identifiers: [...half(CHI_SYSTEM, pair.chi), ...half(MOSAIC_SYSTEM, pair.person_id)] };
}

function personalOf(steward: Steward, pair: Parameters<typeof aboutPair>[0]) {
  return { subject: aboutPair(pair), user: { id: steward.userId, name: steward.name } } as const;
}

/** That a steward judged a pair, or opened it to judge it: it shows them what the other side knows of the person. */
export function reviewEntry(
  steward: Steward,
  pair: Pair,
  outcome:
    | 'opened'
    | 'linked'
    | 'reinstated'
    | 'kept'
    | 'not-a-link'
    | 'undone'
    | 'need-more'
    | 'opinion-link'
    | 'opinion-not-a-link',
  note: string,
  at: Instant,
): Entry {
  return {
    ...envelope(steward, at),
    kind: 'review',
    of: 'link',
    outcome,
    about: pair.id,
    personal: { ...personalOf(steward, pair), ...(note === '' ? {} : { notes: note }) },
  };
}

export function confirmedEntry(steward: Steward, pair: Pair, note: string, at: Instant): Entry {
  return {
    ...envelope(steward, at),
    kind: 'link-made',
    linkId: pair.id,
    method: 'confirmed',
    personal: { ...personalOf(steward, pair), ...(note === '' ? {} : { explanation: note }) },
  };
}

export function undoneEntry(
  steward: Steward,
  pair: Pair,
  undone: { readonly reason: string; readonly note: string; readonly disclosures: number },
  at: Instant,
): Entry {
  return {
    ...envelope(steward, at),
    kind: 'link-undone',
    linkId: pair.id,
    reason: undone.reason,
    disclosures: undone.disclosures,
    personal: { ...personalOf(steward, pair), ...(undone.note === '' ? {} : { explanation: undone.note }) },
  };
}

/** That the account of who saw what through a pair was read. */
export function exposureReadEntry(steward: Steward, pair: Pair, at: Instant): Entry {
  return {
    ...envelope(steward, at),
    kind: 'export',
    what: 'report',
    personal: { ...personalOf(steward, pair), explanation: `exposure report of link ${pair.id}` },
  };
}

/** That somebody on an exposure report was told in another way than on a page of theirs. */
export function noticeEntry(
  steward: Steward,
  pair: Pair,
  noticeId: string,
  notes: string,
  at: Instant,
): Entry {
  return {
    ...envelope(steward, at),
    kind: 'review',
    of: 'disclosure',
    outcome: 'told-otherwise',
    about: noticeId,
    personal: { ...personalOf(steward, pair), notes },
  };
}

/** What came of a report from a page that showed no match. */
export function reportEntry(
  steward: Steward,
  report: { readonly id: string; readonly chi: string | null; readonly person_id: string | null },
  notes: string,
  at: Instant,
): Entry {
  return {
    ...envelope(steward, at),
    kind: 'review',
    of: 'link',
    outcome: 'report-settled',
    about: report.id,
    personal: { ...personalOf(steward, report), notes },
  };
}

/** That somebody of the register was shown as living at the address of a case. */
export function householdEntry(steward: Steward, caseId: string, chi: string, at: Instant): Entry {
  return {
    ...envelope(steward, at),
    kind: 'review',
    of: 'link',
    outcome: 'household-shown',
    about: caseId,
    personal: personalOf(steward, { chi }),
  };
}

/** Whose a case is to be from now on. */
export function assignedEntry(
  steward: Steward,
  about: { readonly caseId: string; readonly personId: string },
  to: string,
  at: Instant,
): Entry {
  return {
    ...envelope(steward, at),
    kind: 'review',
    of: 'link',
    outcome: 'assigned',
    about: about.caseId,
    personal: { ...personalOf(steward, { person_id: about.personId }), notes: to },
  };
}
