import { parse } from 'yaml';

/**
 * The agreement's YAML as Cedar policies, written apart from `src/` on purpose: it shares no code with the
 * compiler, reads the YAML by itself, and reckons Scotland's clock by its own rule. One permit for everything, and
 * a forbid for each way in which a gate can fail; a policy's id begins with its gate.
 */
export interface CedarTranslation {
  readonly policies: Readonly<Record<string, string>>;
  /** The entities Cedar needs to know which groups a role is in. */
  readonly entitiesOf: (role: string) => CedarEntity[];
}

export interface CedarEntity {
  uid: { type: string; id: string };
  attrs: Record<string, never>;
  parents: { type: string; id: string }[];
}

interface Yaml {
  level: number;
  parties: {
    id: string;
    kind: string;
    level?: number;
    periods?: { from: string; until?: string }[];
    roles?: string[];
  }[];
  purpose: { purposes: Record<string, unknown> };
  roles: { health: Record<string, string>; council: Record<string, string>; joint?: Record<string, string> };
  groups: Record<string, string[]>;
  informationShared: Record<string, YamlClause[]>;
  implementation: { start: string; end: string };
  training: {
    graceDays: number;
    without: { states: string[]; levels: number[]; purposes?: string[]; means: string }[];
  };
  breakGlass: { opens: string[]; minutes: number };
}

interface YamlClause {
  item: string;
  level: number;
  to: string[];
  purposes?: string[];
}

export function translate(text: string): CedarTranslation {
  const yaml = parse(text) as Yaml;
  const policies: Record<string, string> = { 'permit-all': 'permit(principal, action, resource);' };
  let serial = 0;
  const forbid = (gate: string, resource: string, when: string) => {
    serial += 1;
    policies[`${gate}/${serial}`] = `forbid(principal, action, ${resource}) when { ${when} };`;
  };

  agreementPolicies(yaml, forbid);
  clausePolicies(yaml, forbid);
  rolePolicies(yaml, forbid);
  forbid('purpose', 'resource', `!(${set(Object.keys(yaml.purpose.purposes))}.contains(context.purpose))`);
  forbid('sign-in', 'resource', 'context.signInExpires <= context.at || !context.roleVouched');
  forbid('link', 'resource', 'context.link != "in-force"');
  forbid('restriction', 'resource', 'context.restricted && !context.allowListed');
  forbid('protected-identity', 'resource', 'context.protectedIdentity');
  forbid('relationship', 'resource', `context.relationship == "" && !(${glass(yaml, 'relationship')})`);
  return { policies, entitiesOf: (role) => entitiesOf(yaml, role) };
}

type Forbid = (gate: string, resource: string, when: string) => void;

function agreementPolicies(yaml: Yaml, forbid: Forbid): void {
  const { start, end } = yaml.implementation;
  const within = (from: string, until: string) =>
    `(context.at >= ${dayStart(from)} && context.at < ${dayStart(dayAfter(until))})`;
  forbid('agreement', 'resource', `!${within(start, end)}`);
  for (const who of ['organisation', 'holder']) {
    const asParty = yaml.parties.map(({ id, periods }) => {
      const times = (periods ?? [{ from: start, until: end }]).map(({ from, until }) =>
        within(from, until ?? end),
      );
      return `(context.${who} == "${id}" && (${times.join(' || ')}))`;
    });
    forbid('agreement', 'resource', `!(${asParty.join(' || ')})`);
  }
}

function clausePolicies(yaml: Yaml, forbid: Forbid): void {
  const everywhere = Object.entries(yaml.informationShared).flatMap(([direction, clauses]) =>
    Array.isArray(clauses) ? clauses.map((clause) => ({ direction, clause })) : [],
  );
  const named = `[${everywhere.map(({ clause }) => `Item::"${clause.item}"`).join(', ')}]`;
  forbid('clause', 'resource', `!(${named}.contains(resource))`);
  forbid('training', 'resource', `!(${named}.contains(resource)) && ${untrained(yaml, undefined)}`);
  for (const { direction, clause } of everywhere) {
    const resource = `resource == Item::"${clause.item}"`;
    const [sends, receives] =
      direction === 'council-to-health' ? ['council', 'health'] : ['health', 'council'];
    const notOfKind = (kind: string | undefined) =>
      set(yaml.parties.filter((party) => party.kind !== kind).map(({ id }) => id));
    forbid('clause', resource, `${notOfKind(sends)}.contains(context.holder)`);
    forbid('level', resource, `${clause.level} > ${yaml.level}`);
    for (const { id, level = yaml.level } of yaml.parties) {
      forbid(
        'level',
        resource,
        `${clause.level} > ${level} && (context.organisation == "${id}" || context.holder == "${id}")`,
      );
    }
    forbid('role', resource, `${notOfKind(receives)}.contains(context.organisation)`);
    forbid('role', resource, `!(${clause.to.map((name) => isIn(yaml, name)).join(' || ')})`);
    if (clause.purposes !== undefined)
      forbid('purpose', resource, `!(${set(clause.purposes)}.contains(context.purpose))`);
    forbid('training', resource, untrained(yaml, clause.level));
  }
}

