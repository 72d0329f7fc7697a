import type { AccessRequest, PastDecision } from '@solway/agreement';
import type { Agreement } from '@solway/agreement';
import type { Instant } from '@solway/kernel';
import type { PublicEntry } from '@solway/ledger';
import { directionOf, isItemType } from '@solway/record';

type Look = Extract<PublicEntry, { kind: 'disclosed' | 'refused' }>;

/**
 * What the ledger says was decided, as decisions that can be decided again. Read from what stays in the ledger for
 * ever, so nothing of a person is in it. The ledger keeps each gate that failed and its code, and no more: where
 * the training gate did not fail, training counts as current.
 */
export function pastDecisionsOf(
  entry: Look,
  { parties }: Pick<Agreement, 'parties'>,
): readonly PastDecision[] {
  return (entry.items ?? []).flatMap(({ item, outcome, reasons = [] }): PastDecision[] => {
    if (!isItemType(item)) return [];
    const codes = outcome === 'not-shared' ? reasons : [];
    // Neither the agreement nor the person refused it: it was put together while something changed.
    if (codes.some((one) => one.startsWith('view:'))) return [];
    const holds = directionOf(item) === 'council-to-health' ? 'council' : 'health';
    const holder = parties.find(({ kind }) => kind === holds)?.id ?? holds;
    return [
      {
        request: requestOf(entry, item, holder, codes),
        outcome: outcome === 'not-shared' ? 'refused' : 'granted',
      },
    ];
  });
}

function requestOf(
  { at, by, purpose }: Look,
  item: AccessRequest['item'],
  holder: string,
  codes: readonly string[],
): AccessRequest {
  const failed = (reason: string): boolean => codes.includes(reason);
  const gateFailed = (gate: string): boolean => codes.some((one) => one.startsWith(`${gate}:`));
  const moment = at as Instant;
  const expired = failed('sign-in:sign-in-expired');
  return {
    item,
    at: moment,
    holder,
    user: {
      organisation: by.organisation,
      role: by.role,
      roleVouched: !failed('sign-in:role-not-vouched'),
      signInExpiresAt: new Date(Date.parse(moment) + (expired ? 0 : 60_000)).toISOString() as Instant,
    },
    purpose,
    relationship: gateFailed('relationship') ? undefined : 'caseload',
    link: failed('link:link-suspended')
      ? 'suspended'
      : failed('link:link-under-review')
        ? 'under-review'
        : gateFailed('link')
          ? 'none'
          : 'in-force',
    training: failed('training:training-none') ? 'none' : gateFailed('training') ? 'lapsed' : 'current',
    restriction: {
      restricted: gateFailed('restriction'),
      allowListed: false,
      protectedIdentity: gateFailed('protected-identity'),
    },
  };
}
