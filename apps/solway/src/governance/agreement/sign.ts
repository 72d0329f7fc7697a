import type { KeyObject } from 'node:crypto';
import {
  assessmentStands,
  isGenuine,
  LEAD,
  reviewStanding,
  type Signing,
  signingsOf,
  type Standing,
  standingOf,
} from '@solway/governance';
import { formatDate, type Instant } from '@solway/kernel';
import { assessmentOf, authorsOf, reviewsOf, signaturesOf } from '@solway/store';
import { type GovernanceSaid, renderAgreementSign, type SigningLine, type SignModel } from '@solway/web';
import type { ServerParts } from '../../server.ts';
import type { Officer } from '../officer.ts';
import { type OpenVersion, pageParts, partyNameIn } from './version.ts';
import { reviewWords } from './words.ts';

/** Who has signed, what is still to be done before a version is in force, and what this officer may do. */
export async function signPage(
  parts: ServerParts,
  officer: Officer,
  version: OpenVersion,
  said?: GovernanceSaid,
): Promise<string> {
  const { db, clock } = parts.walk;
  const { row, agreement } = version;
  const now = clock();
  const [signings, all, authors, reviews, assessment] = await Promise.all([
    signingsOf(db, row, now),
    signaturesOf(db, row.version_id),
    authorsOf(db, row.version_id),
    reviewsOf(db, row.version_id),
    assessmentOf(db, row.version_id),
  ]);
  const wrote = authors.some(
    (one) => one.organisation === officer.organisation && one.user_id === officer.userId,
  );
  const standing = standingOf(row, now);
  return renderAgreementSign({
    ...pageParts(parts, officer, version, '/agreement/sign-page', said),
    revision: row.revision,
    signings: signings.map((one) => lineOf(one, version, officer, wrote, parts.signingKey)),
    voided: all.flatMap(({ office, name, voided_at: at }) =>
      at === null ? [] : [{ office, name, voidedAt: at }],
    ),
    steps:
      row.state === 'approved' || row.state === 'withdrawn'
        ? []
        : [
            { words: 'The text holds together', done: row.digest !== null },
            { words: 'It has been put to the parties', done: row.state !== 'draft' },
            {
              words: 'The impact assessment is signed off for what it would share',
              done: assessmentStands(assessment, agreement),
            },
            {
              words: `Every officer has signed: ${signings.filter((one) => one.signature !== undefined).length} of ${signings.length}`,
              done: signings.every((one) => one.signature !== undefined),
            },
            { words: 'A governance lead who wrote none of it brings it into force', done: false },
          ],
    acts: actsFor(
      officer,
      standing,
      signings,
      wrote,
      authors.map(({ organisation }) => organisation),
    ),
    reviews: reviews.map((one) => ({
      at: one.at,
      by: `${one.name}, ${one.role.replaceAll('-', ' ')}, ${partyNameIn(agreement, one.organisation)}`,
      decision:
        one.decision === 'continue'
          ? `It goes on${one.next_review === null ? '' : `, to be reviewed by ${formatDate(one.next_review)}`}`
          : one.decision === 'end'
            ? 'It ended'
            : 'It should end; another party has to say so too',
      reason: one.reason,
    })),
    ...review(version, standing, now),
  });
}

function lineOf(
  { party, role, office, signature }: Signing,
  { row, agreement }: OpenVersion,
  officer: Officer,
  wrote: boolean,
  key: KeyObject | undefined,
): SigningLine {
  const open = row.state === 'consultation' || row.state === 'signed';
  return {
    party: partyNameIn(agreement, party),
    office,
    mine:
      open &&
      !wrote &&
      signature === undefined &&
      party === officer.organisation &&
      officer.roles.includes(role),
    ...(signature === undefined
      ? {}
      : {
          signature: {
            name: signature.name,
            at: signature.at,
            keyId: signature.key_id,
            genuine: key !== undefined && isGenuine(signature, row, key) && signature.digest === row.digest,
          },
        }),
  };
}

function actsFor(
  { roles, organisation }: Officer,
  standing: Standing,
  signings: readonly Signing[],
  wrote: boolean,
  authors: readonly string[],
): SignModel['acts'] {
  const lead = roles.includes(LEAD);
  const signs = signings.some((one) => one.party === organisation && roles.includes(one.role));
  const inForce = standing === 'in-force' || standing === 'under-review';
  const unborn = standing === 'draft' || standing === 'consultation' || standing === 'signed';
  const acts: SignModel['acts'][number][] = [];
  if (lead && standing === 'draft') acts.push('consult');
  if (lead && standing === 'signed' && !wrote) acts.push('approve');
  if (lead && standing === 'in-force') acts.push('begin-review');
  if (signs && inForce) acts.push('decide-review');
  if (lead && unborn && authors.includes(organisation)) acts.push('withdraw');
  return acts;
}

function review({ row }: OpenVersion, standing: Standing, now: Instant): Pick<SignModel, 'review'> {
  if (standing !== 'in-force' && standing !== 'under-review') return {};
  const reviewed = reviewStanding(row, now);
  return {
    review: {
      due: reviewed.due,
      words: reviewWords(reviewed) ?? `It is to be reviewed by ${formatDate(reviewed.due)}.`,
    },
  };
}

/** The server's own key; a server without one signs nothing. */
export function keyOf({ signingKey }: ServerParts): KeyObject {
  if (signingKey === undefined) throw new Error('this server has no key to sign with');
  return signingKey;
}
