import type { ModelPart } from './matching-model.ts';

/** Days of birth, `YYYY-MM-DD`, that part children from adults: counted back from the register's newest births. */
export interface AgeParts {
  /** Born after this is a child, whatever the flag says: under 16. */
  readonly surelyChild: string;
  /** Born after this is a child where there is no flag: under 18. */
  readonly child: string;
  /** Born up to this is an adult, whatever the flag says: 22 and over. */
  readonly surelyAdult: string;
  /** Those of the register who can be a child of the council's: under 32, so that a slip in a year is no wall. */
  readonly youngOnRegister: string;
  /** Those of the register who can be an adult of the council's: born up to this, 6 and over. */
  readonly grownOnRegister: string;
}

/** @param newest a day of birth near the newest on the register */
export function agePartsAt(newest: string): AgeParts {
  const back = (years: number): string =>
    `${String(Number(newest.slice(0, 4)) - years).padStart(4, '0')}${newest.slice(4)}`;
  return {
    surelyChild: back(16),
    child: back(18),
    surelyAdult: back(22),
    youngOnRegister: back(32),
    grownOnRegister: back(6),
  };
}

/** The model for a council record: by the birth date where it is clear, else by the council's flag. */
export function partOf(
  person: { readonly birthDate: string | null; readonly context: 'adult' | 'child' | null },
  parts: AgeParts,
): ModelPart {
  const { birthDate, context } = person;
  if (birthDate === null) return context === 'child' ? 'children' : 'adults';
  if (birthDate > parts.surelyChild) return 'children';
  if (birthDate <= parts.surelyAdult) return 'adults';
  if (context !== null) return context === 'child' ? 'children' : 'adults';
  return birthDate > parts.child ? 'children' : 'adults';
}

/** The same in SQL, over `date_of_birth` and `context`. */
export function isChildSql(parts: AgeParts): string {
  return (
    `CASE WHEN date_of_birth IS NULL THEN coalesce(context = 'child', false) ` +
    `WHEN date_of_birth > '${parts.surelyChild}' THEN true WHEN date_of_birth <= '${parts.surelyAdult}' THEN false ` +
    `WHEN context IS NOT NULL THEN context = 'child' ELSE date_of_birth > '${parts.child}' END`
  );
}

/** Who of the register a part is matched against, in SQL over `date_of_birth`. */
export function onRegisterSql(part: ModelPart, parts: AgeParts): string {
  const born =
    part === 'children'
      ? `date_of_birth > '${parts.youngOnRegister}'`
      : `date_of_birth <= '${parts.grownOnRegister}'`;
  return `(date_of_birth IS NULL OR ${born})`;
}
