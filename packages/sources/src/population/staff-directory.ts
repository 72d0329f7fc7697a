import { type IsoDate, readIsoDate, withoutUnprinted } from '@solway/kernel';
import { parse } from 'csv-parse/sync';

/** One row of an organisation's staff directory. */
export interface DirectoryRow {
  readonly userId: string;
  readonly name: string;
  readonly role: string;
  readonly team?: string;
  readonly caseload?: string;
  /** The days on which it holds, both included. */
  readonly from?: IsoDate;
  readonly until?: IsoDate;
  /** The user whose place this one takes for a time. */
  readonly covers?: string;
  readonly trainingCompleted?: IsoDate;
  /** Whatever else the file holds of the user, by column. */
  readonly more: Readonly<Record<string, string>>;
}

export const DIRECTORY_CODES = [
  'row-torn',
  'user-id-missing',
  'user-id-malformed',
  'name-missing',
  'role-missing',
  'role-malformed',
  'date-impossible',
  'dates-reversed',
  'cover-without-end',
  'cover-of-nobody',
  'duplicate-row',
  'other-organisation',
] as const;
export type DirectoryCode = (typeof DIRECTORY_CODES)[number];

export interface DirectoryRead {
  readonly rows: readonly DirectoryRow[];
  /** Each row that was not taken, by its line in the file, the header being line 1. */
  readonly rejected: readonly { readonly line: number; readonly code: DirectoryCode }[];
}

const USER_ID = /^[\w.@:+-]{1,120}$/;
const ROLE = /^[a-z][a-z0-9-]{0,63}$/;
const LONGEST = 200;

/**
 * Reads a directory in CSV. Every row is accepted, or rejected with a code; columns that are not known are kept.
 * @param ours whether a value of the `organisation` column is this organisation; a file without the column is
 * @throws {Error} of csv-parse, where the file is not CSV at all or lacks `user_id` or `role`
 */
export function readStaffDirectory(text: string, ours: (organisation: string) => boolean): DirectoryRead {
  const records = parse<{ record: Record<string, string>; info: { lines: number; error?: unknown } }>(text, {
    columns: (header: string[]) => {
      for (const needed of ['user_id', 'role'])
        if (!header.includes(needed)) throw new Error(`the file has no column ${needed}`);
      return header;
    },
    bom: true,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    trim: true,
  });
  const users = new Set(records.map(({ record }) => record['user_id'] ?? ''));
  const seen = new Set<string>();
  const rows: DirectoryRow[] = [];
  const rejected: { line: number; code: DirectoryCode }[] = [];
  for (const { record, info } of records) {
    const read = info.error === undefined ? rowOf(record, users, ours) : 'row-torn';
    const key = typeof read === 'string' ? '' : `${read.userId} ${read.role}`;
    if (typeof read === 'string') rejected.push({ line: info.lines, code: read });
    else if (seen.has(key)) rejected.push({ line: info.lines, code: 'duplicate-row' });
    else {
      seen.add(key);
      rows.push(read);
    }
  }
  return { rows, rejected };
}

function rowOf(
  record: Readonly<Record<string, string>>,
  users: ReadonlySet<string>,
  ours: (organisation: string) => boolean,
): DirectoryRow | DirectoryCode {
  const cell = (column: string): string => withoutUnprinted(record[column] ?? '').slice(0, LONGEST);
  const userId = cell('user_id');
  if (record['organisation'] !== undefined && !ours(record['organisation'])) return 'other-organisation';
  if (userId === '') return 'user-id-missing';
  if (!USER_ID.test(userId)) return 'user-id-malformed';
  if (cell('name') === '') return 'name-missing';
  if (cell('role') === '') return 'role-missing';
  if (!ROLE.test(cell('role'))) return 'role-malformed';
  const dates: Record<string, IsoDate> = {};
  for (const column of ['from', 'until', 'training_completed']) {
    if (cell(column) === '') continue;
    const date = readIsoDate(cell(column));
    if (date === undefined) return 'date-impossible';
    dates[column] = date;
  }
  const { from, until, training_completed: trainingCompleted } = dates;
  if (from !== undefined && until !== undefined && until < from) return 'dates-reversed';
  const covers = cell('covers');
  if (covers !== '' && until === undefined) return 'cover-without-end';
  if (covers !== '' && (!users.has(covers) || covers === userId)) return 'cover-of-nobody';
  const text = (key: string, value: string): Record<string, string> => (value === '' ? {} : { [key]: value });
  const known = new Set(KNOWN);
  return {
    userId,
    name: cell('name'),
    role: cell('role'),
    ...text('team', cell('team')),
    ...text('caseload', cell('caseload')),
    ...(from === undefined ? {} : { from }),
    ...(until === undefined ? {} : { until }),
    ...text('covers', covers),
    ...(trainingCompleted === undefined ? {} : { trainingCompleted }),
    more: Object.fromEntries(
      Object.keys(record)
        .filter((column) => !known.has(column) && cell(column) !== '')
        .map((column) => [column, cell(column)]),
    ),
  };
}

const KNOWN = [
  'user_id',
  'name',
  'organisation',
  'role',
  'team',
  'caseload',
  'from',
  'until',
  'covers',
  'training_completed',
];
