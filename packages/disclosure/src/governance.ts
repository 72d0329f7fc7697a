import type { PageKind } from '@solway/store';
import { isVouched, signsForParty } from '@solway/store';
import type { LaunchClaims } from './claims.ts';
import type { Host } from './host.ts';
import type { Walk } from './walk.ts';

/** A page that is about nobody in particular. The agreement is about practitioners; these are about its keeping. */
export type OversightKind = Exclude<PageKind, 'summary'>;

export const OVERSIGHT_KINDS = ['governance', 'stewardship'] as const satisfies readonly OversightKind[];

/**
 * Who may open which. Whoever signs an agreement for a party may read it, besides those who keep it. The worklist
 * holds the council's records, most of them of people whom no clinician has asked about, so it opens for the
 * council's own stewards only.
 */
const MAY_OPEN: Readonly<
  Record<OversightKind, { readonly roles: readonly string[]; readonly sides: readonly Host['side'][] }>
> = {
  governance: { roles: ['governance-lead', 'data-protection-officer'], sides: ['health', 'council'] },
  stewardship: { roles: ['data-steward'], sides: ['council'] },
};

/** Whether this user's own organisation vouches, today, for a role that may open this kind of page. */
export async function mayOversee(
  walk: Walk,
  host: Pick<Host, 'organisation' | 'side'>,
  kind: OversightKind,
  { user }: { readonly user: Pick<LaunchClaims['user'], 'id' | 'role'> },
): Promise<boolean> {
  const { roles, sides } = MAY_OPEN[kind];
  const { organisation } = host;
  return (
    sides.includes(host.side) &&
    (roles.includes(user.role) ||
      (kind === 'governance' && (await signsForParty(walk.db, organisation, user.role)))) &&
    isVouched(walk.db, organisation, user.id, user.role)
  );
}
