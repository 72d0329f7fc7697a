/** What `parseChi` of the kernel says of a number, in SQL; a test holds the two together. */
export type NumberFault = 'chi-not-ten-digits' | 'chi-date-impossible' | 'chi-check-digit-wrong';

/** The digits of a number as people and spreadsheets write it: spaces off, a trailing `.0` off. */
export function digitsSql(value: string): string {
  return `regexp_replace(regexp_replace(coalesce(${value}, ''), '\\.0+$', ''), '\\s', '', 'g')`;
}

/** `digits` is a column of text. The fault as text, or null where the number is a good one. */
export function numberFaultSql(digits: string): string {
  const digit = (i: number): string => `(ascii(substr(${digits}, ${i + 1}, 1)) - 48)`;
  const pair = (i: number): string => `(${digit(i)} * 10 + ${digit(i + 1)})`;
  const [day, month, year] = [pair(0), pair(2), pair(4)];
  const days = `CASE ${month} WHEN 2 THEN CASE WHEN ${year} % 4 = 0 THEN 29 ELSE 28 END WHEN 4 THEN 30 WHEN 6 THEN 30 WHEN 9 THEN 30 WHEN 11 THEN 30 ELSE 31 END`;
  const places = Array.from({ length: 9 }, (_, i) => i);
  const eleven = `(11 - (${places.map((i) => `${digit(i)} * ${10 - i}`).join(' + ')}) % 11)`;
  const doubled = (i: number): string => `(${digit(i)} * 2 - CASE WHEN ${digit(i)} > 4 THEN 9 ELSE 0 END)`;
  const luhn = [...places, 9].map((i) => (i % 2 === 0 ? doubled(i) : digit(i))).join(' + ');
  return (
    `CASE WHEN NOT regexp_full_match(${digits}, '[0-9]{10}') THEN 'chi-not-ten-digits' ` +
    `WHEN ${month} NOT BETWEEN 1 AND 12 OR ${day} < 1 OR ${day} > ${days} THEN 'chi-date-impossible' ` +
    `WHEN ${eleven} % 11 <> ${digit(9)} AND (${luhn}) % 10 <> 0 THEN 'chi-check-digit-wrong' END`
  );
}
