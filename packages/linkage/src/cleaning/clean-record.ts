import type { Plan, Side } from '../settings/compile.ts';
import type { CleanRecord } from '../comparison/predicate-value.ts';
import { clean } from './clean.ts';
import { byBytes } from './steps.ts';
import type { CleaningStep, CleanValue } from './step.ts';
import { trimText } from './trim-text.ts';

/** A record as it comes: one value per source column. Numbers and dates are read as the texts they print as. */
export type RawRecord = Readonly<Record<string, unknown>>;

/** One record cleaned in TypeScript, equal to what the SQL makes of its row. */
export function cleanRecord(plan: Plan, side: Side, raw: RawRecord): CleanRecord {
  const record = new Map<string, CleanValue>();
  for (const column of plan.columns) {
    const sources = column.sources[side].map((source) => raw[source]);
    record.set(
      column.name,
      column.list ? listOf(sources, column.steps, column.name) : textOf(sources, column.steps, column.name),
    );
  }
  for (const column of plan.derived) {
    const base = record.get(column.base) ?? null;
    const value = typeof base === 'string' ? clean(base, column.steps, column.name) : null;
    record.set(column.name, column.nicknames ? (column.nicknames.get(String(value)) ?? null) : value);
  }
  return record;
}

function textOf(sources: readonly unknown[], steps: readonly CleaningStep[], column: string): CleanValue {
  const texts = sources.map(asText).filter((text) => text !== null);
  return texts.length === 0 ? null : clean(texts.join(' '), steps, column);
}

function listOf(sources: readonly unknown[], steps: readonly CleaningStep[], column: string): CleanValue {
  const values = sources.flat().map((one) => clean(asText(one), steps, column));
  const texts = values.filter((value): value is string => typeof value === 'string');
  return texts.length === 0 ? null : [...new Set(texts)].sort(byBytes);
}

function asText(value: unknown): string | null {
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  if (typeof value === 'string') return trimText(value) || null;
  return typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean'
    ? String(value)
    : null;
}
