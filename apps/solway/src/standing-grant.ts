import { grantsOf } from '@solway/agreement';
import type { Walk } from '@solway/disclosure';
import { type Instant, londonTime } from '@solway/kernel';
import type { ItemType } from '@solway/record';

/**
 * Whether the agreement in force, today, grants this item to anybody on the other side. For what goes in bulk and is
 * opened by nobody: without such a clause it does not go at all.
 */
export function grantsToday(agreement: Walk['agreement'], item: ItemType, now: Instant): boolean {
  const inForce = agreement()?.compiled.agreement;
  if (inForce === undefined) return false;
  const { start, end } = inForce.implementation;
  const { date } = londonTime(now);
  if (date < start || date > end) return false;
  return grantsOf(inForce).some((grant) => grant.item === item && grant.inForce);
}
