import { editText } from '@solway/agreement';
import { type ActingOfficer, LEAD, proposeVersion } from '@solway/governance';
import type { Instant } from '@solway/kernel';
import { agreementVersions, type Database, versionInForce } from '@solway/store';
import { readAgreementText } from '../agreement-in-force.ts';
import type { OfficeHolder } from './sign-agreement.ts';

/**
 * Leaves a draft of the next level beside what is in force, for a newcomer to read, compare, assess and sign. Only
 * where there is no other version yet.
 */
export async function draftLevelThree(db: Database, holder: OfficeHolder, at: Instant): Promise<void> {
  const versions = await agreementVersions(db);
  const inForce = await versionInForce(db, at);
  if (versions.length !== 1 || inForce === undefined) return;
  const { appendices, impactAssessments, parties } = readAgreementText(inForce.text);
  const appendix = appendices.findIndex(({ level }) => level === 3);
  const [, party] = parties;
  if (appendix < 0 || party === undefined || inForce.level >= 3) return;
  const { id, name } = holder(party.id, LEAD);
  const officer: ActingOfficer = {
    userId: id,
    name,
    organisation: party.id,
    roles: [LEAD],
    correlationId: 'demonstration',
  };
  const assessment = {
    title: 'Impact assessment for level 3',
    level: 3,
    owner: party.id,
    outcome:
      'Documents and letters tell of other people too. What remains is judged in the assessment of this version.',
  };
  const words =
    'Documents, letters, results and the events of a shared chronology, for those who need the detail.';
  const text = editText(inForce.text, [
    { path: ['version'], value: '3.0' },
    { path: ['level'], value: 3 },
    { path: ['impactAssessments', 'assessments'], value: [...impactAssessments.assessments, assessment] },
    { path: ['appendices', appendix, 'words'], value: words },
  ]);
  await proposeVersion(db, officer, { text, basedOn: inForce.version_id }, at);
}
