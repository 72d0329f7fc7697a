import type { CleaningRule } from '../cleaning/rule-schema.ts';
import type { SettingsInput } from '../settings/schema.ts';
import type { ColumnProfile, TableProfile } from './profile.ts';
import type { Role } from './roles.ts';

type ColumnInput = NonNullable<SettingsInput['columns']>[number];
type ComparisonInput = SettingsInput['comparisons'][number];
type RuleInput = SettingsInput['blocking']['rules'][number];

/** A column of both tables, under one name. */
interface Field {
  readonly name: string;
  readonly role: Role;
  readonly left: ColumnProfile;
  readonly right: ColumnProfile;
}

export interface Draft {
  readonly columns: readonly ColumnInput[];
  readonly comparisons: readonly ComparisonInput[];
  /** Rules worth counting, most telling first. */
  readonly candidates: readonly RuleInput[];
}

/** Columns that both tables have: by name first, then by the part they play. */
function fieldsOf(left: TableProfile, right: TableProfile): Field[] {
  const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');
  const fields: Field[] = [];
  const used = new Set<string>();
  for (const column of left.columns) {
    if (column.role === 'ignored') continue;
    const free = right.columns.filter((one) => !used.has(one.name) && one.role !== 'ignored');
    const other =
      free.find((one) => plain(one.name) === plain(column.name)) ??
      free.find(
        (one) => one.role === column.role && !['text', 'code', 'place', 'address'].includes(one.role),
      );
    if (!other) continue;
    used.add(other.name);
    // Some names the settings keep for themselves.
    const name = /^(id|rid|rowid)$/i.test(column.name) ? `${column.name}_value` : column.name;
    fields.push({ name, role: column.role, left: column, right: other });
  }
  return fields;
}

/** Columns and comparisons for a table of people, and candidate blocking rules. */
export function draft(left: TableProfile, right: TableProfile): Draft {
  const fields = fieldsOf(left, right);
  const has = (role: Role): Field | undefined => fields.find((one) => one.role === role);
  const columns: ColumnInput[] = [];
  const comparisons: ComparisonInput[] = [];
  const add = (
    field: Field,
    clean: CleaningRule[],
    comparison: ComparisonInput | null,
    name = field.name,
  ): void => {
    const [l, r] = [field.left.name, field.right.name];
    columns.push({
      name,
      ...(l === name && r === name ? {} : { from: l === r ? l : { left: l, right: r } }),
      ...(field.left.isList ? { list: true } : {}),
      clean,
    });
    if (comparison) comparisons.push(comparison);
  };
  const split = has('forename') && has('surname') ? undefined : has('fullName');
  const names = namesOf(has('forename'), has('surname'), split, add);
  for (const field of fields) other(field, add);
  const year = birthParts(fields, columns, comparisons, has);
  return { columns, comparisons, candidates: candidatesOf(fields, names, year, columns) };
}

type Add = (field: Field, clean: CleaningRule[], comparison: ComparisonInput | null, name?: string) => void;

interface Names {
  readonly forename?: string;
  readonly surname?: string;
}

function namesOf(
  forename: Field | undefined,
  surname: Field | undefined,
  split: Field | undefined,
  add: Add,
): Names {
  const names = split
    ? { forename: 'forename', surname: 'surname' }
    : { ...(forename ? { forename: forename.name } : {}), ...(surname ? { surname: surname.name } : {}) };
  const titles: CleaningRule[] = [{ dropWords: ['mr', 'mrs', 'miss', 'ms', 'dr', 'sir', 'rev'] }];
  if (names.forename) {
    add(
      (split ?? forename)!,
      split ? ['name', ...titles, 'firstWord'] : ['name'],
      {
        kind: 'forename',
        column: names.forename,
        termFrequency: true,
        ...(names.surname ? { swappedWith: names.surname } : {}),
      },
      names.forename,
    );
  }
  if (names.surname) {
    add(
      (split ?? surname)!,
      split ? ['name', ...titles, 'lastWord'] : ['name'],
      {
        kind: 'surname',
        column: names.surname,
        termFrequency: true,
        ...(names.forename ? { swappedWith: names.forename } : {}),
      },
      names.surname,
    );
  }
  return names;
}

