import type { CodeableConcept, Period, Reference } from '@medplum/fhirtypes';

/** `T` with undefined allowed where a property is optional, so that mappings need not test each part. */
export type Loose<T> = T extends unknown ? { readonly [K in keyof T]: Maybe<T, K> } : never;

type Maybe<T, K extends keyof T> = Partial<Record<K, never>> extends Pick<T, K> ? T[K] | undefined : T[K];

/** A copy without what is undefined: FHIR has no empty element. */
export function present<T extends object>(value: Loose<T>): T {
  const copy: Record<string, unknown> = {};
  for (const [key, part] of Object.entries(value)) if (part !== undefined) copy[key] = part;
  return copy as T;
}

/** The source's own words, with no code that it did not give. */
export function words(text: string): CodeableConcept {
  return { text };
}

export function periodOf(start: string | undefined, end?: string): Period | undefined {
  return start === undefined && end === undefined ? undefined : present<Period>({ start, end });
}

/** Somebody named in words only: there is nothing here to fetch. */
export function named(display: string): Reference<never> {
  return { display };
}

/** Parts that are there, as one line. */
export function line(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join('. ');
}
