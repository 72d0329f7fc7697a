import type { Dialect, Sql } from '../dialect/dialect.ts';
import { trimText } from './trim-text.ts';

export type DateOrder = 'dmy' | 'mdy';

interface Shape {
  readonly pattern: string;
  /** Groups of the pattern; null for a part that is not given. A month in words is the text of its number. */
  readonly year: number;
  readonly month: number | string | null;
  readonly day: number | null;
}

/** Letters in either case; RE2 and JavaScript have no flag in common. */
const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'].map(
  (name) => Array.from(name, (letter) => `[${letter.toUpperCase()}${letter}]`).join(''),
);

/** The written shapes of a date that are read, first to fit wins. */
function shapesIn(order: DateOrder): readonly Shape[] {
  const [day, month] = order === 'dmy' ? [1, 2] : [2, 1];
  return [
    { pattern: '(\\d{4})[-/. ](\\d{1,2})[-/. ](\\d{1,2})([ T].*)?', year: 1, month: 2, day: 3 },
    { pattern: '(\\d{4})(\\d{2})(\\d{2})', year: 1, month: 2, day: 3 },
    { pattern: '(\\d{1,2})[-/. ](\\d{1,2})[-/. ](\\d{4})([ T].*)?', year: 3, month, day },
    { pattern: '(\\d{4})[-/.](\\d{1,2})', year: 1, month: 2, day: null },
    { pattern: '(\\d{4})', year: 1, month: null, day: null },
    ...months.flatMap((name, i): Shape[] => {
      const month = String(i + 1).padStart(2, '0');
      const word = `${name}[A-Za-z]*[-/., ]*`;
      return [
        { pattern: `(\\d{1,2})[-/. ]*${word}(\\d{4})([ T].*)?`, year: 2, month, day: 1 },
        { pattern: `${word}(\\d{1,2})[, ] *(\\d{4})`, year: 2, month, day: 1 },
        { pattern: `${word}(\\d{4})`, year: 1, month, day: null },
      ];
    }),
  ];
}

const shapes = { dmy: shapesIn('dmy'), mdy: shapesIn('mdy') };
const expressions = new Map(
  [...shapes.dmy, ...shapes.mdy].map((shape) => [shape, new RegExp(`^(?:${shape.pattern})$`)]),
);

/**
 * A date as `YYYY-MM-DD`, a part that is not given as `00`. A date that cannot exist (31 June) is kept as written,
 * because a slip in it is still evidence; text that is no date is null.
 */
export function dateText(value: string, order: DateOrder): string | null {
  const trimmed = trimText(value);
  for (const shape of shapes[order]) {
    const found = expressions.get(shape)!.exec(trimmed);
    if (!found) continue;
    const part = (group: number | string | null): string =>
      typeof group === 'number' ? found[group]!.padStart(2, '0') : (group ?? '00');
    return `${found[shape.year]!}-${part(shape.month)}-${part(shape.day)}`;
  }
  return null;
}

export function dateTextSql(value: Sql, order: DateOrder, d: Dialect): Sql {
  const trimmed = d.trim(value);
  const whens = shapes[order].map((shape) => {
    // The pattern is anchored, so the replacement is the one group.
    const group = (index: number): Sql => d.replacePattern(trimmed, `^(?:${shape.pattern})$`, `\\${index}`);
    const part = (index: number | string | null): Sql =>
      typeof index === 'number' ? d.padLeft(group(index), 2, '0') : d.text(index ?? '00');
    const built = `${group(shape.year)} || '-' || ${part(shape.month)} || '-' || ${part(shape.day)}`;
    return `WHEN ${d.matchesWhole(trimmed, shape.pattern)} THEN ${built}`;
  });
  // Most dates are written this way already, and need no taking apart.
  return `CASE WHEN ${d.matchesWhole(value, '\\d{4}-\\d{2}-\\d{2}')} THEN ${value} ${whens.join(' ')} END`;
}
