import type { Dialect, Sql } from './dialect.ts';

const text = (value: string): Sql => `'${value.replaceAll("'", "''")}'`;
const identifier = (name: string): Sql => `"${name.replaceAll('"', '""')}"`;

/** A cutoff a little under the limit: at the limit itself its rounding loses pairs that only just reach it. */
const giveUpBelow = (atLeast: number): Sql => duckdb.double(Math.max(0, atLeast - 0.01));

/** DuckDB's SQL. Each trap that shaped a line is named beside it. */
export const duckdb: Dialect = {
  name: 'duckdb',
  identifier,
  text,
  // Without an exponent DuckDB reads a constant as DECIMAL and may lose the last bits on the way to DOUBLE.
  double: (value) => {
    const written = String(value);
    return /e/i.test(written) ? written : `${written}e0`;
  },
  textList: (values) => `[${values.map(text).join(', ')}]`,

  lower: (value) => `lower(${value})`,
  upper: (value) => `upper(${value})`,
  trim: (value) => `trim(${value})`,
  isAscii: (value) => `strlen(${value}) = length(${value})`,
  translate: (value, from, to) => `translate(${value}, ${text(from)}, ${text(to)})`,
  replace: (value, search, replacement) => `replace(${value}, ${text(search)}, ${text(replacement)})`,
  replacePattern: (value, pattern, replacement) =>
    `regexp_replace(${value}, ${text(pattern)}, ${text(replacement)}, 'g')`,
  matchesWhole: (value, pattern) => `regexp_full_match(${value}, ${text(pattern)})`,
  matchesPart: (value, pattern) => `regexp_matches(${value}, ${text(pattern)})`,
  allMatches: (value, pattern) => `regexp_extract_all(${value}, ${text(pattern)})`,
  slice: (value, start, length) => `substr(${value}, ${start}, ${length})`,
  part: (value, separator, index) => `split_part(${value}, ${text(separator)}, ${index})`,
  last: (value, length) => `right(${value}, ${length})`,
  padLeft: (value, length, fill) => `lpad(${value}, ${length}, ${text(fill)})`,
  words: (value) => `CASE WHEN ${value} <> '' THEN list_sort(list_distinct(string_split(${value}, ' '))) END`,
  toDouble: (value) => `TRY_CAST(${value} AS DOUBLE)`,
  toText: (value) => `CAST(${value} AS VARCHAR)`,

  // The cutoff lets it give up early, and it then answers 0.
  jaroWinkler: (left, right, atLeast) =>
    `jaro_winkler_similarity(${left}, ${right}, ${giveUpBelow(atLeast)})`,
  levenshtein: (left, right) => `levenshtein(${left}, ${right})`,
  damerauLevenshtein: (left, right) => `damerau_levenshtein(${left}, ${right})`,
  // Refuses an empty text, so it must not see one.
  jaccard: (left, right) => `CASE WHEN ${left} <> '' AND ${right} <> '' THEN jaccard(${left}, ${right}) END`,
  // Refuses texts of different lengths.
  hamming: (left, right) =>
    `CASE WHEN strlen(${left}) = strlen(${right}) AND ${left} <> '' THEN hamming(${left}, ${right}) END`,
  startsWith: (value, prefix) => `starts_with(${value}, ${prefix})`,
  lengthInBytes: (value) => `strlen(${value})`,
  daysBetween: (left, right) => `(TRY_CAST(${right} AS DATE) - TRY_CAST(${left} AS DATE))`,
  isRealDate: (value) => `TRY_CAST(${value} AS DATE) IS NOT NULL`,
  sharedCount: (left, right) => `len(list_intersect(${left}, ${right}))`,
  sharesAny: (left, right) => `list_has_any(${left}, ${right})`,
  bestJaroWinkler: (left, right, atLeast) =>
    `list_max(list_transform(${left}, lambda one: list_max(list_transform(${right}, ` +
    `lambda two: jaro_winkler_similarity(one, two, ${giveUpBelow(atLeast)})))))`,
  kilometres: (latL, lonL, latR, lonR) =>
    `(2e0 * 6371.0088e0 * asin(sqrt(least(1e0, pow(sin(radians(${latR} - ${latL}) / 2e0), 2) + ` +
    `cos(radians(${latL})) * cos(radians(${latR})) * pow(sin(radians(${lonR} - ${lonL}) / 2e0), 2)))))`,
  key: (values) =>
    `CASE WHEN ${values.map((one) => `${one} IS NOT NULL`).join(' AND ')} THEN hash(${values.join(', ')}) END`,
};
