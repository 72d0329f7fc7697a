import { type Direction, directionOf, type ItemType, type Mark } from '@solway/record';
import { expandRoles, rolesOfParty } from './roles.ts';
import type { Agreement, Clause, PartyKind } from './schema.ts';
import { allClauses } from './faults.ts';

/** One row of what an agreement comes to, groups opened out: this role at this party sees this item for these purposes. */
export interface Grant {
  readonly item: ItemType;
  readonly direction: Direction;
  readonly clause: string;
  readonly level: number;
  readonly organisation: string;
  readonly role: string;
  /** In the order in which the agreement gives its purposes. */
  readonly purposes: readonly string[];
  /** Marks that the clause lifts for this role, each with its purposes. */
  readonly lifts: readonly { readonly mark: Mark; readonly purposes: readonly string[] }[];
  /** The level in force, and what the parties have agreed to, reach this clause. */
  readonly inForce: boolean;
}

/** Everything an agreement grants, at every level, in the order of its table. */
export function grantsOf(agreement: Agreement): readonly Grant[] {
  const every = Object.keys(agreement.purpose.purposes);
  return allClauses(agreement).flatMap(({ clause, direction }) => {
    const [from, to]: readonly [PartyKind, PartyKind] =
      direction === 'council-to-health' ? ['council', 'health'] : ['health', 'council'];
    const roles = expandRoles(agreement, clause.to);
    const reaches = (kind: PartyKind, id?: string) =>
      agreement.parties.some(
        (party) =>
          party.kind === kind && (id === undefined || party.id === id) && (party.level ?? 4) >= clause.level,
      );
    return agreement.parties
      .filter((party) => party.kind === to)
      .flatMap((party) =>
        [...rolesOfParty(agreement, party)]
          .filter((role) => roles.has(role))
          .map((role) => ({
            item: clause.item,
            direction: directionOf(clause.item),
            clause: clause.clause,
            level: clause.level,
            organisation: party.id,
            role,
            purposes: every.filter((purpose) => (clause.purposes ?? every).includes(purpose)),
            lifts: liftsFor(agreement, clause, role),
            inForce: clause.level <= agreement.level && reaches(from) && reaches(to, party.id),
          })),
      );
  });
}

function liftsFor(agreement: Agreement, clause: Clause, role: string): Grant['lifts'] {
  return (clause.lifts ?? [])
    .filter((lift) => expandRoles(agreement, lift.to).has(role))
    .map(({ mark, purposes }) => ({ mark, purposes }));
}
