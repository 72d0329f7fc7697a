import { type Direction, ITEMS_BY_DIRECTION } from '@solway/record';
import { groupFaults, roleFaults } from './faults-roles.ts';
import type { Fault, ProblemPath } from './problem.ts';
import { expandRoles } from './roles.ts';
import type { Agreement, Clause } from './schema.ts';

const DIRECTIONS = Object.keys(ITEMS_BY_DIRECTION) as readonly Direction[];
/** Break-glass must say that it never opens these. */
const NEVER_OPENED = ['restriction', 'seal', 'protected-identity', 'agreement'] as const;

/** What does not hold together in an agreement whose shape is right. Empty means it can be compiled. */
export function faultsOf(agreement: Agreement): readonly Fault[] {
  return [
    ...partyFaults(agreement),
    ...roleFaults(agreement),
    ...groupFaults(agreement),
    ...clauseFaults(agreement),
    ...basisFaults(agreement),
    ...dateFaults(agreement),
    ...levelFaults(agreement),
    ...trainingFaults(agreement),
    ...breakGlassFaults(agreement),
  ];
}

export function allClauses(
  agreement: Agreement,
): readonly { readonly clause: Clause; readonly direction: Direction; readonly path: ProblemPath }[] {
  return DIRECTIONS.flatMap((direction) =>
    agreement.informationShared[direction].map((clause, at) => ({
      clause,
      direction,
      path: ['informationShared', direction, at],
    })),
  );
}

function repeated(values: readonly { key: string; path: ProblemPath }[]) {
  const seen = new Set<string>();
  return values.filter(({ key }) => seen.size === seen.add(key).size);
}

function unknownPurposes(
  agreement: Agreement,
  names: readonly string[],
  path: ProblemPath,
): readonly Fault[] {
  return names.flatMap((name, at) =>
    Object.hasOwn(agreement.purpose.purposes, name)
      ? []
      : [
          {
            code: 'purpose-unknown' as const,
            path: [...path, at],
            message: `“${name}” is not a purpose of this agreement`,
          },
        ],
  );
}

function partyFaults(agreement: Agreement): readonly Fault[] {
  const ids = new Set(agreement.parties.map(({ id }) => id));
  const faults: Fault[] = repeated(
    agreement.parties.map(({ id }, at) => ({ key: id, path: ['parties', at, 'id'] })),
  ).map(({ key, path }) => ({ code: 'party-duplicate', path, message: `“${key}” is a party twice` }));
  for (const kind of ['council', 'health'] as const) {
    if (!agreement.parties.some((party) => party.kind === kind))
      faults.push({
        code: 'party-kind-missing',
        path: ['parties'],
        message: `no party is of the kind “${kind}”, so nothing can be shared with it or by it`,
      });
  }
  for (const [at, party] of agreement.parties.entries()) {
    const offices = party.signingOfficers.map(({ role }, index) => ({
      key: role,
      path: ['parties', at, 'signingOfficers', index, 'role'],
    }));
    for (const { key, path } of repeated(offices))
      faults.push({
        code: 'office-duplicate',
        path,
        message: `“${key}” signs twice for ${party.name}: one officer, one signature`,
      });
  }
  const named: { id: string; path: ProblemPath }[] = [
    ...agreement.dataFlows.flows.flatMap(({ from, to }, at) => [
      { id: from, path: ['dataFlows', 'flows', at, 'from'] },
      { id: to, path: ['dataFlows', 'flows', at, 'to'] },
    ]),
    ...agreement.impactAssessments.assessments.map(({ owner }, at) => ({
      id: owner,
      path: ['impactAssessments', 'assessments', at, 'owner'],
    })),
  ];
  for (const { id, path } of named) {
    if (!ids.has(id)) faults.push({ code: 'party-unknown', path, message: `“${id}” is not a party` });
  }
  return faults;
}

