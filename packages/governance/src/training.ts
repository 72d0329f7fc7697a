import {
  type Agreement,
  compare,
  compile,
  grantsOf,
  trainingState,
  type TrainingState,
} from '@solway/agreement';
import { type Instant, type IsoDate, londonTime, readIsoDate } from '@solway/kernel';
import {
  agreementVersions,
  type CompletionRow,
  type Database,
  latestCompletions,
  putCompletions,
  type StaffRow,
  staffInRoles,
  versionInForce,
} from '@solway/store';
import { GovernanceError } from './error.ts';
import type { ActingOfficer } from './officer.ts';
import { acting, recordAct } from './record.ts';
import { requireLead } from './requirements.ts';
import { readVersion } from './version-text.ts';

/** Why a row of a file of completions was not taken. */
type CompletionFault =
  | 'row-incomplete'
  | 'user-unknown'
  | 'date-invalid'
  | 'date-to-come'
  | 'course-other'
  | 'version-unknown'
  | 'row-repeated';

export interface RejectedCompletion {
  /** Line in the file, from 1; the headings are line 1. */
  readonly line: number;
  readonly code: CompletionFault;
}

const COMPLETION_COLUMNS = ['user_id', 'course', 'version', 'completed_on'] as const;
const MOST_ROWS = 20_000;

/** A row as it stands in the file. */
export type GivenCompletion = Readonly<Record<string, string>>;

/**
 * Takes a file of who completed the course, for the officer's own organisation's staff and nobody else's. Rows that
 * can't be taken are named with their line and code; the others are kept, each once, however often they come.
 * @throws {GovernanceError} `training-file-invalid` where it has not the columns, or is too long
 */
export function importCompletions(
  db: Database,
  officer: ActingOfficer,
  rows: readonly GivenCompletion[],
  now: Instant,
): Promise<{
  readonly taken: number;
  readonly known: number;
  readonly rejected: readonly RejectedCompletion[];
}> {
  return acting(db, officer, now, async (tx) => {
    requireLead(officer);
    const missing = COMPLETION_COLUMNS.filter((column) => rows[0] === undefined || !(column in rows[0]));
    if (missing.length > 0 || rows.length > MOST_ROWS)
      throw new GovernanceError(
        'training-file-invalid',
        missing.length > 0
          ? `these columns are missing: ${missing.join(', ')}`
          : `more than ${MOST_ROWS} rows`,
      );
    const inForce = await versionInForce(tx, now);
    const agreement = inForce === undefined ? undefined : readVersion(inForce.text).read?.agreement;
    const staff = (await staffInRoles(tx)).filter(
      ({ organisation }) => organisation === officer.organisation,
    );
    const read = readCompletions(rows, {
      users: new Set(staff.map(({ user_id }) => user_id)),
      versions: new Set((await agreementVersions(tx)).map(({ version }) => version)),
      course: agreement?.training.course,
      today: londonTime(now).date,
    });
    const taken = await putCompletions(tx, officer.organisation, read.accepted, now);
    await recordAct(tx, officer, 'training-imported', now, { count: taken });
    return { taken, known: read.accepted.length - taken, rejected: read.rejected };
  });
}

/** Pure: which rows can be taken, and why the others can't. */
export function readCompletions(
  rows: readonly GivenCompletion[],
  known: {
    readonly users: ReadonlySet<string>;
    readonly versions: ReadonlySet<string>;
    /** The course that the agreement in force names; any, where none is in force. */
    readonly course: string | undefined;
    readonly today: IsoDate;
  },
): { readonly accepted: readonly CompletionRow[]; readonly rejected: readonly RejectedCompletion[] } {
  const accepted: CompletionRow[] = [];
  const rejected: RejectedCompletion[] = [];
  const seen = new Set<string>();
  for (const [index, row] of rows.entries()) {
    const [user, course, version, completed] = COMPLETION_COLUMNS.map((column) => (row[column] ?? '').trim());
    const date = readIsoDate(completed ?? '');
    const key = [user, course, version, completed].join('\n');
    const code = faultOf(
      { user: user ?? '', course: course ?? '', version: version ?? '', date, given: completed ?? '' },
      known,
    );
    const repeated = seen.has(key);
    seen.add(key);
    if (code !== undefined || date === undefined || repeated)
      rejected.push({ line: index + 2, code: code ?? 'row-repeated' });
    else
      accepted.push({
        user_id: user ?? '',
        course: course ?? '',
        agreement_version: version ?? '',
        completed_on: date,
      });
  }
  return { accepted, rejected };
}

