/** A piece of SQL text that yields one value. */
export type Sql = string;

/**
 * What differs between SQL engines. Everything the engine asks of a database is either plain SQL or one of these.
 * Every text measure counts bytes, every answer is null when an argument is null.
 */
export interface Dialect {
  readonly name: string;
  /** A name as the engine quotes it. */
  identifier(name: string): Sql;
  /** A text constant. */
  text(value: string): Sql;
  /** A constant of double precision, read back to the same bits. */
  double(value: number): Sql;
  /** A constant list of texts. */
  textList(values: readonly string[]): Sql;

  lower(value: Sql): Sql;
  upper(value: Sql): Sql;
  trim(value: Sql): Sql;
  /** Whether every character is ASCII. */
  isAscii(value: Sql): Sql;
  /** Each character of `from` becomes the one at its place in `to`. */
  translate(value: Sql, from: string, to: string): Sql;
  replace(value: Sql, search: string, replacement: string): Sql;
  /** `pattern` in the syntax that RE2 and JavaScript share; `\1` in the replacement is the first group. */
  replacePattern(value: Sql, pattern: string, replacement: string): Sql;
  matchesWhole(value: Sql, pattern: string): Sql;
  matchesPart(value: Sql, pattern: string): Sql;
  /** Every fit of a pattern, as a list. */
  allMatches(value: Sql, pattern: string): Sql;
  /** Characters counted from 1. */
  slice(value: Sql, start: number, length: number): Sql;
  /** The part of a text before, between or after separators, counted from 1. */
  part(value: Sql, separator: string, index: number): Sql;
  last(value: Sql, length: number): Sql;
  padLeft(value: Sql, length: number, fill: string): Sql;
  /** The parts of a text between single spaces, distinct and sorted; null where there are none. */
  words(value: Sql): Sql;
  toDouble(value: Sql): Sql;
  toText(value: Sql): Sql;

  jaroWinkler(left: Sql, right: Sql, atLeast: number): Sql;
  levenshtein(left: Sql, right: Sql): Sql;
  damerauLevenshtein(left: Sql, right: Sql): Sql;
  jaccard(left: Sql, right: Sql): Sql;
  hamming(left: Sql, right: Sql): Sql;
  startsWith(value: Sql, prefix: Sql): Sql;
  lengthInBytes(value: Sql): Sql;
  /** Days from one `YYYY-MM-DD` text to another; null unless both are real dates. */
  daysBetween(left: Sql, right: Sql): Sql;
  isRealDate(value: Sql): Sql;
  /** How many values two lists share. */
  sharedCount(left: Sql, right: Sql): Sql;
  sharesAny(left: Sql, right: Sql): Sql;
  /** The best Jaro–Winkler similarity of any value of one list with any of the other. */
  bestJaroWinkler(left: Sql, right: Sql, atLeast: number): Sql;
  /** Great-circle distance from degrees. */
  kilometres(latitudeL: Sql, longitudeL: Sql, latitudeR: Sql, longitudeR: Sql): Sql;
  /** A 64-bit hash of several values taken together; null where any is null. */
  key(values: readonly Sql[]): Sql;
}
