import type { CleaningRule } from '../cleaning/rule-schema.ts';
import { stepsOf } from '../cleaning/steps.ts';
import type { CleaningStep, ColumnType } from '../cleaning/step.ts';
import { columnsOf, expand } from '../comparison/expand.ts';
import { groupsByName, nicknameGroups } from '../comparison/nicknames.ts';
import type { ComparisonSettings } from '../comparison/comparison-schema.ts';
import type { ComparisonPlan } from '../comparison/plan.ts';
import { LinkageError } from '../errors.ts';
import type { BlockingRule, ColumnSettings, KeyPart, KnownAsSettings, Settings } from './schema.ts';

export type Side = 'left' | 'right';

/** A column read from the tables and cleaned. */
export interface BaseColumn {
  readonly name: string;
  readonly sources: Readonly<Record<Side, readonly string[]>>;
  readonly list: boolean;
  readonly steps: readonly CleaningStep[];
  readonly type: ColumnType;
  /** Set where the column holds dates, with what to do about those that cannot exist. */
  readonly dates: 'error' | 'keep' | 'null' | null;
}

/** A column made from a base column of the same record. */
export interface ReadyDerivedColumn {
  readonly name: string;
  readonly base: string;
  readonly steps: readonly CleaningStep[];
  readonly nicknames: ReadonlyMap<string, readonly string[]> | null;
  /** The base column holds a list of names, each of which is looked up. */
  readonly ofList: boolean;
}

export interface ReadyRule {
  readonly name: string;
  readonly parts: readonly KeyPart[];
  readonly columns: readonly string[];
  readonly maxBlock: number | null;
}

/** Columns that are wanted only of records that are compared, and so are cleaned later, when those are known. */
function columnsForLater(plan: Omit<Plan, 'later'>): ReadonlySet<string> {
  // Training draws its own pairs from all records, and a user's SQL may read any column.
  const rules = [...plan.blockingRules, ...(plan.trainingRules ?? []), ...plan.deterministicRules];
  const hasSql = rules.some((rule) => rule.parts.some((part) => typeof part === 'object' && 'sql' in part));
  if (!plan.settings.trained || hasSql) return new Set();
  const first = new Set([
    ...rules.flatMap((rule) => rule.columns),
    ...plan.comparisons.flatMap((one) => (one.termFrequency ? [one.termFrequency.column] : [])),
  ]);
  const later = plan.columns.filter(
    (column) => !first.has(column.name) && column.type !== 'number' && column.dates === null,
  );
  return new Set(later.map((column) => column.name));
}

/** Settings made ready to run: names resolved, comparisons expanded, nothing yet asked of any data. */
export interface Plan {
  readonly settings: Settings;
  readonly id: Readonly<Record<Side, string>>;
  readonly columns: readonly BaseColumn[];
  /** Names of the columns that are cleaned for compared records only. */
  readonly later: ReadonlySet<string>;
  readonly derived: readonly ReadyDerivedColumn[];
  readonly comparisons: readonly ComparisonPlan[];
  readonly blockingRules: readonly ReadyRule[];
  /** Null where training uses the blocking rules. */
  readonly trainingRules: readonly ReadyRule[] | null;
  readonly deterministicRules: readonly ReadyRule[];
}

/** @throws LinkageError SETTINGS_INVALID or SETTINGS_COLUMN_TYPE, with the place in the settings. */
export function compile(settings: Settings): Plan {
  const comparisons = settings.comparisons.map(expand);
  unique(
    comparisons.map((one) => one.name),
    '$.comparisons',
  );
  unique(
    settings.columns.map((one) => one.name),
    '$.columns',
  );
  const columns = baseColumns(settings);
  unreserved([...columns.keys()]);
  comparisons.forEach((plan, index) => checkTypes(plan, settings.comparisons[index]!, index, columns));
  const derived = new Map<string, ReadyDerivedColumn>();
  for (const one of comparisons.flatMap((plan) => plan.derived)) {
    const nicknames = one.nicknames ? groupsByName(one.nicknames) : null;
    const steps = one.rules.flatMap(stepsOf);
    derived.set(one.name, { name: one.name, base: one.base, steps, nicknames, ofList: false });
  }
  for (const one of settings.knownAs) derived.set(one.name, groupsColumn(one, columns));
  const plan = {
    settings,
    id:
      typeof settings.uniqueId === 'string'
        ? { left: settings.uniqueId, right: settings.uniqueId }
        : settings.uniqueId,
    columns: [...columns.values()],
    derived: [...derived.values()],
    comparisons,
    blockingRules: settings.blocking.rules.map(readyRule),
    trainingRules: settings.training.rules?.map(readyRule) ?? null,
    deterministicRules: settings.prior.deterministicRules?.map(readyRule) ?? [],
  };
  return { ...plan, later: columnsForLater(plan) };
}

/** @throws LinkageError SETTINGS_INVALID where the names to group are in no column. */
function groupsColumn(
  { name, of, nicknames }: KnownAsSettings,
  columns: ReadonlyMap<string, BaseColumn>,
): ReadyDerivedColumn {
  const base = columns.get(of);
  if (base === undefined || columns.has(name)) {
    const place = `$.knownAs.${name}`;
    const fault = base === undefined ? `"${of}" is not a column` : 'a column has this name already';
    throw new LinkageError('SETTINGS_INVALID', `${place}: ${fault}`, { place });
  }
  const ofList = base.type === 'list';
  return {
    name,
    base: of,
    steps: ofList ? [] : stepsOf('firstWord'),
    nicknames: groupsByName(nicknameGroups(nicknames)),
    ofList,
  };
}