function rolePolicies(yaml: Yaml, forbid: Forbid): void {
  const { health, council, joint = {} } = yaml.roles;
  const known = [health, council, joint]
    .flatMap((roles) => Object.keys(roles))
    .map((role) => `Role::"${role}"`);
  forbid('role', 'resource', `!([${known.join(', ')}].contains(principal))`);
  for (const party of yaml.parties) {
    const employs = Object.keys(party.kind === 'health' ? health : party.kind === 'council' ? council : {});
    if (party.kind === 'health' || party.kind === 'council') employs.push(...Object.keys(joint));
    const ofKind = `[${employs.map((role) => `Role::"${role}"`).join(', ')}].contains(principal)`;
    const listed = party.roles?.map((name) => isIn(yaml, name)).join(' || ') ?? 'true';
    forbid('role', 'resource', `context.organisation == "${party.id}" && !(${ofKind} && (${listed}))`);
  }
}

function untrained(yaml: Yaml, level: number | undefined): string {
  const open = glass(yaml, 'training');
  let allowed = open;
  for (const rule of yaml.training.without.toReversed()) {
    if (level === undefined || !rule.levels.includes(level)) continue;
    const fits = `${set(rule.states)}.contains(context.training) && ${
      rule.purposes === undefined ? known(yaml) : `${set(rule.purposes)}.contains(context.purpose)`
    }`;
    const then = { warn: 'true', emergency: open, refuse: 'false' }[rule.means];
    allowed = `if ${fits} then (${then}) else (${allowed})`;
  }
  const grace = yaml.training.graceDays > 0 ? 'true' : open;
  return `!(context.training == "current" || (if context.training == "grace" then (${grace}) else (${allowed})))`;
}

/** A rule that names no purposes speaks of the agreement's own, not of one it has never heard of. */
function known(yaml: Yaml): string {
  return `${set(Object.keys(yaml.purpose.purposes))}.contains(context.purpose)`;
}

function glass(yaml: Yaml, gate: string): string {
  if (!yaml.breakGlass.opens.includes(gate)) return 'false';
  return `context.hasGlass && context.glass > context.at && context.glass - context.at <= ${yaml.breakGlass.minutes * 60 * 1000}`;
}

function isIn(yaml: Yaml, name: string): string {
  return Object.hasOwn(yaml.groups, name) ? `principal in Group::"${name}"` : `principal == Role::"${name}"`;
}

function entitiesOf(yaml: Yaml, role: string): CedarEntity[] {
  const parents = (member: string) =>
    Object.entries(yaml.groups)
      .filter(([, members]) => members.includes(member))
      .map(([group]) => ({ type: 'Group', id: group }));
  return [
    { uid: { type: 'Role', id: role }, attrs: {}, parents: parents(role) },
    ...Object.keys(yaml.groups).map((group) => ({
      uid: { type: 'Group', id: group },
      attrs: {},
      parents: parents(group),
    })),
  ];
}

function set(names: readonly string[]): string {
  return `[${names.map((name) => `"${name}"`).join(', ')}]`;
}

function dayAfter(date: string): string {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
  return new Date(Date.UTC(year, month - 1, day + 1)).toISOString().slice(0, 10);
}

/** Midnight in Scotland: an hour before UTC's from the day after March's last Sunday up to October's last Sunday. */
function dayStart(date: string): number {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number);
  const lastSunday = (ofMonth: number) => 31 - new Date(Date.UTC(year, ofMonth - 1, 31)).getUTCDay();
  const summer =
    (month > 3 && month < 10) ||
    (month === 3 && day > lastSunday(3)) ||
    (month === 10 && day <= lastSunday(10));
  return Date.UTC(year, month - 1, day) - (summer ? 3_600_000 : 0);
}
