import type { KeyObject } from 'node:crypto';
import {
  type ActingOfficer,
  adviseOn,
  approveVersion,
  changeAssessment,
  DATA_PROTECTION_OFFICER,
  LEAD,
  proposeVersion,
  putToConsultation,
  type Risk,
  signingsOf,
  signOffAssessment,
  signVersion,
} from '@solway/governance';
import type { Instant } from '@solway/kernel';
import { agreementInForce, agreementVersion, assessmentOf, type Database } from '@solway/store';
import { digest } from '@solway/agreement';
import { readAgreementText } from '../agreement-in-force.ts';

/** Who holds a role at a party; the demonstration's staff directory, or somebody made up for a measurement. */
export type OfficeHolder = (party: string, role: string) => { readonly id: string; readonly name: string };

const MADE_UP: OfficeHolder = (party, role) => ({ id: `${party}-${role}`, name: 'Invented Officer' });

/**
 * Walks an agreement through its whole life, as the demonstration's officers do: proposed by one party's lead,
 * assessed, signed by each officer and brought into force by the other's lead. Nothing is skipped, so what is in
 * force is signed on record. Does nothing where that text is in force already.
 */
export async function signForDemonstration(
  db: Database,
  {
    text,
    at,
    key,
    holder = MADE_UP,
  }: {
    readonly text: string;
    readonly at: Instant;
    readonly key: KeyObject;
    readonly holder?: OfficeHolder;
  },
): Promise<void> {
  const agreement = readAgreementText(text);
  const agreed = digest(agreement);
  if ((await agreementInForce(db, at))?.digest === agreed) return;
  const as = (party: string, role: string): ActingOfficer => {
    const { id, name } = holder(party, role);
    return { userId: id, name, organisation: party, roles: [role], correlationId: 'demonstration' };
  };
  const [first, second] = agreement.parties;
  if (first === undefined || second === undefined)
    throw new Error('unreachable: an agreement has two parties');
  const versionId = await proposeVersion(db, as(first.id, LEAD), { text }, at);
  await putToConsultation(db, as(first.id, LEAD), { versionId, shown: 1 }, at);
  await assess(db, versionId, agreement.parties, as, at);
  const version = await agreementVersion(db, versionId);
  if (version === undefined) throw new Error('unreachable: it was put there');
  for (const { party, role } of await signingsOf(db, version, at))
    await signVersion(db, key, as(party, role), { versionId, digest: agreed }, at);
  await approveVersion(db, key, as(second.id, LEAD), { versionId, digest: agreed }, at);
}

async function assess(
  db: Database,
  versionId: string,
  parties: ReturnType<typeof readAgreementText>['parties'],
  as: (party: string, role: string) => ActingOfficer,
  at: Instant,
): Promise<void> {
  const [first] = parties;
  if (first === undefined) return;
  const held = (await assessmentOf(db, versionId))?.body as { readonly risks: readonly Risk[] };
  const risks = held.risks.map((risk): Risk => ({
    ...risk,
    before: { likelihood: 'possible', severity: 'significant' },
    after: { likelihood: 'remote', severity: 'significant' },
  }));
  await changeAssessment(db, as(first.id, LEAD), { versionId, risks }, at);
  for (const { id, kind } of parties) {
    if (kind === 'joint-board') continue;
    const words = 'The measures answer the risks. Proceed, and look again at the review.';
    await adviseOn(db, as(id, DATA_PROTECTION_OFFICER), { versionId, recommends: 'proceed', words }, at);
  }
  const [officer] = first.signingOfficers;
  if (officer !== undefined) await signOffAssessment(db, as(first.id, officer.role), { versionId }, at);
}
