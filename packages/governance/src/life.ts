import { randomUUID } from 'node:crypto';
import type { Agreement } from '@solway/agreement';
import type { Instant } from '@solway/kernel';
import {
  authorsOf,
  type Database,
  numberTaken,
  putAuthor,
  putComment,
  putOffices,
  putVersion,
  putVersionText,
  type Queryable,
  setVersionState,
  versionInForce,
  voidSignatures,
} from '@solway/store';
import { beginAssessment, reopenIfMaterial } from './assessment-life.ts';
import { GovernanceError } from './error.ts';
import type { ActingOfficer } from './officer.ts';
import { acting, recordAct } from './record.ts';
import {
  requireLater,
  requireLead,
  requireParty,
  requireShown,
  requireState,
  requireVersion,
  requireWords,
} from './requirements.ts';
import { faultWords, type ReadVersion, readVersion } from './version-text.ts';

/** A text as a version can hold it. @throws {GovernanceError} `agreement-has-faults`, with the lines */
function readable(text: string): ReadVersion {
  const { read, problems } = readVersion(text);
  if (read === undefined) throw new GovernanceError('agreement-has-faults', faultWords(problems));
  return read;
}

/**
 * A draft of a new version. Its writer is its first author.
 * @param basedOn the version that it began from, whose impact assessment it begins with
 * @returns the id of the version
 * @throws {GovernanceError} `agreement-not-allowed`, `agreement-has-faults`, `agreement-other`
 */
export function proposeVersion(
  db: Database,
  officer: ActingOfficer,
  proposal: { readonly text: string; readonly basedOn?: string },
  now: Instant,
): Promise<string> {
  return acting(db, officer, now, async (tx) => {
    requireLead(officer);
    const read = readable(proposal.text);
    await requireSameAgreement(tx, read.agreement, now);
    requireParty(read.agreement, officer);
    const base = proposal.basedOn === undefined ? undefined : await requireVersion(tx, proposal.basedOn);
    const versionId = randomUUID();
    await putVersion(tx, {
      ...read.columns,
      version_id: versionId,
      based_on: base?.version_id ?? null,
      at: now,
    });
    await putOffices(tx, versionId, read.offices);
    await putAuthor(tx, versionId, authorOf(officer));
    await beginAssessment(tx, versionId, read.agreement, base, now);
    await recordAct(tx, officer, 'drafted', now, { version: read.columns });
    return versionId;
  });
}

/**
 * Another text in the place of a version's. Who writes becomes an author. What was signed is signed no more, since
 * it is another text; and the impact assessment opens again where the change is material.
 * @param shown the revision that the writer saw
 * @throws {GovernanceError} `agreement-stale` where somebody else has changed it since
 */
export function changeVersion(
  db: Database,
  officer: ActingOfficer,
  change: { readonly versionId: string; readonly shown: number; readonly text: string },
  now: Instant,
): Promise<{ readonly voided: number; readonly reopened: boolean }> {
  return acting(db, officer, now, async (tx) => {
    requireLead(officer);
    const version = await requireVersion(tx, change.versionId, 'lock');
    requireState(version, ['draft', 'consultation', 'signed']);
    requireLater(version, now);
    requireShown(version, change.shown);
    const read = readable(change.text);
    requireParty(read.agreement, officer);
    await requireSameAgreement(tx, read.agreement, now);
    if (version.state !== 'draft') {
      // What the parties are reading always holds together.
      if (read.problems.length > 0)
        throw new GovernanceError('agreement-has-faults', faultWords(read.problems));
      await requireOwnNumber(tx, version.version_id, read);
    }
    await putVersionText(tx, { ...read.columns, version_id: version.version_id, at: now });
    await putOffices(tx, version.version_id, read.offices);
    await putAuthor(tx, version.version_id, authorOf(officer));
    const voided = await voidSignatures(tx, version.version_id, now);
    if (voided > 0) await recordAct(tx, officer, 'signatures-voided', now, { version, count: voided });
    await recordAct(tx, officer, 'changed', now, { version: read.columns });
    const reopened = await reopenIfMaterial(tx, officer, version, read.agreement, now);
    return { voided, reopened };
  });
}

/** The draft goes to the parties: it is read, commented on and signed from now on. */
export function putToConsultation(
  db: Database,
  officer: ActingOfficer,
  asked: { readonly versionId: string; readonly shown: number },
  now: Instant,
): Promise<void> {
  return acting(db, officer, now, async (tx) => {
    requireLead(officer);
    const version = await requireVersion(tx, asked.versionId, 'lock');
    requireState(version, ['draft']);
    requireShown(version, asked.shown);
    const read = readable(version.text);
    requireParty(read.agreement, officer);
    if (read.problems.length > 0)
      throw new GovernanceError('agreement-has-faults', faultWords(read.problems));
    await requireOwnNumber(tx, version.version_id, read);
    await setVersionState(tx, version.version_id, 'consultation', now);
    await recordAct(tx, officer, 'put-to-consultation', now, { version });
  });
}

/** Takes back what has not come into force. A party that proposed nothing in it can't take it away. */
export function withdrawVersion(
  db: Database,
  officer: ActingOfficer,
  versionId: string,
  now: Instant,
): Promise<void> {
  return acting(db, officer, now, async (tx) => {
    requireLead(officer);
    const version = await requireVersion(tx, versionId, 'lock');
    requireState(version, ['draft', 'consultation', 'signed']);
    const authors = await authorsOf(tx, version.version_id);
    if (!authors.some(({ organisation }) => organisation === officer.organisation))
      throw new GovernanceError('agreement-not-allowed', 'it was proposed by the other party');
    await voidSignatures(tx, version.version_id, now);
    await setVersionState(tx, version.version_id, 'withdrawn', now);
    await recordAct(tx, officer, 'withdrawn', now, { version });
  });
}

/** What somebody thinks of a version that is being consulted on. It stays with the version. */
export function commentOn(
  db: Database,
  officer: ActingOfficer,
  comment: { readonly versionId: string; readonly section: string; readonly words: string },
  now: Instant,
): Promise<void> {
  return acting(db, officer, now, async (tx) => {
    const version = await requireVersion(tx, comment.versionId, 'lock');
    requireState(version, ['consultation', 'signed']);
    requireParty(readable(version.text).agreement, officer);
    const id = randomUUID();
    await putComment(tx, version.version_id, {
      id,
      revision: version.revision,
      at: now,
      organisation: officer.organisation,
      name: officer.name,
      role: officer.roles[0] ?? '',
      section: comment.section.slice(0, 60),
      words: requireWords(comment.words),
    });
    await recordAct(tx, officer, 'commented', now, { version });
  });
}

/** One agreement at a time decides, so a version is of that one. */
async function requireSameAgreement(db: Queryable, { id }: Agreement, now: Instant): Promise<void> {
  const inForce = await versionInForce(db, now);
  if (inForce !== undefined && inForce.agreement_id !== id)
    throw new GovernanceError('agreement-other', `what is in force is called ${inForce.agreement_id}`);
}

async function requireOwnNumber(db: Queryable, versionId: string, { columns }: ReadVersion): Promise<void> {
  if (await numberTaken(db, columns.agreement_id, columns.version, versionId))
    throw new GovernanceError('agreement-version-taken', `there is a version ${columns.version} already`);
}

function authorOf({ organisation, userId, name }: ActingOfficer) {
  return { organisation, user_id: userId, name };
}
