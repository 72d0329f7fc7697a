import { type Direction, ITEMS_BY_DIRECTION } from '@solway/record';
import type { Fault, ProblemPath } from './problem.ts';
import { allRoles, employersOf, expandRoles, rolesOfParty } from './roles.ts';
import type { Agreement, PartyKind } from './schema.ts';

const RECIPIENT: Readonly<Record<Direction, PartyKind>> = {
  'council-to-health': 'health',
  'health-to-council': 'council',
};

/** Roles said twice, unknown, held by nobody, or on the side that does not receive. */
export function roleFaults(agreement: Agreement): readonly Fault[] {
  const held = new Set(agreement.parties.flatMap((party) => [...rolesOfParty(agreement, party)]));
  const faults: Fault[] = [];
  const seen = new Set<string>();
  for (const side of ['health', 'council', 'joint'] as const) {
    for (const role of Object.keys(agreement.roles[side] ?? {})) {
      const path = ['roles', side, role];
      if (seen.has(role))
        faults.push({ code: 'role-duplicate', path, message: `the role “${role}” is given twice` });
      else if (!held.has(role))
        faults.push({ code: 'role-nobody-has', path, message: `no party has anybody in the role “${role}”` });
      seen.add(role);
    }
  }
  for (const [at, party] of agreement.parties.entries())
    faults.push(...unknownNames(agreement, party.roles ?? [], ['parties', at, 'roles']));
  for (const direction of Object.keys(ITEMS_BY_DIRECTION) as Direction[]) {
    for (const [at, clause] of agreement.informationShared[direction].entries()) {
      const path = ['informationShared', direction, at];
      const receiving = agreement.parties
        .filter((party) => party.kind === RECIPIENT[direction])
        .flatMap((party) => [...rolesOfParty(agreement, party)]);
      faults.push(...recipientFaults(agreement, clause.to, new Set(receiving), RECIPIENT[direction], path));
      for (const [index, lift] of (clause.lifts ?? []).entries())
        faults.push(...unknownNames(agreement, lift.to, [...path, 'lifts', index, 'to']));
    }
  }
  return faults;
}

function recipientFaults(
  agreement: Agreement,
  to: readonly string[],
  receiving: ReadonlySet<string>,
  kind: PartyKind,
  path: ProblemPath,
): readonly Fault[] {
  const faults: Fault[] = [...unknownNames(agreement, to, [...path, 'to'])];
  for (const [at, name] of to.entries()) {
    for (const role of expandRoles(agreement, [name])) {
      if (!employersOf(agreement, role)!.includes(kind))
        faults.push({
          code: 'role-wrong-side',
          path: [...path, 'to', at],
          message: `“${role}” is not a ${kind} role, so this item never flows to it`,
        });
      else if (!receiving.has(role))
        faults.push({
          code: 'role-nobody-has',
          path: [...path, 'to', at],
          message: `no ${kind} party has anybody in the role “${role}”`,
        });
    }
  }
  return faults;
}

function unknownNames(agreement: Agreement, names: readonly string[], path: ProblemPath): readonly Fault[] {
  return names.flatMap((name, at) =>
    employersOf(agreement, name) !== undefined || Object.hasOwn(agreement.groups, name)
      ? []
      : [
          {
            code: 'role-or-group-unknown' as const,
            path: [...path, at],
            message: `“${name}” is neither a role nor a group of this agreement`,
          },
        ],
  );
}

/** Groups that hold themselves, hold something unknown, or share a name with a role. */
export function groupFaults(agreement: Agreement): readonly Fault[] {
  const roles = new Set(allRoles(agreement));
  return Object.entries(agreement.groups).flatMap(([group, members]) => {
    const faults: Fault[] = [...unknownNames(agreement, members, ['groups', group])];
    if (roles.has(group))
      faults.push({
        code: 'role-duplicate',
        path: ['groups', group],
        message: `“${group}” is a role and a group`,
      });
    if (reaches(agreement, group, group))
      faults.push({ code: 'group-circular', path: ['groups', group], message: `“${group}” holds itself` });
    return faults;
  });
}

function reaches(agreement: Agreement, from: string, target: string): boolean {
  const seen = new Set<string>();
  const waiting = [...agreement.groups[from]!];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (name === target) return true;
    if (!seen.has(name) && Object.hasOwn(agreement.groups, name)) waiting.push(...agreement.groups[name]!);
    seen.add(name);
  }
  return false;
}
