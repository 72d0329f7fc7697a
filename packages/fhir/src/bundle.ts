import type { Bundle, BundleEntry, OperationOutcomeIssue, Resource } from '@medplum/fhirtypes';
import type { EntryResource } from './resources/convert.ts';

/** What a search found, before it is a Bundle. */
export interface Found {
  readonly matches: readonly EntryResource[];
  readonly included: readonly EntryResource[];
  readonly issues: readonly OperationOutcomeIssue[];
  /** All that match, over every page; absent where nobody can say. */
  readonly total?: number;
  readonly self: string;
  readonly next?: string;
  readonly at: string;
}

/** A searchset: matches, what was included, and one OperationOutcome with all that is to be said beside them. */
export function searchset(base: string, found: Found): Bundle {
  const entry =
    (mode: 'match' | 'include') =>
    (resource: EntryResource): BundleEntry => ({
      fullUrl: `${base}/${resource.resourceType}/${resource.id}`,
      resource,
      search: { mode },
    });
  const outcome: BundleEntry[] =
    found.issues.length === 0
      ? []
      : [
          {
            resource: { resourceType: 'OperationOutcome', issue: [...found.issues] } satisfies Resource,
            search: { mode: 'outcome' },
          },
        ];
  const entries = [...found.matches.map(entry('match')), ...found.included.map(entry('include')), ...outcome];
  return {
    resourceType: 'Bundle',
    type: 'searchset',
    timestamp: found.at,
    ...(found.total === undefined ? {} : { total: found.total }),
    link: [
      { relation: 'self', url: found.self },
      ...(found.next === undefined ? [] : [{ relation: 'next', url: found.next } as const]),
    ],
    ...(entries.length === 0 ? {} : { entry: entries }),
  };
}
