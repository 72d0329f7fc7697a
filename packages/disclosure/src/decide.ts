import { type AccessRequest, decide, type Decision, trainingState } from '@solway/agreement';
import type { Instant } from '@solway/kernel';
import { ITEMS_BY_DIRECTION, type ItemType } from '@solway/record';
import type { OpenedView } from '@solway/store';
import type { ResolvedPerson } from './resolve.ts';
import type { AgreementInForce, Walk } from './walk.ts';

export interface ItemDecision {
  readonly item: ItemType;
  readonly decision: Decision;
}

/** Step 4: every item type decided, each with its reasons, before anything is fetched. */
export function decideItems(
  walk: Walk,
  { view, context }: OpenedView,
  person: ResolvedPerson,
  now: Instant,
  inForce: AgreementInForce | undefined,
  over: { readonly only?: readonly ItemType[]; readonly breakGlassUntil?: Instant } = {},
): readonly ItemDecision[] {
  const agreement = inForce?.compiled;
  const shared: Omit<AccessRequest, 'item'> = {
    at: now,
    holder: walk.owners[person.direction].party,
    user: {
      organisation: view.organisation,
      role: view.role,
      roleVouched: context.staff !== null,
      signInExpiresAt: view.expires_at,
    },
    purpose: view.purpose,
    relationship: relationshipOf(view),
    link: person.link,
    training:
      agreement === undefined
        ? 'none'
        : trainingState(agreement, context.staff?.trainingCompleted ?? undefined, now),
    restriction: {
      restricted: person.restricted,
      allowListed: person.allowListed,
      protectedIdentity: person.protectedIdentity,
    },
    breakGlassUntil: over.breakGlassUntil ?? view.break_glass_until ?? undefined,
  };
  return (over.only ?? ITEMS_BY_DIRECTION[person.direction]).map((item) => ({
    item,
    decision: decide(agreement, { ...shared, item }),
  }));
}

function relationshipOf(view: OpenedView['view']): AccessRequest['relationship'] {
  if (view.relationship !== null) return view.relationship as AccessRequest['relationship'];
  return view.stated_purpose === null ? undefined : 'stated';
}
