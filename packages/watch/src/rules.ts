/**
 * The rules, as data: what each is called, how grave its finding is, and the thresholds that an officer may change.
 * A threshold's bounds are what a page accepts.
 */
export interface RuleDefinition {
  readonly name: string;
  readonly severity: 'low' | 'medium' | 'high';
  readonly thresholds: Readonly<Record<string, Threshold>>;
}
interface Threshold {
  readonly words: string;
  readonly least: number;
  readonly most: number;
  readonly usual: number;
}

const threshold = (words: string, usual: number, least: number, most: number): Threshold => ({
  words,
  usual,
  least,
  most,
});

export const RULES = {
  'own-record': { name: 'Own record', severity: 'high', thresholds: {} },
  'same-surname': {
    name: 'Same surname',
    severity: 'medium',
    thresholds: {
      mostPerThousand: threshold('not told of a surname that more people in a thousand bear', 3, 0, 1000),
    },
  },
  'same-address': { name: 'Same address', severity: 'high', thresholds: {} },
  neighbour: { name: 'Neighbour', severity: 'medium', thresholds: {} },
  colleague: {
    name: 'Colleague',
    severity: 'high',
    thresholds: {
      sameTeamOnly: threshold('1: only within one team; 0: anyone of the organisation', 0, 0, 1),
    },
  },
  'watched-person': { name: 'Person watched over', severity: 'high', thresholds: {} },
  deceased: {
    name: 'Deceased',
    severity: 'medium',
    thresholds: { days: threshold('days after the death', 30, 0, 3660) },
  },
  'no-relationship': { name: 'No relationship', severity: 'low', thresholds: {} },
  'outside-area': { name: 'Outside the team’s area', severity: 'low', thresholds: {} },
  'many-an-hour': {
    name: 'Many people in an hour',
    severity: 'medium',
    thresholds: {
      least: threshold('people in one hour, at least', 20, 2, 10_000),
      timesPeers: threshold('times as many as the busiest twentieth of the peers’ hours', 2, 1, 100),
      withoutPeers: threshold('people in one hour, where there are too few peers to compare', 40, 2, 10_000),
    },
  },
  'out-of-hours': {
    name: 'Out of hours',
    severity: 'low',
    thresholds: { graceMinutes: threshold('minutes before and after the hours of work', 60, 0, 720) },
  },
  'break-glass-rate': {
    name: 'Break-glass often',
    severity: 'high',
    thresholds: {
      days: threshold('days looked back', 7, 1, 31),
      least: threshold('times, at least', 3, 1, 1000),
      timesPeers: threshold('times as often as the peers', 3, 1, 100),
    },
  },
  'two-places': {
    name: 'Two places at once',
    severity: 'medium',
    thresholds: { minutes: threshold('minutes between one place, another and the first again', 5, 1, 120) },
  },
  leaver: { name: 'Leaver', severity: 'high', thresholds: {} },
  'unused-account': {
    name: 'Account unused for months',
    severity: 'medium',
    thresholds: { days: threshold('days without a look', 90, 7, 3660) },
  },
} as const satisfies Readonly<Record<string, RuleDefinition>>;

export type RuleId = keyof typeof RULES;
export const RULE_IDS = Object.keys(RULES) as readonly RuleId[];

export function isRuleId(text: string | undefined): text is RuleId {
  return text !== undefined && Object.hasOwn(RULES, text);
}

/** One rule as it stands: on or off, with a value for every threshold. */
export interface RuleSetting {
  readonly on: boolean;
  readonly thresholds: Readonly<Record<string, number>>;
}
export type RuleSettings = Readonly<Record<RuleId, RuleSetting>>;

/**
 * The settings in use: the usual ones, with whatever an officer has set. A value that is no number within its
 * threshold's bounds is not used, so a spoilt setting never switches a rule off.
 */
export function settingsOf(changed: ReadonlyMap<string, Partial<RuleSetting>> = new Map()): RuleSettings {
  return Object.fromEntries(
    RULE_IDS.map((id) => {
      const over = changed.get(id);
      const thresholds = Object.entries<Threshold>(RULES[id].thresholds).map(([name, definition]) => {
        const value = over?.thresholds?.[name];
        return [name, isWithin(definition, value) ? value : definition.usual];
      });
      return [id, { on: over?.on ?? true, thresholds: Object.fromEntries(thresholds) }];
    }),
  ) as unknown as RuleSettings;
}

function isWithin({ least, most }: Threshold, value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= least && value <= most;
}

/** Reads what an officer typed. Undefined where a value is out of bounds or a threshold is missing. */
export function readThresholds(
  id: RuleId,
  typed: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, number>> | undefined {
  const values: Record<string, number> = {};
  for (const [name, definition] of Object.entries<Threshold>(RULES[id].thresholds)) {
    const text = typed[name]?.trim() ?? '';
    const value = /^[0-9]+(\.[0-9]+)?$/.test(text) ? Number(text) : Number.NaN;
    if (!isWithin(definition, value)) return undefined;
    values[name] = value;
  }
  return values;
}
