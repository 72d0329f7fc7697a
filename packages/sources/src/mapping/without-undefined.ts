/** `T` with undefined allowed where a property is optional, so that mappings need not test each part. */
export type Loose<T> = T extends unknown ? { readonly [K in keyof T]: Maybe<T, K> } : never;

type Maybe<T, K extends keyof T> = Partial<Record<K, never>> extends Pick<T, K> ? T[K] | undefined : T[K];

/** A copy without the properties whose value is undefined: absent, as the record's contents have it. */
export function withoutUndefined<T extends object>(value: Loose<T>): T {
  const copy: Record<string, unknown> = {};
  for (const [key, part] of Object.entries(value)) if (part !== undefined) copy[key] = part;
  return copy as T;
}
