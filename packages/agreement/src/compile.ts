import { directionOf, type ItemType } from '@solway/record';
import { startOfDayInScotlandMs, startOfNextDayInScotlandMs } from './day.ts';
import type { AgreementReference } from './decision.ts';
import { allClauses, faultsOf } from './faults.ts';
import { InvalidAgreementError, problemPath } from './problem.ts';
import { allRoles, expandRoles, rolesOfParty } from './roles.ts';
import { type Agreement, agreementSchema, type Party, type TrainingMeans } from './schema.ts';
import { type Table, type TableClause, type TableParty, withoutTrainingKey } from './table.ts';

declare const compiled: unique symbol;

/**
 * An agreement made ready to decide by. Only `compile` makes one: an object of the same shape from anywhere else
 * decides nothing. Give `decide` the version that every party has signed; whether they have is not known here.
 */
export interface CompiledAgreement extends AgreementReference {
  readonly [compiled]: true;
  readonly title: string;
  readonly agreement: Agreement;
}

const tables = new WeakMap<object, Table>();

/**
 * @throws {InvalidAgreementError} for an agreement, built or changed by a program, that `parseAgreement` would
 * not have accepted.
 */
export function compile(candidate: Agreement): CompiledAgreement {
  const shape = agreementSchema.safeParse(candidate);
  if (!shape.success)
    throw new InvalidAgreementError(
      shape.error.issues.map(({ path, message }) => ({
        code: 'value-invalid',
        path: problemPath(path),
        message,
      })),
    );
  const faults = faultsOf(shape.data);
  if (faults.length > 0) throw new InvalidAgreementError(faults);
  const agreement = deepFreeze(shape.data);
  const { id, version, level, title } = agreement;
  const handle = Object.freeze({ id, version, level, title, agreement }) as CompiledAgreement;
  tables.set(handle, tableOf(agreement));
  return handle;
}

/** The table behind a handle; undefined for anything that `compile` did not make. */
export function tableBehind(handle: unknown): Table | undefined {
  return tables.get(handle as object);
}

function tableOf(agreement: Agreement): Table {
  const { id, version, level, implementation, breakGlass, training } = agreement;
  return {
    reference: Object.freeze({ id, version, level }),
    startMs: startOfDayInScotlandMs(implementation.start),
    endMs: startOfNextDayInScotlandMs(implementation.end),
    parties: new Map(agreement.parties.map((party) => [party.id, partyOf(agreement, party)])),
    roles: new Set(allRoles(agreement)),
    purposes: new Set(Object.keys(agreement.purpose.purposes)),
    clauses: clausesOf(agreement),
    graceAllowed: training.graceDays > 0,
    withoutTraining: withoutTrainingOf(agreement),
    breakGlassOpens: new Set(breakGlass.opens),
    breakGlassMs: breakGlass.minutes * 60_000,
  };
}

function partyOf(agreement: Agreement, party: Party): TableParty {
  const { start, end } = agreement.implementation;
  const periods = party.periods ?? [{ from: start }];
  return {
    kind: party.kind,
    level: party.level ?? agreement.level,
    periods: periods.map(({ from, until }) => ({
      fromMs: startOfDayInScotlandMs(from),
      untilMs: startOfNextDayInScotlandMs(until ?? end),
    })),
    roles: rolesOfParty(agreement, party),
  };
}

function clausesOf(agreement: Agreement): ReadonlyMap<ItemType, TableClause> {
  const every = Object.keys(agreement.purpose.purposes);
  return new Map(
    allClauses(agreement).map(({ clause }) => {
      const toHealth = directionOf(clause.item) === 'council-to-health';
      return [
        clause.item,
        {
          id: clause.clause,
          level: clause.level,
          from: toHealth ? 'council' : 'health',
          to: toHealth ? 'health' : 'council',
          roles: expandRoles(agreement, clause.to),
          purposes: new Set(clause.purposes ?? every),
          lifts: (clause.lifts ?? []).map(({ mark, to, purposes }) => ({
            mark,
            roles: expandRoles(agreement, to),
            purposes: new Set(purposes),
          })),
        },
      ];
    }),
  );
}

function withoutTrainingOf(agreement: Agreement): ReadonlyMap<string, TrainingMeans> {
  const every = Object.keys(agreement.purpose.purposes);
  const means = new Map<string, TrainingMeans>();
  for (const rule of agreement.training.without) {
    for (const state of rule.states) {
      for (const level of rule.levels) {
        for (const purpose of rule.purposes ?? every) {
          const key = withoutTrainingKey(state, level, purpose);
          if (!means.has(key)) means.set(key, rule.means);
        }
      }
    }
  }
  return means;
}

function deepFreeze<T>(value: T): T {
  if (Object.isFrozen(value)) return value;
  for (const inner of Object.values(value as object)) deepFreeze(inner);
  return Object.freeze(value);
}
