import { randomUUID } from 'node:crypto';
import type { Instant } from '@solway/kernel';
import type { EntryOf } from '@solway/ledger';
import { appendEntry, type Database, type Queryable, transaction, type VersionRow } from '@solway/store';
import { GovernanceError } from './error.ts';
import type { ActingOfficer } from './officer.ts';

export type Act = EntryOf<'agreement-act'>['act'];

interface ActDetail {
  readonly version?: Pick<VersionRow, 'agreement_id' | 'version' | 'digest'>;
  readonly reason?: string;
  readonly notes?: string;
  readonly count?: number;
}

/** Writes an act into the ledger, in the caller's transaction. */
export async function recordAct(
  db: Queryable,
  officer: ActingOfficer,
  act: Act,
  at: Instant,
  { version, reason, notes, count }: ActDetail = {},
): Promise<void> {
  await appendEntry(db, {
    ...envelope(officer, at),
    kind: 'agreement-act',
    act,
    ...(version === undefined ? {} : { agreement: referenceTo(version) }),
    ...(reason === undefined ? {} : { reason }),
    ...(count === undefined ? {} : { count }),
    personal: {
      user: { id: officer.userId, name: officer.name },
      ...(notes === undefined ? {} : { notes: notes.slice(0, 4000) }),
    },
  });
}

export function envelope(officer: ActingOfficer, at: Instant) {
  return {
    id: randomUUID(),
    at,
    organisation: officer.organisation,
    correlationId: officer.correlationId,
    by: { organisation: officer.organisation, role: officer.roles[0] ?? '' },
  } as const;
}

function referenceTo({ agreement_id, version, digest }: NonNullable<ActDetail['version']>) {
  return { id: agreement_id, version, ...(digest === null ? {} : { digest }) };
}

/**
 * Runs an act in one transaction, all of it or none. A refusal is written into the ledger with its code, by
 * itself, since nothing else of the act remains.
 */
export async function acting<T>(
  db: Database,
  officer: ActingOfficer,
  at: Instant,
  act: (tx: Queryable) => Promise<T>,
): Promise<T> {
  try {
    return await transaction(db, act);
  } catch (error) {
    if (error instanceof GovernanceError)
      await recordAct(db, officer, 'refused', at, { reason: error.code, notes: error.message });
    throw error;
  }
}