function unique(names: readonly string[], place: string): void {
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined)
    throw new LinkageError('SETTINGS_INVALID', `${place}: "${twice}" is named twice`, { place });
}

/** Names that the engine's own tables use; SQL does not tell capitals apart. */
const reserved = new Set(['id', 'rid', 'rowid']);

function unreserved(names: readonly string[]): void {
  const taken = names.find((name) => reserved.has(name.toLowerCase()));
  if (taken === undefined) return;
  const place = `$.columns.${taken}`;
  const advice = `give it another name with { "name": "${taken}_value", "from": "${taken}" }`;
  throw new LinkageError(
    'SETTINGS_INVALID',
    `A column can't be called "${taken}" in the settings; ${advice}`,
    { place },
  );
}

function baseColumns(settings: Settings): Map<string, BaseColumn> {
  const columns = new Map<string, BaseColumn>();
  const groups = new Set(settings.knownAs.map((one) => one.name));
  for (const one of settings.columns) columns.set(one.name, baseColumn(one));
  const wanted: [string, readonly CleaningRule[]][] = [
    ...settings.comparisons.flatMap((one) =>
      columnsOf(one).map((name): [string, readonly CleaningRule[]] => [name, usualRules(one)]),
    ),
    ...[
      ...settings.blocking.rules,
      ...(settings.training.rules ?? []),
      ...(settings.prior.deterministicRules ?? []),
    ].flatMap((rule) =>
      readyRule(rule).columns.map((name): [string, readonly CleaningRule[]] => [name, ['text']]),
    ),
  ];
  for (const [name, clean] of wanted) {
    if (!columns.has(name) && !groups.has(name)) columns.set(name, baseColumn({ name, clean: [...clean] }));
  }
  return columns;
}

/** How a column that the settings do not declare is cleaned, by the comparison that first names it. */
const usual: Partial<Record<ComparisonSettings['kind'], CleaningRule>> = {
  forename: 'name',
  surname: 'name',
  names: 'name',
  phonetic: 'name',
  date: { date: { order: 'dmy', impossible: 'error' } },
  postcode: 'postcode',
  email: 'email',
  number: 'number',
  distance: 'number',
};

function usualRules(comparison: ComparisonSettings): readonly CleaningRule[] {
  return [usual[comparison.kind] ?? 'text'];
}

function baseColumn(settings: ColumnSettings): BaseColumn {
  const from = settings.from ?? settings.name;
  const given = typeof from === 'string' || Array.isArray(from) ? { left: from, right: from } : from;
  const steps = settings.clean.flatMap(stepsOf);
  // Only where nothing is cut from the date afterwards.
  const dates = settings.clean.at(-1);
  const yields = steps.find((step) => step.yields)?.yields;
  return {
    name: settings.name,
    sources: { left: [given.left].flat(), right: [given.right].flat() },
    list: settings.list ?? false,
    steps,
    type: settings.list ? 'list' : (yields ?? 'text'),
    dates: dates && typeof dates === 'object' && 'date' in dates ? dates.date.impossible : null,
  };
}

function checkTypes(
  plan: ComparisonPlan,
  settings: ComparisonSettings,
  index: number,
  columns: ReadonlyMap<string, BaseColumn>,
): void {
  const needs: Partial<Record<ComparisonSettings['kind'], ColumnType>> = {
    number: 'number',
    distance: 'number',
    list: 'list',
    anyName: 'list',
  };
  if (settings.kind === 'levels') return;
  const place = `$.comparisons[${index}]`;
  for (const name of plan.columns) {
    const wanted = needs[settings.kind] ?? 'text';
    const type = columns.get(name)!.type;
    if (type !== wanted && settings.kind !== 'exact') {
      throw new LinkageError(
        'SETTINGS_COLUMN_TYPE',
        `${place}: a "${settings.kind}" comparison needs a ${wanted} column, and "${name}" is ${type}`,
        { place },
      );
    }
    if (settings.kind === 'date' && columns.get(name)!.dates === null) {
      throw new LinkageError(
        'SETTINGS_COLUMN_TYPE',
        `${place}: a "date" comparison needs a column cleaned by the "date" rule, and "${name}" is not`,
        { place },
      );
    }
  }
  if (plan.termFrequency && columns.get(plan.termFrequency.column)?.type !== 'text') {
    throw new LinkageError(
      'SETTINGS_COLUMN_TYPE',
      `${place}.termFrequency: "${plan.termFrequency.column}" is not a text column of these settings`,
      { place: `${place}.termFrequency` },
    );
  }
}

function readyRule(rule: BlockingRule): ReadyRule {
  const parts = Array.isArray(rule) ? rule : rule.on;
  return {
    name: parts.map(partName).join(' + '),
    parts,
    columns: parts.flatMap((part) =>
      typeof part === 'string' ? [part] : 'sql' in part ? [] : [part.column],
    ),
    maxBlock: Array.isArray(rule) ? null : (rule.maxBlock ?? null),
  };
}

function partName(part: KeyPart): string {
  if (typeof part === 'string') return part;
  if ('sql' in part) return part.sql;
  if ('first' in part) return `first ${part.first} of ${part.column}`;
  return 'last' in part ? `last ${part.last} of ${part.column}` : `each of ${part.column}`;
}
