import type { Dialect, Sql } from '../dialect/dialect.ts';

/** A cleaned value: text, a list of texts, or a number. */
export type CleanValue = string | number | readonly string[] | null;
export type ColumnType = 'text' | 'list' | 'number';

/** One step of cleaning in both its forms. `sql` and `apply` agree on every value; null stays null. */
export interface CleaningStep {
  readonly name: string;
  /** What comes out when it is not text. */
  readonly yields?: ColumnType;
  sql(value: Sql, dialect: Dialect): Sql;
  /** Absent when the step is the user's own SQL. */
  apply?(value: string): CleanValue;
}
