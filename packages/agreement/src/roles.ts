import type { Agreement, PartyKind } from './schema.ts';

/** Which kinds of organisation employ a role: one, or both for a joint role; undefined for no such role. */
export function employersOf(agreement: Agreement, role: string): readonly PartyKind[] | undefined {
  const { health, council, joint } = agreement.roles;
  if (joint !== undefined && Object.hasOwn(joint, role)) return ['health', 'council'];
  if (Object.hasOwn(health, role)) return ['health'];
  return Object.hasOwn(council, role) ? ['council'] : undefined;
}

export function allRoles(agreement: Agreement): readonly string[] {
  const { health, council, joint } = agreement.roles;
  return [...Object.keys(health), ...Object.keys(council), ...Object.keys(joint ?? {})];
}

/** The plural words for a role, as the agreement has them; the name itself where it has none. */
export function roleWords(agreement: Agreement, role: string): string {
  for (const roles of [agreement.roles.health, agreement.roles.council, agreement.roles.joint ?? {}]) {
    if (Object.hasOwn(roles, role)) return roles[role]!;
  }
  return role;
}

/** Groups opened out to roles, each once. A name that is neither is left out: `faultsOf` reports it. */
export function expandRoles(agreement: Agreement, names: readonly string[]): ReadonlySet<string> {
  const roles = new Set<string>();
  const opened = new Set<string>();
  const waiting = [...names];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (employersOf(agreement, name) !== undefined) roles.add(name);
    else if (Object.hasOwn(agreement.groups, name) && !opened.has(name)) {
      opened.add(name);
      waiting.push(...agreement.groups[name]!);
    }
  }
  return roles;
}

/** The roles a party vouches for: those it lists, else every role that its kind employs. */
export function rolesOfParty(agreement: Agreement, party: Agreement['parties'][number]): ReadonlySet<string> {
  const listed = party.roles === undefined ? allRoles(agreement) : expandRoles(agreement, party.roles);
  return new Set([...listed].filter((role) => employersOf(agreement, role)!.includes(party.kind)));
}
