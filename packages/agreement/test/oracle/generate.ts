import { instantOf } from '@solway/kernel';
import { COUNCIL_ITEMS, HEALTH_ITEMS, type ItemType } from '@solway/record';
import type { AccessRequest, Agreement, Clause } from '../../src/index.ts';

/** Mulberry32: small, fast, the same on every machine. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

type Open<T> = { -readonly [K in keyof T]: T[K] };
type Draft = Omit<Open<AccessRequest>, 'user' | 'restriction'> & {
  user: Open<AccessRequest['user']>;
  restriction: Open<AccessRequest['restriction']>;
};

const MINUTE = 60_000;

/**
 * One request. It begins as one that is likely to be granted, and then none, one or several things are broken, each
 * chosen for a gate of its own: requests drawn blindly are refused for many reasons at once and prove little.
 */
export function generate(agreement: Agreement, random: () => number): AccessRequest {
  const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)]!;
  const draft = likely(agreement, pick, random);
  const roll = random();
  const breaks = roll < 0.15 ? 0 : roll < 0.8 ? 1 : 2 + Math.floor(random() * 3);
  for (let count = 0; count < breaks; count += 1) pick(BREAKS)(draft, agreement, pick, random);
  return draft;
}

type Pick = <T>(values: readonly T[]) => T;

function likely(agreement: Agreement, pick: Pick, random: () => number): Draft {
  const direction = pick(['council-to-health', 'health-to-council'] as const);
  const [sends, receives] =
    direction === 'council-to-health' ? (['council', 'health'] as const) : (['health', 'council'] as const);
  const reached: readonly Clause[] = agreement.informationShared[direction].filter(
    ({ level }) => level <= agreement.level,
  );
  const clause = pick(reached);
  const atMs = Date.parse('2026-08-01T00:00:00Z') + Math.floor(random() * 500 * 24 * 60) * MINUTE;
  const party = (kind: string) =>
    pick(agreement.parties.filter((one) => one.kind === kind).slice(0, random() < 0.9 ? 1 : 9));
  return {
    item: clause.item,
    at: instantOf(atMs),
    holder: party(sends).id,
    user: {
      organisation: party(receives).id,
      role: roleWithin(agreement, clause.to, pick),
      roleVouched: true,
      signInExpiresAt: instantOf(atMs + pick([1, MINUTE, 600 * MINUTE])),
    },
    purpose: pick(clause.purposes ?? Object.keys(agreement.purpose.purposes)),
    relationship: pick(['allocated', 'admitted', 'registered', 'caseload', 'referred', 'stated'] as const),
    link: 'in-force',
    training: 'current',
    restriction: { restricted: false, allowListed: random() < 0.2, protectedIdentity: false },
  };
}

function roleWithin(agreement: Agreement, names: readonly string[], pick: Pick): string {
  let name = pick(names);
  while (Object.hasOwn(agreement.groups, name)) name = pick(agreement.groups[name]!);
  return name;
}

type Break = (draft: Draft, agreement: Agreement, pick: Pick, random: () => number) => void;

function move(draft: Draft, atMs: number): void {
  const leftMs = Date.parse(draft.user.signInExpiresAt) - Date.parse(draft.at);
  if (draft.breakGlassUntil !== undefined)
    draft.breakGlassUntil = instantOf(Date.parse(draft.breakGlassUntil) - Date.parse(draft.at) + atMs);
  draft.at = instantOf(atMs);
  draft.user.signInExpiresAt = instantOf(atMs + leftMs);
}

/** The moments at which something begins or ends, give or take a millisecond and an hour. */
const EDGES = [
  '2026-01-05',
  '2029-01-05',
  '2026-06-01',
  '2026-07-01',
  '2028-03-27',
  '2026-10-25',
  '2026-10-26',
  '2031-05-05',
  '2020-02-29',
].flatMap((day) =>
  [0, -1, 1, -3_600_000, -3_600_001, 3_600_000].map((by) => Date.parse(`${day}T00:00:00Z`) + by),
);
const ALL_ITEMS: readonly string[] = [...COUNCIL_ITEMS, ...HEALTH_ITEMS, 'shoe-size', 'constructor'];

const opened: Break = (draft, agreement, pick) => {
  const longestMs = agreement.breakGlass.minutes * MINUTE;
  draft.breakGlassUntil = instantOf(
    Date.parse(draft.at) + pick([0, -1, 1, MINUTE, longestMs, longestMs + 1, longestMs - 1, longestMs * 3]),
  );
};
const untrained: Break = (draft, agreement, pick, random) => {
  draft.training = pick(['grace', 'lapsed', 'none'] as const);
  if (random() < 0.4) opened(draft, agreement, pick, random);
};
const unrelated: Break = (draft, agreement, pick, random) => {
  delete draft.relationship;
  if (random() < 0.4) opened(draft, agreement, pick, random);
};
const aboveLevel: Break = (draft, agreement, pick) => {
  const { 'council-to-health': council, 'health-to-council': health } = agreement.informationShared;
  const ofCouncil = council.some(({ item }) => item === draft.item);
  const above: readonly Clause[] = (ofCouncil ? council : health).filter(
    ({ level }) => level > agreement.level,
  );
  if (above.length === 0) return;
  const clause = pick(above);
  draft.item = clause.item;
  draft.purpose = pick(clause.purposes ?? Object.keys(agreement.purpose.purposes));
  draft.user.role = roleWithin(agreement, clause.to, pick);
};

const BREAKS: readonly Break[] = [
  (draft, _agreement, pick) => move(draft, pick(EDGES)),
  (draft, agreement, pick) =>
    (draft.user.organisation = pick(['elsewhere', 'toString', ...agreement.parties.map(({ id }) => id)])),
  (draft, agreement, pick) =>
    (draft.holder = pick(['elsewhere', '__proto__', ...agreement.parties.map(({ id }) => id)])),
  (draft, _agreement, pick) => (draft.item = pick(ALL_ITEMS) as ItemType),
  aboveLevel,
  aboveLevel,
  (draft, agreement, pick) =>
    (draft.user.role = pick([
      'wizard',
      '__proto__',
      'clinical',
      ...Object.keys(agreement.roles.health),
      ...Object.keys(agreement.roles.council),
      'home-team-member',
    ])),
  (draft, agreement, pick) =>
    (draft.purpose = pick(['curiosity', ...Object.keys(agreement.purpose.purposes)])),
  (draft, _agreement, pick) =>
    (draft.user.signInExpiresAt = instantOf(Date.parse(draft.at) + pick([0, -1, 1, -MINUTE]))),
  (draft) => (draft.user.roleVouched = false),
  (draft, _agreement, pick) => (draft.link = pick(['suspended', 'under-review', 'none'] as const)),
  (draft) => (draft.restriction.restricted = true),
  (draft) => (draft.restriction.protectedIdentity = true),
  unrelated,
  untrained,
  untrained,
  opened,
];