function clauseFaults(agreement: Agreement): readonly Fault[] {
  const clauses = allClauses(agreement);
  const faults: Fault[] = [];
  for (const { key, path } of repeated(
    clauses.map(({ clause, path }) => ({ key: clause.item, path: [...path, 'item'] })),
  ))
    faults.push({
      code: 'item-duplicate',
      path,
      message: `“${key}” has a clause already; one item has one clause`,
    });
  for (const { key, path } of repeated(
    clauses.map(({ clause, path }) => ({ key: clause.clause, path: [...path, 'clause'] })),
  ))
    faults.push({ code: 'clause-duplicate', path, message: `two clauses are called ${key}` });
  for (const { clause, path } of clauses) {
    faults.push(...unknownPurposes(agreement, clause.purposes ?? [], [...path, 'purposes']));
    faults.push(...liftFaults(agreement, clause, path));
  }
  return faults;
}

function liftFaults(agreement: Agreement, clause: Clause, path: ProblemPath): readonly Fault[] {
  const granted = expandRoles(agreement, clause.to);
  const purposes = clause.purposes ?? Object.keys(agreement.purpose.purposes);
  return (clause.lifts ?? []).flatMap((lift, at) => {
    const faults: Fault[] = [
      ...unknownPurposes(agreement, lift.purposes, [...path, 'lifts', at, 'purposes']),
    ];
    const roles = [...expandRoles(agreement, lift.to)].filter((role) => !granted.has(role));
    const beyond = lift.purposes.filter((purpose) => !purposes.includes(purpose));
    if (roles.length > 0 || beyond.length > 0)
      faults.push({
        code: 'lift-wider-than-clause',
        path: [...path, 'lifts', at],
        message: `this lifts a mark for ${[...roles, ...beyond].join(', ')}, to whom the clause itself does not grant the item`,
      });
    return faults;
  });
}

function basisFaults(agreement: Agreement): readonly Fault[] {
  const bases = agreement.legalBasis.bases;
  const faults: Fault[] = [];
  for (const [name, basis] of Object.entries(bases))
    faults.push(...unknownPurposes(agreement, basis.covers, ['legalBasis', 'bases', name, 'covers']));
  const cited = (name: string, purposes: readonly string[], path: ProblemPath): readonly string[] => {
    if (Object.hasOwn(bases, name)) return bases[name]!.covers;
    faults.push({
      code: 'legal-basis-unknown',
      path,
      message: `“${name}” is not a legal basis of this agreement`,
    });
    return purposes;
  };
  const uncovered = (purposes: readonly string[], covered: readonly string[], path: ProblemPath) => {
    const bare = purposes.filter((purpose) => !covered.includes(purpose));
    if (bare.length > 0)
      faults.push({
        code: 'purpose-without-basis',
        path,
        message: `no legal basis cited here covers ${bare.join(', ')}`,
      });
  };
  for (const { clause, path } of allClauses(agreement)) {
    const purposes = clause.purposes ?? Object.keys(agreement.purpose.purposes);
    const covered = clause.legalBasis.flatMap((name, at) =>
      cited(name, purposes, [...path, 'legalBasis', at]),
    );
    uncovered(purposes, covered, [...path, 'legalBasis']);
    for (const [at, lift] of (clause.lifts ?? []).entries()) {
      const where = [...path, 'lifts', at, 'legalBasis'];
      uncovered(lift.purposes, cited(lift.legalBasis, lift.purposes, where), where);
    }
  }
  return faults;
}

