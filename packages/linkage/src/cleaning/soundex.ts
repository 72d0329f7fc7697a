import type { Dialect, Sql } from '../dialect/dialect.ts';

// Letters to digits (Russell 1918, as the US National Archives state it); 0 separates, h and w do not.
const letters = 'abcdefghijklmnopqrstuvwxyz';
const digits = '0123012*02245501262301*202';

const runs = Array.from('123456', (digit) => [new RegExp(`${digit}+`, 'g'), digit] as const);

/** American Soundex of the letters a to z in a text: one letter and three digits, or null when it has none. */
export function soundex(value: string): string | null {
  const plain = value.replace(/[^a-z]/g, '');
  if (plain === '') return null;
  const coded = Array.from(plain, (letter) => digits[letter.charCodeAt(0) - 97]!)
    .join('')
    .replaceAll('*', '');
  // The first letter stands for its own digit, so a run that it opens is not written again.
  const first = digits[plain.charCodeAt(0) - 97]!;
  const opened = first === '*' ? `0${coded}` : coded;
  let collapsed = opened;
  for (const [run, digit] of runs) collapsed = collapsed.replaceAll(run, digit);
  return plain[0]! + `${collapsed.slice(1).replaceAll('0', '')}000`.slice(0, 3);
}

/** The same in SQL. */
export function soundexSql(value: Sql, d: Dialect): Sql {
  const plain = d.replacePattern(value, '[^a-z]', '');
  let coded = d.replace(d.translate(plain, letters, digits), '*', '');
  const opensWithHw = `${d.slice(plain, 1, 1)} IN ('h', 'w')`;
  coded = `CASE WHEN ${opensWithHw} THEN '0' || ${coded} ELSE ${coded} END`;
  for (const digit of '123456') coded = d.replacePattern(coded, `${digit}+`, digit);
  const tail = d.replace(d.slice(coded, 2, 99), '0', '');
  return `CASE WHEN ${plain} <> '' THEN ${d.slice(plain, 1, 1)} || ${d.slice(`${tail} || '000'`, 1, 3)} END`;
}
