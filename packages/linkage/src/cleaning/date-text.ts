import type { Dialect, Sql } from '../dialect/dialect.ts';

export type DateOrder = 'dmy' | 'mdy';

interface Shape {
  readonly pattern: string;
  /** `\1` is a group; `0` in front of a part asks for two digits. */
  readonly year: number;
  readonly month: number | null;
  readonly day: number | null;
}

/** The written shapes of a date that are read, first to fit wins. */
function shapes(order: DateOrder): readonly Shape[] {
  const [day, month] = order === 'dmy' ? [1, 2] : [2, 1];
  return [
    { pattern: '(\\d{4})[-/. ](\\d{1,2})[-/. ](\\d{1,2})([ T].*)?', year: 1, month: 2, day: 3 },
    { pattern: '(\\d{4})(\\d{2})(\\d{2})', year: 1, month: 2, day: 3 },
    { pattern: '(\\d{1,2})[-/. ](\\d{1,2})[-/. ](\\d{4})([ T].*)?', year: 3, month, day },
    { pattern: '(\\d{4})[-/.](\\d{1,2})', year: 1, month: 2, day: null },
    { pattern: '(\\d{4})', year: 1, month: null, day: null },
  ];
}

/**
 * A date as `YYYY-MM-DD`, a part that is not given as `00`. A date that cannot exist (31 June) is kept as written,
 * because a slip in it is still evidence; text that is no date is null.
 */
export function dateText(value: string, order: DateOrder): string | null {
  const trimmed = value.replace(/^ +| +$/g, '');
  for (const shape of shapes(order)) {
    const found = new RegExp(`^(?:${shape.pattern})$`).exec(trimmed);
    if (!found) continue;
    const part = (group: number | null): string => (group === null ? '00' : found[group]!.padStart(2, '0'));
    return `${found[shape.year]!}-${part(shape.month)}-${part(shape.day)}`;
  }
  return null;
}

export function dateTextSql(value: Sql, order: DateOrder, d: Dialect): Sql {
  const trimmed = d.trim(value);
  const whens = shapes(order).map((shape) => {
    // The pattern is anchored, so the replacement is the one group.
    const group = (index: number): Sql => d.replacePattern(trimmed, `^(?:${shape.pattern})$`, `\\${index}`);
    const part = (index: number | null): Sql => (index === null ? "'00'" : d.padLeft(group(index), 2, '0'));
    const built = `${group(shape.year)} || '-' || ${part(shape.month)} || '-' || ${part(shape.day)}`;
    return `WHEN ${d.matchesWhole(trimmed, shape.pattern)} THEN ${built}`;
  });
  // Most dates are written this way already, and need no taking apart.
  return `CASE WHEN ${d.matchesWhole(value, '\\d{4}-\\d{2}-\\d{2}')} THEN ${value} ${whens.join(' ')} END`;
}
