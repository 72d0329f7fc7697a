import type { Agreement } from './schema.ts';

/** Two versions of one agreement that would be in force on the same days, from the first to the last of them. */
export interface VersionOverlap {
  readonly id: string;
  readonly versions: readonly [string, string];
  readonly from: string;
  readonly until: string;
}

/**
 * Which versions of the same agreement overlap, by their own dates. Whoever brings a version into force ends the
 * one before it, or does not: two at once is never a thing to decide by.
 */
export function overlappingVersions(agreements: readonly Agreement[]): readonly VersionOverlap[] {
  return agreements.flatMap((one, at) =>
    agreements
      .slice(at + 1)
      .filter((other) => other.id === one.id)
      .flatMap((other) => {
        const from = later(one.implementation.start, other.implementation.start);
        const until = earlier(one.implementation.end, other.implementation.end);
        return from > until
          ? []
          : [{ id: one.id, versions: [one.version, other.version] as const, from, until }];
      }),
  );
}

function later(a: string, b: string): string {
  return a > b ? a : b;
}

function earlier(a: string, b: string): string {
  return a < b ? a : b;
}
