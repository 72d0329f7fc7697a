import { randomUUID } from 'node:crypto';
import { type Instant, type IsoDate, londonTime, readIsoDate } from '@solway/kernel';
import {
  beginReview,
  type Database,
  lockAgreements,
  officesOf,
  putReview,
  type Queryable,
  reviewsOf,
  type VersionRow,
} from '@solway/store';
import { GovernanceError } from './error.ts';
import { requireLater, requireLead, requireVersion, requireWords } from './requirements.ts';
import type { ActingOfficer } from './officer.ts';
import { type Act, acting, recordAct } from './record.ts';
import { standingOf } from './standing.ts';

const LONGEST_DELAY_DAYS = 1100;

/** The parties look again at what is in force. It stays in force meanwhile. */
export function openReview(
  db: Database,
  officer: ActingOfficer,
  versionId: string,
  now: Instant,
): Promise<void> {
  return acting(db, officer, now, async (tx) => {
    requireLead(officer);
    const version = await requireInForce(tx, versionId, now);
    if (version.review_begun_at !== null)
      throw new GovernanceError('agreement-state-wrong', 'a review has begun already');
    await beginReview(tx, version.version_id, now);
    await recordAct(tx, officer, 'review-begun', now, { version });
  });
}

/**
 * What comes of a review, by an officer who signs for a party, with a reason. To go on takes one. To end what
 * people rely on takes two, of two parties: the first proposes it, and another confirms it.
 */
export function decideReview(
  db: Database,
  officer: ActingOfficer,
  asked: {
    readonly versionId: string;
    readonly decision: 'continue' | 'end';
    readonly reason: string;
    /** For `continue`: when to look again. */
    readonly nextReview?: string;
  },
  now: Instant,
): Promise<'continued' | 'end-proposed' | 'ended'> {
  return acting(db, officer, now, async (tx) => {
    await lockAgreements(tx);
    const version = await requireInForce(tx, asked.versionId, now);
    requireLater(version, now);
    const offices = await officesOf(tx, [version.version_id]);
    if (!offices.some(({ party, role }) => party === officer.organisation && officer.roles.includes(role)))
      throw new GovernanceError('agreement-not-allowed', 'officers who sign for a party decide this');
    const reason = requireWords(asked.reason);
    const put = async (decision: 'continue' | 'end-proposed' | 'end', act: Act, next: IsoDate | null) => {
      await putReview(tx, version.version_id, {
        id: randomUUID(),
        at: now,
        organisation: officer.organisation,
        name: officer.name,
        role: officer.roles[0] ?? '',
        decision,
        reason,
        next_review: next,
      });
      await recordAct(tx, officer, act, now, { version, notes: reason });
    };
    if (asked.decision === 'continue') {
      await put('continue', 'review-continued', nextReview(asked.nextReview, version, now));
      return 'continued';
    }
    const last = (await reviewsOf(tx, version.version_id)).at(-1);
    if (last?.decision === 'end-proposed' && last.organisation !== officer.organisation) {
      await put('end', 'ended', null);
      return 'ended';
    }
    await put('end-proposed', 'end-proposed', null);
    return 'end-proposed';
  });
}

function nextReview(text: string | undefined, version: VersionRow, now: Instant): IsoDate {
  const date = readIsoDate(text ?? '');
  const today = londonTime(now).date;
  const latest = new Date(Date.parse(today) + LONGEST_DELAY_DAYS * 86_400_000).toISOString().slice(0, 10);
  if (date === undefined || date <= today || date > latest || date > version.ends_on)
    throw new GovernanceError(
      'agreement-words-missing',
      'the next review is a day to come, within three years and before the last day in force',
    );
  return date;
}

async function requireInForce(db: Queryable, versionId: string, now: Instant): Promise<VersionRow> {
  const version = await requireVersion(db, versionId, 'lock');
  const standing = standingOf(version, now);
  if (standing !== 'in-force' && standing !== 'under-review')
    throw new GovernanceError('agreement-state-wrong', `the version is ${standing}`);
  return version;
}
