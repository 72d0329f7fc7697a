import { type KeyObject, randomUUID } from 'node:crypto';
import type { Instant } from '@solway/kernel';
import {
  appendEntry,
  authorsOf,
  type Database,
  type Office,
  officesOf,
  putSignature,
  type Queryable,
  setVersionState,
  type SignatureRow,
  signaturesOf,
  versionInForce,
  type VersionRow,
} from '@solway/store';
import { GovernanceError } from './error.ts';
import { requireLater, requireState, requireVersion } from './requirements.ts';
import type { ActingOfficer } from './officer.ts';
import { acting, envelope } from './record.ts';
import { isGenuine, signFor } from './signature.ts';

/** An office that must sign a version, and its signature where there is one that stands. */
export interface Signing extends Office {
  readonly signature?: SignatureRow;
}

/**
 * Who must sign: every officer that the version names, and every officer that the version in force names. So
 * nobody can be left out by the very text that leaves them out.
 */
export async function signingsOf(
  db: Queryable,
  version: VersionRow,
  now: Instant,
): Promise<readonly Signing[]> {
  const inForce = version.state === 'approved' ? undefined : await versionInForce(db, now);
  const ids = [version.version_id, ...(inForce === undefined ? [] : [inForce.version_id])];
  const offices = await officesOf(db, ids);
  const standing = (await signaturesOf(db, version.version_id)).filter(({ voided_at }) => voided_at === null);
  return offices.map((office) => {
    const signature = standing.find(({ party, role }) => party === office.party && role === office.role);
    return signature === undefined ? office : { ...office, signature };
  });
}

/**
 * Puts an officer's name to a version: for their own party, in an office that must sign, to the very text that they
 * were shown. When the last has signed, the version is signed.
 * @throws {GovernanceError} `signature-…`, `agreement-own-work`, `clock-set-back`, `agreement-state-wrong`
 */
export function signVersion(
  db: Database,
  key: KeyObject,
  officer: ActingOfficer,
  asked: { readonly versionId: string; readonly digest: string },
  now: Instant,
): Promise<'all-signed' | 'more-to-sign'> {
  return acting(db, officer, now, async (tx) => {
    const version = await requireVersion(tx, asked.versionId, 'lock');
    requireState(version, ['consultation', 'signed']);
    requireLater(version, now);
    if (version.digest === null || version.digest !== asked.digest)
      throw new GovernanceError('signature-other-digest', 'the text is not the one that was shown');
    const signings = await signingsOf(tx, version, now);
    const mine = signings.find(
      ({ party, role }) => party === officer.organisation && officer.roles.includes(role),
    );
    if (mine === undefined)
      throw new GovernanceError('signature-not-yours', 'no party is signed for by this officer in this role');
    if (mine.signature !== undefined)
      throw new GovernanceError('signature-repeated', 'this office has signed this text already');
    await requireNotAuthor(tx, version, officer);
    const signed = {
      id: randomUUID(),
      version_id: version.version_id,
      agreement_id: version.agreement_id,
      version: version.version,
      digest: version.digest,
      party: mine.party,
      role: mine.role,
      office: mine.office,
      user_id: officer.userId,
      name: officer.name,
      at: now,
    };
    const { agreement_id: _, version: __, ...row } = signed;
    await putSignature(tx, { ...row, ...signFor(signed, key), voided_at: null });
    await appendEntry(tx, {
      ...envelopeWithoutRole(officer, now),
      kind: 'agreement-signed',
      agreement: { id: version.agreement_id, version: version.version, digest: version.digest },
      party: mine.party,
      office: mine.office,
      personal: { user: { id: officer.userId, name: officer.name } },
    });
    const left = signings.filter((one) => one !== mine && one.signature === undefined);
    await setVersionState(tx, version.version_id, left.length === 0 ? 'signed' : 'consultation', now);
    return left.length === 0 ? 'all-signed' : 'more-to-sign';
  });
}

/**
 * Whether everything that must be under a version is, and is what was put there.
 * @throws {GovernanceError} `agreement-not-signed`, `signature-other-digest`, `signature-forged`
 */
export async function requireAllSigned(
  db: Queryable,
  key: KeyObject,
  version: VersionRow,
  now: Instant,
): Promise<void> {
  const signings = await signingsOf(db, version, now);
  for (const { signature, office } of signings) {
    if (signature === undefined)
      throw new GovernanceError('agreement-not-signed', `the ${office} has not signed`);
    if (signature.digest !== version.digest)
      throw new GovernanceError('signature-other-digest', `the ${office} signed another text`);
    if (!isGenuine(signature, version, key))
      throw new GovernanceError(
        'signature-forged',
        `the signature of the ${office} is not one that was made`,
      );
    if (signature.at > now)
      throw new GovernanceError('clock-set-back', `the ${office} signed at a later time than this`);
  }
}

/** Nobody both proposes and approves. */
export async function requireNotAuthor(
  db: Queryable,
  version: VersionRow,
  officer: ActingOfficer,
): Promise<void> {
  const authors = await authorsOf(db, version.version_id);
  if (authors.some((one) => one.organisation === officer.organisation && one.user_id === officer.userId))
    throw new GovernanceError('agreement-own-work', 'who wrote any of a version does not approve it');
}

function envelopeWithoutRole(officer: ActingOfficer, at: Instant) {
  const { by: _, ...rest } = envelope(officer, at);
  return rest;
}
