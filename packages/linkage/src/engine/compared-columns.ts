import type { Plan } from '../settings/compile.ts';

/** The base columns that comparisons and their term frequencies read, in the order of the settings. */
export function comparedColumns(plan: Plan): readonly string[] {
  const wanted = new Set(
    plan.comparisons.flatMap((one) => [
      ...one.columns,
      ...(one.termFrequency ? [one.termFrequency.column] : []),
    ]),
  );
  return plan.columns.map((column) => column.name).filter((name) => wanted.has(name));
}

/** Every column that the comparing query reads of a record, derived ones included. */
export function columnTypeReads(plan: Plan): readonly string[] {
  return [...comparedColumns(plan), ...plan.derived.map((column) => column.name)];
}