function dateFaults(agreement: Agreement): readonly Fault[] {
  const { start, end, review } = agreement.implementation;
  const faults: Fault[] = [];
  if (end < start)
    faults.push({
      code: 'dates-contradict',
      path: ['implementation', 'end'],
      message: `it ends on ${end}, before it starts on ${start}`,
    });
  if (review < start || review > end)
    faults.push({
      code: 'dates-contradict',
      path: ['implementation', 'review'],
      message: `the review on ${review} is not between the start and the end`,
    });
  for (const [at, party] of agreement.parties.entries()) {
    let last: string | undefined;
    for (const [index, period] of (party.periods ?? []).entries()) {
      const path = ['parties', at, 'periods', index];
      const until = period.until ?? end;
      if (until < period.from || period.from < start || until > end)
        faults.push({
          code: 'dates-contradict',
          path,
          message: `${period.from} to ${until} does not lie in the agreement's own dates`,
        });
      if (last !== undefined && period.from <= last)
        faults.push({
          code: 'dates-overlap',
          path,
          message: `this begins on ${period.from}, but the period before it runs to ${last}`,
        });
      last = until;
    }
  }
  return faults;
}

function levelFaults(agreement: Agreement): readonly Fault[] {
  const appendices = new Set(agreement.appendices.map(({ level }) => level));
  const assessed = new Set(agreement.impactAssessments.assessments.map(({ level }) => level));
  const faults: Fault[] = repeated(
    agreement.appendices.map(({ level }, at) => ({ key: String(level), path: ['appendices', at, 'level'] })),
  ).map(({ key, path }) => ({
    code: 'appendix-duplicate',
    path,
    message: `level ${key} has an appendix already`,
  }));
  for (const { clause, path } of allClauses(agreement)) {
    if (!appendices.has(clause.level))
      faults.push({
        code: 'level-without-appendix',
        path: [...path, 'level'],
        message: `no appendix describes level ${clause.level}`,
      });
  }
  for (let level = 1; level <= agreement.level; level += 1) {
    if (!appendices.has(level))
      faults.push({
        code: 'level-without-appendix',
        path: ['level'],
        message: `no appendix describes level ${level}`,
      });
    if (!assessed.has(level))
      faults.push({
        code: 'level-without-assessment',
        path: ['level'],
        message: `no impact assessment covers level ${level}`,
      });
  }
  return faults;
}

function trainingFaults(agreement: Agreement): readonly Fault[] {
  const protection = Object.entries(agreement.purpose.purposes)
    .filter(([, purpose]) => purpose.protection)
    .map(([name]) => name);
  const everyPurpose = Object.keys(agreement.purpose.purposes);
  const rules = agreement.training.without;
  return rules.flatMap((rule, at) => {
    const path = ['training', 'without', at];
    const faults: Fault[] = [...unknownPurposes(agreement, rule.purposes ?? [], [...path, 'purposes'])];
    // A refusal for a protection purpose matters only where no earlier rule has answered for it.
    const walled = protection.filter(
      (purpose) =>
        rule.means === 'refuse' &&
        (rule.purposes ?? everyPurpose).includes(purpose) &&
        rule.levels.some((level) =>
          rule.states.some(
            (state) =>
              !rules
                .slice(0, at)
                .some(
                  (earlier) =>
                    earlier.levels.includes(level) &&
                    earlier.states.includes(state) &&
                    (earlier.purposes ?? everyPurpose).includes(purpose),
                ),
          ),
        ),
    );
    if (walled.length > 0)
      faults.push({
        code: 'training-walls-protection',
        path: [...path, 'means'],
        message: `without training, ${walled.join(', ')} would be refused outright, with no emergency path`,
      });
    return faults;
  });
}

function breakGlassFaults(agreement: Agreement): readonly Fault[] {
  const { opens, never } = agreement.breakGlass;
  const faults: Fault[] = opens
    .map((gate, at) => ({ gate, at }))
    .filter(({ gate }) => never.includes(gate))
    .map(({ gate, at }) => ({
      code: 'break-glass-contradicts',
      path: ['breakGlass', 'opens', at],
      message: `“${gate}” is said to be opened and never to be opened`,
    }));
  const missing = NEVER_OPENED.filter((gate) => !never.includes(gate));
  if (missing.length > 0)
    faults.push({
      code: 'break-glass-contradicts',
      path: ['breakGlass', 'never'],
      message: `break-glass never opens ${missing.join(', ')}, and the agreement must say so`,
    });
  return faults;
}
