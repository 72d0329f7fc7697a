import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { digest, editText, parseAgreement, type TextEdit } from '@solway/agreement';
import {
  type ActingOfficer,
  adviseOn,
  approveVersion,
  type Assessment,
  changeAssessment,
  proposeVersion,
  putToConsultation,
  type Risk,
  signingsOf,
  signOffAssessment,
  signVersion,
} from '@solway/governance';
import { type Instant, instantOf } from '@solway/kernel';
import { openEntry } from '@solway/ledger';
import { agreementVersion, assessmentOf, type Database, recentEntries, type VersionRow } from '@solway/store';

export const COUNCIL = 'dumfries-and-galloway-council';
export const BOARD = 'nhs-dumfries-and-galloway';

export const levelTwo = readFileSync(
  new URL('../../agreement/agreements/demonstration.yaml', import.meta.url),
  'utf8',
);
/** The demonstration at level 3: everything that level needs, and nothing else. */
export const levelThree = changed(levelTwo, [
  { path: ['version'], value: '3.0' },
  { path: ['level'], value: 3 },
  {
    path: ['impactAssessments', 'assessments', 2],
    value: { title: 'Level 3', level: 3, owner: COUNCIL, outcome: 'Low.' },
  },
]);

export function changed(text: string, edits: readonly TextEdit[]): string {
  return editText(text, edits);
}

export function officer(organisation: string, role: string, number = 1): ActingOfficer {
  const userId = `${organisation}-${role}-${number}`;
  return { userId, name: `Officer ${userId}`, organisation, roles: [role], correlationId: 'test' };
}

export const councilLead = officer(COUNCIL, 'governance-lead');
export const boardLead = officer(BOARD, 'governance-lead');
export const councilDpo = officer(COUNCIL, 'data-protection-officer');
export const boardDpo = officer(BOARD, 'data-protection-officer');
export const socialWorkOfficer = officer(COUNCIL, 'chief-social-work-officer');
export const councilRisk = officer(COUNCIL, 'senior-information-risk-owner');
export const guardian = officer(BOARD, 'caldicott-guardian');
export const boardRisk = officer(BOARD, 'senior-information-risk-owner');
export const SIGNERS = [socialWorkOfficer, councilRisk, guardian, boardRisk];

/** The life of versions on one database, with a clock that goes on by a second at each look. */
export class Life {
  readonly db: Database;
  readonly key: KeyObject = generateKeyPairSync('ed25519').privateKey;
  nowMs = Date.UTC(2026, 10, 23, 10);

  constructor(db: Database) {
    this.db = db;
  }

  now = (): Instant => instantOf((this.nowMs += 1000));

  async empty(): Promise<void> {
    this.nowMs = Date.UTC(2026, 10, 23, 10);
    await this.db.query('truncate agreement_version, agreement, ledger_entry, staff cascade');
  }

  async version(id: string): Promise<VersionRow> {
    const row = await agreementVersion(this.db, id);
    if (row === undefined) throw new Error('there is no such version');
    return row;
  }

  async digestOf(id: string): Promise<string> {
    return (await this.version(id)).digest ?? '';
  }

  draft(text = levelTwo, basedOn?: string, by = councilLead): Promise<string> {
    return proposeVersion(this.db, by, { text, ...(basedOn === undefined ? {} : { basedOn }) }, this.now());
  }

  async consulted(text = levelTwo, basedOn?: string): Promise<string> {
    const versionId = await this.draft(text, basedOn);
    await putToConsultation(this.db, councilLead, { versionId, shown: 1 }, this.now());
    return versionId;
  }

  async sign(versionId: string, by: ActingOfficer): Promise<string> {
    const digest = await this.digestOf(versionId);
    return signVersion(this.db, this.key, by, { versionId, digest }, this.now());
  }

  async assessmentOf(versionId: string): Promise<Assessment> {
    return (await assessmentOf(this.db, versionId))?.body as Assessment;
  }

  async judge(versionId: string, after: Risk['after'] = { likelihood: 'remote', severity: 'significant' }) {
    const { risks } = await this.assessmentOf(versionId);
    await changeAssessment(
      this.db,
      councilLead,
      {
        versionId,
        risks: risks.map((risk) => ({
          ...risk,
          before: { likelihood: 'possible', severity: 'severe' },
          ...(after === undefined ? {} : { after }),
        })),
      },
      this.now(),
    );
  }

  async advise(versionId: string, recommends: 'proceed' | 'do-not-proceed' = 'proceed'): Promise<void> {
    for (const by of [councilDpo, boardDpo])
      await adviseOn(this.db, by, { versionId, recommends, words: 'Advice.' }, this.now());
  }

  async assess(versionId: string): Promise<void> {
    await this.judge(versionId);
    await this.advise(versionId);
    await signOffAssessment(this.db, guardian, { versionId }, this.now());
  }

  async signed(text = levelTwo, basedOn?: string): Promise<string> {
    const versionId = await this.consulted(text, basedOn);
    await this.assess(versionId);
    const version = await this.version(versionId);
    for (const { party, role } of await signingsOf(this.db, version, this.now()))
      await this.sign(versionId, officer(party, role));
    return versionId;
  }

  async approve(versionId: string, by = boardLead): Promise<Instant> {
    const digest = await this.digestOf(versionId);
    return approveVersion(this.db, this.key, by, { versionId, digest }, this.now());
  }

  async inForce(text = levelTwo, basedOn?: string): Promise<string> {
    const versionId = await this.signed(text, basedOn);
    await this.approve(versionId);
    return versionId;
  }

  /** What the ledger says was done, the oldest first: `agreement-signed`, `refused:signature-repeated`. */
  async acts(): Promise<readonly string[]> {
    const rows = await recentEntries(this.db, { limit: 1000 });
    return rows.toReversed().map((row) => {
      const { entry } = openEntry(row.leaf, row.opening);
      if (entry.kind !== 'agreement-act') return entry.kind;
      return entry.act === 'refused' ? `refused:${entry.reason}` : entry.act;
    });
  }
}

export function digestOfText(text: string): string {
  const parsed = parseAgreement(text);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return digest(parsed.agreement);
}
