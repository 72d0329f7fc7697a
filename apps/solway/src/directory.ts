import { createHash, randomUUID } from 'node:crypto';
import { type Instant, type IsoDate, SolwayError } from '@solway/kernel';
import { type DirectoryRow, readStaffDirectory } from '@solway/sources';
import {
  appendEntry,
  countLeaving,
  type Database,
  type DirectoryReading,
  endIncident,
  raiseIncident,
  recordReading,
  staleDirectories,
  type StaffRow,
  takeDirectory,
  transaction,
} from '@solway/store';

/** A file that was not taken: the directory stands as it was. */
class DirectoryError extends SolwayError<
  'directory-unreadable' | 'directory-empty' | 'directory-many-leave'
> {}

export interface DirectoryFile {
  readonly organisation: string;
  /** CSV: `user_id,name,role` and what is described in docs/reference/directory.md. */
  readonly text: string;
  /** The values of its `organisation` column, if it has one, that are this organisation. */
  readonly known: readonly string[];
  readonly today: IsoDate;
  readonly at: Instant;
  /** The file holds other organisations' rows as well, which are not wrong. */
  readonly shared?: boolean;
  /** Somebody has confirmed that so many leave. */
  readonly manyLeave?: boolean;
}

/** More than this share of the staff leaving at once is a broken file until somebody says that it is not. */
const MOST_LEAVING = 0.5;
const FEW = 10;

/**
 * Takes an organisation's staff directory: all of its good rows or none. Who is no longer in it has left, and what
 * they have open ends in the same transaction; so does its entry in the ledger.
 * @throws {DirectoryError}
 */
export async function importDirectory(db: Database, file: DirectoryFile): Promise<DirectoryReading> {
  const { rows, rejected: refused } = readFile(file);
  const rejected =
    file.shared === true ? refused.filter(({ code }) => code !== 'other-organisation') : refused;
  if (rows.length === 0)
    throw new DirectoryError(
      'directory-empty',
      'no row of this file can be taken; everybody would be locked out',
    );
  return transaction(db, async (tx) => {
    const { held, leaving } = await countLeaving(
      tx,
      file.organisation,
      rows.map(({ userId }) => userId),
    );
    if (file.manyLeave !== true && held > FEW && leaving > held * MOST_LEAVING)
      throw new DirectoryError(
        'directory-many-leave',
        `${leaving} of ${held} users are not in this file; confirm it if they have left`,
      );
    const change = await takeDirectory(
      tx,
      file.organisation,
      rows.map((row) => staffRow(file.organisation, row)),
      file.today,
      file.at,
    );
    const reading: DirectoryReading = {
      id: randomUUID(),
      organisation: file.organisation,
      read_at: file.at,
      digest: createHash('sha256').update(file.text).digest('hex'),
      accepted: rows.length,
      joined: change.joined,
      moved: change.moved,
      departed: change.departed,
      rejected,
    };
    await recordReading(tx, reading);
    await appendEntry(tx, {
      id: reading.id,
      kind: 'configuration',
      at: file.at,
      organisation: file.organisation,
      setting: 'staff-directory',
      change: `${rows.length} rows accepted, ${rejected.length} rejected; ${change.joined} joined, ${change.moved} moved, ${change.departed} left; ${change.ended} sign-ins and pages ended`,
      after: reading.digest,
      personal: null,
    });
    return reading;
  });
}

function readFile({ text, organisation, known }: DirectoryFile): ReturnType<typeof readStaffDirectory> {
  try {
    return readStaffDirectory(text, (value) => value === organisation || known.includes(value));
  } catch (cause) {
    throw new DirectoryError('directory-unreadable', 'the file is no directory in CSV', { cause });
  }
}

function staffRow(organisation: string, row: DirectoryRow): StaffRow {
  const { more } = row;
  return {
    user_id: row.userId,
    organisation,
    role: row.role,
    name: row.name,
    team: row.team ?? null,
    caseload: row.caseload ?? null,
    works_from: row.from ?? null,
    works_until: row.until ?? null,
    covers: row.covers ?? null,
    training_completed: row.trainingCompleted ?? null,
    surname: more['surname'] ?? null,
    chi: more['chi'] ?? null,
    address: more['address'] ?? null,
    postcode: more['postcode'] ?? null,
    hours: more['hours'] ?? null,
    serves: more['serves']?.split('|') ?? null,
    since: (more['since'] ?? null) as IsoDate | null,
  };
}

/** A directory that has not come for so many days is an incident: people who have left are still let in. */
export async function watchDirectories(db: Database, now: Instant, days: number): Promise<void> {
  const since = new Date(Date.parse(now) - days * 86_400_000).toISOString() as Instant;
  const stale = await staleDirectories(db, since);
  if (stale.length === 0) await endIncident(db, 'directory-stale', now);
  else await raiseIncident(db, 'directory-stale', { organisations: stale, days }, now);
}