function faultOf(
  row: { user: string; course: string; version: string; date: IsoDate | undefined; given: string },
  { users, versions, course, today }: Parameters<typeof readCompletions>[1],
): CompletionFault | undefined {
  if (row.user === '' || row.course === '' || row.version === '' || row.given === '') return 'row-incomplete';
  if (!users.has(row.user)) return 'user-unknown';
  if (row.date === undefined) return 'date-invalid';
  if (row.date > today) return 'date-to-come';
  if (course !== undefined && row.course !== course) return 'course-other';
  return versions.has(row.version) ? undefined : 'version-unknown';
}

/** One member of staff in one role, and where their training stands under what is in force. */
export interface TrainingLine {
  readonly staff: StaffRow;
  readonly state: TrainingState;
  readonly completedOn?: IsoDate;
  /** The version that they last completed the course for, where a file said so. */
  readonly forVersion?: string;
  /** Why they are due; undefined for who is not. */
  readonly due?: 'never' | 'lapsed' | 'grace' | 'new-version';
}

const DUE_ORDER = ['never', 'lapsed', 'grace', 'new-version'] as const;

/**
 * The campaign of one party: its staff in roles that the version in force shows anything to, who is due the first.
 * A role whose view this version changed is due again, until its people have done the course for this version.
 */
export async function campaignOf(
  db: Database,
  organisation: string,
  now: Instant,
): Promise<{ readonly agreement: Agreement; readonly lines: readonly TrainingLine[] } | undefined> {
  const inForce = await versionInForce(db, now);
  const agreement = inForce === undefined ? undefined : readVersion(inForce.text).read?.agreement;
  if (inForce === undefined || agreement === undefined) return undefined;
  const compiled = compile(agreement);
  const base =
    inForce.based_on === null
      ? undefined
      : (await agreementVersions(db)).find(({ version_id }) => version_id === inForce.based_on);
  const before = base === undefined ? undefined : readVersion(base.text).read?.agreement;
  const changed = new Set(
    before === undefined
      ? []
      : compare(before, agreement)
          .access.filter((one) => one.organisation === organisation)
          .map(({ role }) => role),
  );
  const roles = new Set(
    grantsOf(agreement)
      .filter((grant) => grant.organisation === organisation && grant.inForce)
      .map(({ role }) => role),
  );
  const completions = new Map((await latestCompletions(db, organisation)).map((row) => [row.user_id, row]));
  const lines = (await staffInRoles(db))
    .filter((staff) => staff.organisation === organisation && roles.has(staff.role))
    .map((staff): TrainingLine => {
      const completed = staff.training_completed ?? undefined;
      const state = trainingState(compiled, completed, now);
      const forVersion = completions.get(staff.user_id)?.agreement_version;
      const due = dueOf(state, changed.has(staff.role) && forVersion !== agreement.version);
      return {
        staff,
        state,
        ...(completed === undefined ? {} : { completedOn: completed }),
        ...(forVersion === undefined ? {} : { forVersion }),
        ...(due === undefined ? {} : { due }),
      };
    });
  return { agreement, lines: lines.toSorted((a, b) => orderOf(a) - orderOf(b)) };
}

function dueOf(state: TrainingState, viewChanged: boolean): TrainingLine['due'] {
  switch (state) {
    case 'none':
      return 'never';
    case 'lapsed':
      return 'lapsed';
    case 'grace':
      return 'grace';
    case 'current':
      return viewChanged ? 'new-version' : undefined;
  }
}

function orderOf({ due }: TrainingLine): number {
  return due === undefined ? DUE_ORDER.length : DUE_ORDER.indexOf(due);
}
