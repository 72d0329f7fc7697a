import { duckdb } from '../dialect/duckdb.ts';
import { countRules, type RuleCount } from '../engine/blocking.ts';
import { usualMemoryLimitMb } from '../engine/memory.ts';
import { Session } from '../engine/session.ts';
import type { TableInput } from '../engine/tables.ts';
import { LinkageError } from '../errors.ts';
import { prepare, Watch } from '../linking/prepared.ts';
import { compile } from '../settings/compile.ts';
import { parseSettings } from '../settings/parse.ts';
import type { SettingsInput } from '../settings/schema.ts';
import { profileTable, type TableProfile } from './profile.ts';
import { draft } from './starting-settings.ts';

export interface Initial {
  readonly settings: SettingsInput;
  readonly left: TableProfile;
  readonly right: TableProfile | null;
  /** What each rule that was kept would bring. */
  readonly rules: readonly RuleCount[];
}

type RuleInput = SettingsInput['blocking']['rules'][number];

/** Pairs that one rule may bring for each record, and all rules together. */
const PAIRS_A_RECORD = 8;
const ALL_PAIRS_A_RECORD = 40;
const FREE_PAIRS = 200_000;
const MOST_PAIRS = 20_000_000;
const LARGE = 1_000_000;

/**
 * Profiles one table or two, and proposes settings: comparisons by the part each column plays, and the blocking
 * rules that bring few enough pairs, counted on the data itself.
 * @throws LinkageError PROFILE_NO_COLUMNS when nothing in the tables can tell people apart
 */
export async function initialSettings(tables: {
  left: TableInput;
  right?: TableInput | undefined;
}): Promise<Initial> {
  await using session = await Session.open({ memoryLimitMb: usualMemoryLimitMb() });
  const left = await profileTable(session, 'left', tables.left, duckdb);
  const right =
    tables.right === undefined ? null : await profileTable(session, 'right', tables.right, duckdb);
  const proposed = draft(left, right ?? left);
  if (proposed.comparisons.length === 0 || proposed.candidates.length === 0) {
    throw new LinkageError('PROFILE_NO_COLUMNS', nothingToCompare(left, right), { place: left.label });
  }
  const settings: SettingsInput = {
    uniqueId: !right || left.id === right.id ? left.id : { left: left.id, right: right.id },
    columns: [...proposed.columns],
    comparisons: [...proposed.comparisons],
    blocking: { rules: [...proposed.candidates] },
    prediction: { threshold: 0.9, select: right ? 'oneToOne' : 'all' },
  };
  const counts = await countCandidates(tables, settings);
  const records = Math.max(left.rows, right?.rows ?? 0);
  const kept = choose(proposed.candidates, counts, records);
  if (kept.length === 0)
    throw new LinkageError(
      'PROFILE_NO_COLUMNS',
      counts.some((one) => one.pairs > 0)
        ? 'Every blocking rule that the columns allow would bring too many pairs'
        : 'No two records agree on enough to be compared by any rule that the columns allow',
      { place: left.label },
    );
  const rules = kept.map((index) => proposed.candidates[index]!);
  const named = JSON.stringify([rules, proposed.comparisons]);
  return {
    settings: {
      ...settings,
      columns: proposed.columns.filter((one) => named.includes(JSON.stringify(one.name))),
      blocking: { rules },
    },
    left,
    right,
    rules: kept.map((index) => counts[index]!),
  };
}

function nothingToCompare(left: TableProfile, right: TableProfile | null): string {
  const tables = `${left.label}${right ? ` and ${right.label}` : ''}`;
  const constant = [...left.columns, ...(right?.columns ?? [])].filter((one) => one.constant);
  const same =
    constant.length === 0
      ? ''
      : ` (${constant.map((one) => `"${one.name}"`).join(', ')} hold one value only)`;
  return `Too few columns of ${tables} can be compared${same}; name them as people do (first_name, surname, dob, postcode)`;
}

async function countCandidates(
  tables: { left: TableInput; right?: TableInput | undefined },
  settings: SettingsInput,
): Promise<RuleCount[]> {
  const all: RuleCount[] = [];
  // Settings hold thirty rules at most.
  for (let from = 0; from < settings.blocking.rules.length; from += 30) {
    const some = { ...settings, blocking: { rules: settings.blocking.rules.slice(from, from + 30) } };
    const plan = compile(parseSettings(some));
    await using session = await Session.open({ memoryLimitMb: usualMemoryLimitMb() });
    const prepared = await prepare(session, new Watch(session, undefined), plan, tables, duckdb);
    all.push(...(await countRules(session, prepared.rules.blocking, prepared.sides, duckdb)));
  }
  return all;
}

/** The positions of the rules to keep: none that another kept rule covers, and no more than memory and time allow. */
function choose(candidates: readonly RuleInput[], counts: readonly RuleCount[], records: number): number[] {
  const perRule = Math.max(FREE_PAIRS, Math.min(PAIRS_A_RECORD * records, MOST_PAIRS / 4));
  let budget = Math.max(5 * FREE_PAIRS, Math.min(ALL_PAIRS_A_RECORD * records, MOST_PAIRS));
  const most = records >= LARGE ? 8 : 24;
  const kept: number[] = [];
  const parts = (index: number): string[] =>
    (candidates[index] as unknown[]).map((part) => JSON.stringify(part));
  const covered = (index: number): boolean =>
    kept.some((other) => parts(other).every((part) => parts(index).includes(part)));
  for (const index of candidates.keys()) {
    const { pairs } = counts[index]!;
    if (kept.length >= most || pairs === 0 || pairs > perRule || pairs > budget || covered(index)) continue;
    kept.push(index);
    budget -= pairs;
  }
  return kept;
}
