import type { Plan, Side } from '../settings/compile.ts';
import { clean } from './clean.ts';
import { byBytes } from './steps.ts';
import { sharedSteps } from './shared-steps.ts';
import type { CleanValue } from './step.ts';

/** A record as it comes: one value per source column. Numbers and dates are read as the texts they print as. */
export type RawRecord = Readonly<Record<string, unknown>>;

/** Cleans records one at a time in TypeScript: each is equal to what the SQL makes of its row. */
export function recordCleaner(plan: Plan, side: Side): (raw: RawRecord) => ReadonlyMap<string, CleanValue> {
  const base = sharedSteps(plan.columns, side);
  return (raw) => {
    const values = base(raw);
    const record = new Map(plan.columns.map((column, i) => [column.name, values[i]!]));
    addDerived(plan, record);
    return record;
  };
}

function addDerived(plan: Plan, record: Map<string, CleanValue>): void {
  for (const column of plan.derived) {
    const base = record.get(column.base) ?? null;
    if (column.ofList) {
      record.set(column.name, groupsOf(base, column.nicknames!));
      continue;
    }
    const value = typeof base === 'string' ? clean(base, column.steps, column.name) : null;
    record.set(column.name, column.nicknames ? (column.nicknames.get(String(value)) ?? null) : value);
  }
}

function groupsOf(names: CleanValue, groups: ReadonlyMap<string, readonly string[]>): CleanValue {
  const found = Array.isArray(names) ? names.flatMap((name: string) => groups.get(name) ?? []) : [];
  return found.length === 0 ? null : [...new Set(found)].sort(byBytes);
}
