import type { KeyObject } from 'node:crypto';
import { compare, digest } from '@solway/agreement';
import { type Instant, instantOf, type IsoDate, londonTime } from '@solway/kernel';
import {
  appendEntry,
  type Database,
  lastMoment,
  lockAgreements,
  markSuperseded,
  putAgreementInForce,
  setVersionState,
  versionInForce,
  type VersionRow,
} from '@solway/store';
import { requireAssessed } from './assessment-life.ts';
import { GovernanceError } from './error.ts';
import { requireLater, requireLead, requireParty, requireState, requireVersion } from './requirements.ts';
import { type ActingOfficer, isBefore } from './officer.ts';
import { acting, envelope } from './record.ts';
import { requireAllSigned, requireNotAuthor } from './sign.ts';
import { reviewStanding } from './standing.ts';
import { faultWords, readVersion } from './version-text.ts';

/**
 * Brings a signed version into force, from the start date that it names or from now where that is past, and ends
 * its predecessor at the same moment: one transaction, so nobody ever reads half of each.
 * @returns the moment from which it decides
 * @throws {GovernanceError}
 */
export function approveVersion(
  db: Database,
  key: KeyObject,
  officer: ActingOfficer,
  asked: { readonly versionId: string; readonly digest: string },
  now: Instant,
): Promise<Instant> {
  return acting(db, officer, now, async (tx) => {
    requireLead(officer);
    await lockAgreements(tx);
    const version = await requireVersion(tx, asked.versionId, 'lock');
    if (version.state === 'consultation')
      throw new GovernanceError('agreement-not-signed', 'not every officer has signed');
    requireState(version, ['signed']);
    requireLater(version, now);
    const last = await lastMoment(tx);
    if (last !== undefined && isBefore(now, last))
      throw new GovernanceError('clock-set-back', 'the clock stands before the last entry of the ledger');
    const { read, problems } = readVersion(version.text);
    if (read === undefined || problems.length > 0)
      throw new GovernanceError('agreement-has-faults', faultWords(problems));
    const { agreement } = read;
    requireParty(agreement, officer);
    if (version.digest !== asked.digest || digest(agreement) !== version.digest)
      throw new GovernanceError(
        'signature-other-digest',
        'the text is not the one that was shown and signed',
      );
    await requireAllSigned(tx, key, version, now);
    await requireNotAuthor(tx, version, officer);
    await requireAssessed(tx, version, agreement);
    const today = londonTime(now).date;
    if (version.ends_on < today) throw new GovernanceError('agreement-dates-over', 'its last day is over');
    const inForce = await versionInForce(tx, now);
    requireReviewed(inForce, version, now);
    const from = version.starts_on <= today ? now : startOfDay(version.starts_on);
    await setVersionState(tx, version.version_id, 'approved', now);
    await putAgreementInForce(tx, {
      id: version.agreement_id,
      version: version.version,
      digest: version.digest,
      text: version.text,
      in_force_from: from,
    });
    await markSuperseded(tx, version.version_id);
    const { by: _, ...rest } = envelope(officer, now);
    await appendEntry(tx, {
      ...rest,
      kind: 'agreement-in-force',
      agreement: { id: version.agreement_id, version: version.version, digest: version.digest },
      from,
      personal: { user: { id: officer.userId, name: officer.name } },
    });
    return from;
  });
}

/** Past the grace of its review, what is in force goes on, but nothing is widened until someone has decided. */
function requireReviewed(inForce: VersionRow | undefined, next: VersionRow, now: Instant): void {
  if (inForce === undefined || reviewStanding(inForce, now).is !== 'past-grace') return;
  const [before, after] = [readVersion(inForce.text).read, readVersion(next.text).read];
  if (before === undefined || after === undefined || compare(before.agreement, after.agreement).material)
    throw new GovernanceError(
      'agreement-review-overdue',
      'the review of what is in force is past its grace, and this version shares more',
    );
}

/** Midnight on Scottish clocks; at most an hour from midnight UTC. */
function startOfDay(date: IsoDate): Instant {
  const utc = Date.parse(`${date}T00:00:00.000Z`);
  const before = instantOf(utc - 3_600_000);
  return londonTime(before).date === date ? before : instantOf(utc);
}
