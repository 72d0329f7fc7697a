import type { Host } from './host.ts';
import { isVouched } from '@solway/store';
import type { LaunchClaims } from './claims.ts';
import type { Walk } from './walk.ts';

/** The roles that may look behind the glass. The agreement is about practitioners; these are about its keeping. */
const GOVERNANCE_ROLES: readonly string[] = ['governance-lead'];

/** Whether this user's own organisation vouches, today, for a role that may look behind the glass. */
export async function mayLookBehindTheGlass(
  walk: Walk,
  host: Host,
  { user }: LaunchClaims,
): Promise<boolean> {
  return GOVERNANCE_ROLES.includes(user.role) && isVouched(walk.db, host.organisation, user.id, user.role);
}
