import type { Agreement } from '@solway/agreement';
import type { Instant } from '@solway/kernel';
import { agreementVersion, type Queryable, type VersionRow } from '@solway/store';
import { GovernanceError } from './error.ts';
import { type ActingOfficer, isBefore, LEAD } from './officer.ts';

const LONGEST_WORDS = 4000;

export async function requireVersion(db: Queryable, versionId: string, lock?: 'lock'): Promise<VersionRow> {
  const version = /^[0-9a-f-]{36}$/.test(versionId) ? await agreementVersion(db, versionId, lock) : undefined;
  if (version === undefined) throw new GovernanceError('agreement-unknown', 'there is no such version');
  return version;
}

export function requireState(version: VersionRow, states: readonly VersionRow['state'][]): void {
  if (!states.includes(version.state))
    throw new GovernanceError('agreement-state-wrong', `the version is ${version.state}`);
}

export function requireLead({ roles }: ActingOfficer): void {
  if (!roles.includes(LEAD)) throw new GovernanceError('agreement-not-allowed', 'governance leads do this');
}

export function requireParty(agreement: Agreement, { organisation }: ActingOfficer): void {
  if (!agreement.parties.some(({ id }) => id === organisation))
    throw new GovernanceError('agreement-not-allowed', 'your organisation is not a party to this version');
}

export function requireShown(version: VersionRow, shown: number): void {
  if (version.revision !== shown)
    throw new GovernanceError('agreement-stale', 'the text has changed since the page was shown');
}

/** Nothing is done at a time before what has been done already: the order of a record is its worth. */
export function requireLater(version: VersionRow, now: Instant): void {
  if (isBefore(now, version.changed_at))
    throw new GovernanceError('clock-set-back', 'the clock stands before the last change of this version');
}

/** Trimmed. @throws {GovernanceError} `agreement-words-missing` where blank, or longer than a page */
export function requireWords(words: string): string {
  const trimmed = words.trim();
  if (trimmed === '' || trimmed.length > LONGEST_WORDS)
    throw new GovernanceError('agreement-words-missing', `1 to ${LONGEST_WORDS} characters are needed`);
  return trimmed;
}
