import type { ItemType, ItemView } from '@solway/record';
import type { OpenedView } from '@solway/store';
import type { ResolvedPerson } from './resolve.ts';
import type { AgreementInForce, Walk } from './walk.ts';

/** As the ledger holds it, beside the reasons of deciding. */
export const OBJECTION_REASON = 'objection:upheld';

/**
 * Which items an upheld objection of this person keeps back. None for a purpose that protects a child or an adult: an
 * objection can't stop that (UK GDPR, Article 21(1)).
 */
export function objectedItems(
  walk: Walk,
  { view, context }: OpenedView,
  { direction }: ResolvedPerson,
  inForce: AgreementInForce | undefined,
): (item: ItemType) => boolean {
  const purposes = inForce?.compiled.agreement.purpose.purposes ?? {};
  if (Object.hasOwn(purposes, view.purpose) && purposes[view.purpose]?.protection === true)
    return () => false;
  const holder = walk.owners[direction].party;
  const theirs = context.objections.filter((one) => one.holder === holder);
  if (theirs.some(({ items }) => items === null)) return () => true;
  const items = new Set(theirs.flatMap((one) => one.items ?? []));
  return (item) => items.has(item);
}

/** What a page says of an item that is kept back so. */
export function objectedItem(item: ItemType): ItemView {
  return {
    item,
    outcome: {
      state: 'not-shared',
      cause: 'now',
      sentence: 'Not shown: kept back at the person’s own wish. Telephone if you need it for their care.',
    },
  } as ItemView;
}