function other(field: Field, add: Add): void {
  const { name, role } = field;
  if (field.left.isList) return add(field, ['text'], { kind: 'anyName', column: name });
  switch (role) {
    case 'dateOfBirth':
      // Settings that nobody has looked at must run, so impossible dates are kept; the run warns of them.
      return add(field, [{ date: { order: field.left.monthFirst ? 'mdy' : 'dmy', impossible: 'keep' } }], {
        kind: 'date',
        column: name,
        termFrequency: true,
      });
    case 'sex':
      return add(field, ['sex'], { kind: 'exact', column: name });
    case 'postcode':
      return field.left.ukPostcodes > 0.5
        ? add(field, ['postcode'], { kind: 'postcode', column: name, termFrequency: true })
        : add(field, ['text'], { kind: 'damerauLevenshtein', column: name, termFrequency: true });
    case 'email':
      return add(field, ['email'], { kind: 'email', column: name });
    case 'phone':
      return add(field, ['phone'], { kind: 'damerauLevenshtein', column: name });
    case 'personNumber':
      return add(field, ['alphanumeric'], { kind: 'damerauLevenshtein', column: name });
    case 'middleName':
      return add(field, ['name'], { kind: 'forename', column: name });
    case 'address':
    case 'place':
    case 'text':
      return add(field, ['text'], { kind: 'jaroWinkler', column: name, termFrequency: true });
    case 'occupation':
    case 'houseNumber':
      return add(field, ['text'], { kind: 'exact', column: name, termFrequency: true });
    case 'region':
    case 'code':
      return add(field, ['text'], { kind: 'exact', column: name });
    case 'fullName':
    case 'forename':
    case 'surname':
    case 'birthYear':
    case 'birthMonth':
    case 'birthDay':
    case 'ignored':
      return undefined;
  }
}

/** A date of birth that comes in three columns is made one. */
function birthParts(
  fields: readonly Field[],
  columns: ColumnInput[],
  comparisons: ComparisonInput[],
  has: (role: Role) => Field | undefined,
): string | null {
  const parts = [has('birthYear'), has('birthMonth'), has('birthDay')];
  if (has('dateOfBirth')) return null;
  if (parts.every((part) => part !== undefined)) {
    const from = { left: parts.map((part) => part.left.name), right: parts.map((part) => part.right.name) };
    columns.push({ name: 'date_of_birth', from, clean: [{ date: { order: 'dmy', impossible: 'keep' } }] });
    comparisons.push({ kind: 'date', column: 'date_of_birth', termFrequency: true });
    return 'date_of_birth';
  }
  for (const part of parts) {
    if (!part) continue;
    columns.push({
      name: part.name,
      ...(part.left.name === part.right.name
        ? {}
        : { from: { left: part.left.name, right: part.right.name } }),
      clean: ['text'],
    });
    comparisons.push({ kind: 'exact', column: part.name });
  }
  return null;
}

/** Sound and cut forms of names and dates, then every pair of telling columns, then single ones. */
function candidatesOf(
  fields: readonly Field[],
  names: Names,
  builtDate: string | null,
  columns: ColumnInput[],
): RuleInput[] {
  const date = fields.find((one) => one.role === 'dateOfBirth')?.name ?? builtDate;
  const postcode = fields.find((one) => one.role === 'postcode')?.name;
  const of = (...roles: Role[]): string[] =>
    fields.filter((one) => roles.includes(one.role)).map((one) => one.name);
  const strong = of('personNumber', 'email', 'phone');
  const telling = [
    date,
    names.surname,
    names.forename,
    postcode,
    ...of('address', 'place', 'occupation', 'houseNumber', 'text'),
  ].filter((one) => one !== null && one !== undefined);
  const candidates: RuleInput[] = [
    ...strong.map((one) => [one]),
    ...(date ? [[date]] : []),
    ...(postcode ? [[postcode]] : []),
    ...of('address').map((one) => [one]),
  ];
  telling.forEach((one, i) => telling.slice(i + 1).forEach((two) => candidates.push([one, two])));
  if (names.surname) {
    const source = columns.find((one) => one.name === names.surname)!;
    const sound = `${names.surname}_sound`;
    columns.push({
      ...source,
      name: sound,
      from: source.from ?? source.name,
      clean: [...(source.clean ?? []), 'soundex'],
    });
    if (date) candidates.push([sound, { column: date, first: 4 }]);
    if (postcode) candidates.push([sound, { column: postcode, first: 3 }]);
    if (names.forename) candidates.push([sound, { column: names.forename, first: 3 }]);
  }
  if (names.forename && date)
    candidates.push([
      { column: names.forename, first: 1 },
      { column: date, last: 5 },
      ...(names.surname ? [{ column: names.surname, first: 1 }] : []),
    ]);
  return candidates;
}
