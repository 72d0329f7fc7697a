import type { BaseColumn, Side } from '../settings/compile.ts';
import { clean } from './clean.ts';
import { byBytes } from './steps.ts';
import type { CleaningStep, CleanValue } from './step.ts';
import { trimText } from './trim-text.ts';

type Raw = Readonly<Record<string, unknown>>;

/** One step on the value at another position. */
interface Stage {
  readonly at: number;
  readonly from: number;
  readonly step: CleaningStep;
}

/**
 * Cleans the base columns of a record, one value a column, in order. Columns that read the same sources and begin
 * with the same steps take those steps once.
 */
export function sharedSteps(columns: readonly BaseColumn[], side: Side): (raw: Raw) => CleanValue[] {
  const { starts, stages, positionOf } = emptyStages();
  const ends = columns.map((column) => {
    const names = column.sources[side];
    return (column.list ? names.map((name) => [name]) : [names]).map((read) =>
      positionOf(read, column.steps),
    );
  });
  const empty: readonly CleanValue[] = Array.from({ length: starts.length + stages.length }, () => null);
  return (raw) => {
    const values = [...empty];
    for (const { at, names } of starts) values[at] = joined(names, raw);
    for (const { at, from, step } of stages) {
      const value = values[from]!;
      if (value === null) continue;
      const after = step.apply!(value as string);
      values[at] = after === '' ? null : after;
    }
    return columns.map((column, i) =>
      column.list ? listOf(column, side, raw, (k) => values[ends[i]![k]!]!) : values[ends[i]![0]!]!,
    );
  };
}

/** Stages as columns ask for them, each only once; every stage stands after the one it goes on from. */
function emptyStages(): {
  readonly starts: { at: number; names: readonly string[] }[];
  readonly stages: Stage[];
  readonly positionOf: (names: readonly string[], steps: readonly CleaningStep[]) => number;
} {
  const starts: { at: number; names: readonly string[] }[] = [];
  const stages: Stage[] = [];
  const startOf = (names: readonly string[]): number => {
    const known = starts.find((one) => one.names.join('\0') === names.join('\0'));
    if (known) return known.at;
    const at = starts.length + stages.length;
    starts.push({ at, names });
    return at;
  };
  const stepFrom = (from: number, step: CleaningStep): number => {
    const known = stages.find((one) => one.from === from && one.step === step);
    if (known) return known.at;
    const at = starts.length + stages.length;
    stages.push({ at, from, step });
    return at;
  };
  return { starts, stages, positionOf: (names, steps) => steps.reduce(stepFrom, startOf(names)) };
}

function joined(names: readonly string[], raw: Raw): string | null {
  if (names.length === 1) return asText(raw[names[0]!]);
  const texts = names.map((name) => asText(raw[name])).filter((text) => text !== null);
  return texts.length === 0 ? null : texts.join(' ');
}

/** The values of a list column. A source may hold a list itself: each of its values takes the steps alone. */
function listOf(
  column: BaseColumn,
  side: Side,
  raw: Raw,
  cleaned: (source: number) => CleanValue,
): CleanValue {
  const texts: string[] = [];
  const add = (value: CleanValue): void => {
    if (typeof value === 'string' && !texts.includes(value)) texts.push(value);
  };
  for (const [k, name] of column.sources[side].entries()) {
    const own = raw[name];
    if (!Array.isArray(own)) add(cleaned(k));
    else for (const one of own) add(clean(asText(one), column.steps, column.name));
  }
  return texts.length === 0 ? null : texts.sort(byBytes);
}

function asText(value: unknown): string | null {
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  if (typeof value === 'string') return trimText(value) || null;
  return typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean'
    ? String(value)
    : null;
}
