import { LinkageError } from '../errors.ts';
import type { CleaningStep, CleanValue } from './step.ts';

/** Applies rules to one raw value, as the SQL does to a column. Empty text is null throughout. */
export function clean(raw: string | null, steps: readonly CleaningStep[], column: string): CleanValue {
  let value: CleanValue = raw === '' ? null : raw;
  for (const step of steps) {
    if (value === null) return null;
    if (!step.apply) {
      throw new LinkageError(
        'CUSTOM_SQL_NOT_SCORABLE',
        `Column "${column}" is cleaned by custom SQL, which only a database can run`,
        { place: column },
      );
    }
    value = step.apply(value as string);
    if (value === '') value = null;
  }
  return value;
}
