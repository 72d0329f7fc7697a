import type { ItemType } from '@solway/record';
import { type CompiledAgreement, tableBehind } from './compile.ts';
import { decideBy } from './decide.ts';
import type { AccessRequest } from './decision.ts';

/** A disclosure or a refusal that happened: what was asked, and what came of it. */
export interface PastDecision {
  readonly request: AccessRequest;
  readonly outcome: 'granted' | 'refused';
}

/** Holds no personal data: items, roles and counts. */
export interface Replayed {
  readonly examined: number;
  /** Past decisions that could not be read, so say nothing. */
  readonly unreadable: number;
  readonly unchanged: number;
  /** Most first. */
  readonly changes: readonly ReplayedChange[];
}

export interface ReplayedChange {
  readonly change: 'would-be-shown' | 'would-be-refused';
  /** `other` where the proposed version's software does not know the item, or the version the role. */
  readonly item: ItemType | 'other';
  readonly role: string;
  readonly count: number;
}

export interface Replayer {
  add(past: PastDecision): void;
  result(): Replayed;
}

/**
 * What the past would have been under a proposed version, as if it had been in force then: its dates, and each
 * party's, are left out. One past decision at a time, so that a caller can stream them.
 */
export function replayer(proposed: CompiledAgreement): Replayer {
  const roles = tableBehind(proposed)?.roles ?? new Set<string>();
  const counts = new Map<string, Omit<ReplayedChange, 'count'> & { count: number }>();
  let examined = 0;
  let unreadable = 0;
  let unchanged = 0;
  return {
    add(past) {
      examined += 1;
      const { request, outcome } = past;
      const decision = decideBy(proposed, request, 'as-if-in-force');
      if (
        (outcome !== 'granted' && outcome !== 'refused') ||
        (decision.outcome === 'refused' && decision.reasons[0].gate === 'request')
      ) {
        unreadable += 1;
        return;
      }
      if (decision.outcome === outcome) {
        unchanged += 1;
        return;
      }
      const change = decision.outcome === 'granted' ? 'would-be-shown' : 'would-be-refused';
      const item = decision.item ?? 'other';
      const role = roles.has(request.user.role) ? request.user.role : 'other';
      const key = `${item} ${role} ${change}`;
      const counted = counts.get(key);
      if (counted === undefined) counts.set(key, { change, item, role, count: 1 });
      else counted.count += 1;
    },
    result: () => ({
      examined,
      unreadable,
      unchanged,
      changes: [...counts]
        .toSorted(([aKey, a], [bKey, b]) => b.count - a.count || (aKey < bKey ? -1 : 1))
        .map(([, counted]) => ({ ...counted })),
    }),
  };
}

/** As `replayer`, over everything at once. */
export function replay(past: Iterable<PastDecision>, proposed: CompiledAgreement): Replayed {
  const replaying = replayer(proposed);
  for (const decision of past) replaying.add(decision);
  return replaying.result();
}
