import type { Dialect, Sql } from '../dialect/dialect.ts';

/** How much of a United Kingdom postcode: `EH1 1AA`, `EH1 1`, `EH1`, `EH`. */
export type PostcodePart = 'unit' | 'sector' | 'district' | 'area';

const full = '([A-Z]{1,2}[0-9][A-Z0-9]?)([0-9])([A-Z]{2})';
const take: Record<PostcodePart, string> = {
  unit: '\\1 \\2\\3',
  sector: '\\1 \\2',
  district: '\\1',
  area: '\\1',
};

function partPattern(part: PostcodePart): string {
  return part === 'area' ? '([A-Z]{1,2})[0-9].*' : full;
}

const shapeOf = (part: PostcodePart): RegExp => new RegExp(`^(?:${partPattern(part)})$`);
const shapes: Record<PostcodePart, RegExp> = {
  unit: shapeOf('unit'),
  sector: shapeOf('sector'),
  district: shapeOf('district'),
  area: shapeOf('area'),
};

/** A postcode's part in capitals with one space; what is not shaped like a postcode stays whole as the unit only. */
export function postcodeText(value: string, part: PostcodePart): string | null {
  const plain = value.toUpperCase().replace(/[^A-Z0-9]/g, '');
  if (plain === '') return null;
  const found = shapes[part].exec(plain);
  if (!found) return part === 'unit' ? plain : null;
  return take[part].replace(/\\(\d)/g, (_, group: string) => found[Number(group)]!);
}

export function postcodeTextSql(value: Sql, part: PostcodePart, d: Dialect): Sql {
  const plain = d.replacePattern(d.upper(value), '[^A-Z0-9]', '');
  const pattern = partPattern(part);
  const taken = d.replacePattern(plain, `^(?:${pattern})$`, take[part]);
  const otherwise = part === 'unit' ? `ELSE nullif(${plain}, '')` : '';
  // Most are written as they should be, and one look is cheaper than three replacements.
  const ready =
    part === 'unit'
      ? `WHEN ${d.matchesWhole(value, '[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2}')} THEN ${value} `
      : '';
  return `CASE ${ready}WHEN ${d.matchesWhole(plain, pattern)} THEN ${taken} ${otherwise} END`;
}
