import type { Flag } from '@medplum/fhirtypes';
import type { About } from './about.ts';
import { named, periodOf, present, words } from './present.ts';

const CATEGORY_SYSTEM = 'urn:solway:fhir:flag-category';

/** A Flag in the source's words. `category` says which kind of flag it is, in a code that a program can rely on. */
export function flagOf(
  about: About,
  category: string,
  text: string,
  { start, end }: { readonly start?: string | undefined; readonly end?: string | undefined } = {},
): Flag {
  return present<Flag>({
    resourceType: 'Flag',
    status: 'active',
    category: [{ coding: [{ system: CATEGORY_SYSTEM, code: category }] }],
    code: words(text),
    subject: about.patient,
    period: periodOf(start, end),
    author: named(about.owner),
  });
}
