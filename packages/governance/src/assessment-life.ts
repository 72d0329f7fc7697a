import { type Agreement, compare } from '@solway/agreement';
import { type Instant, londonTime, readIsoDate } from '@solway/kernel';
import {
  type AssessmentRow,
  assessmentOf,
  type Database,
  officesOf,
  putAssessment,
  type Queryable,
  type VersionRow,
} from '@solway/store';
import { type Advice, type Assessment, gapsIn, generateAssessment, type SignOff } from './assessment.ts';
import { GovernanceError } from './error.ts';
import { type ActingOfficer, DATA_PROTECTION_OFFICER, LEAD } from './officer.ts';
import { acting, recordAct } from './record.ts';
import { requireParty, requireState, requireVersion, requireWords } from './requirements.ts';
import { requireNotAuthor } from './sign.ts';
import { residualLevel, type Risk } from './risk.ts';
import { readVersion } from './version-text.ts';

/** The assessment of a new version: its predecessor's, where nothing material differs; else made anew from it. */
export async function beginAssessment(
  db: Queryable,
  versionId: string,
  agreement: Agreement,
  base: VersionRow | undefined,
  now: Instant,
): Promise<void> {
  const row = base === undefined ? undefined : await assessmentOf(db, base.version_id);
  const held = row === undefined ? undefined : (row.body as Assessment);
  const assessed = row?.assessed_text == null ? undefined : readVersion(row.assessed_text).read?.agreement;
  if (row !== undefined && assessed !== undefined && !compare(assessed, agreement).material) {
    await putAssessment(db, { ...row, version_id: versionId, changed_at: now });
    return;
  }
  const before = base === undefined ? undefined : readVersion(base.text).read?.agreement;
  const body = generateAssessment(
    agreement,
    before === undefined
      ? undefined
      : { agreement: before, ...(held === undefined ? {} : { assessment: held }) },
  );
  await putAssessment(db, { version_id: versionId, body, assessed_text: null, changed_at: now });
}

/** A change that shares more opens a signed-off assessment again: its advice and sign-off are of another text. */
export async function reopenIfMaterial(
  db: Queryable,
  officer: ActingOfficer,
  version: VersionRow,
  agreement: Agreement,
  now: Instant,
): Promise<boolean> {
  const row = await assessmentOf(db, version.version_id);
  if (row === undefined || stands(row, agreement)) return false;
  const signedOff = row.assessed_text !== null;
  const base = version.based_on === null ? undefined : await requireVersion(db, version.based_on);
  const before = base === undefined ? undefined : readVersion(base.text).read?.agreement;
  const held = row.body as Assessment;
  // Advice is on what was to be read then; words and judgements of risks that still stand are kept.
  const fresh = generateAssessment(
    agreement,
    before === undefined ? undefined : { agreement: before, assessment: held },
  );
  const judged = new Map(held.risks.map((risk) => [risk.id, risk]));
  const risks = fresh.risks.map((risk) => {
    const earlier = judged.get(risk.id);
    return earlier !== undefined && earlier.words === risk.words ? earlier : risk;
  });
  const own = held.risks.filter(({ id }) => id.startsWith('own-') && !risks.some((one) => one.id === id));
  const body: Assessment = { steps: fresh.steps, risks: [...risks, ...own], advice: [] };
  await putAssessment(db, { version_id: version.version_id, body, assessed_text: null, changed_at: now });
  if (signedOff) await recordAct(db, officer, 'assessment-reopened', now, { version });
  return signedOff;
}

/** Whether an assessment is signed off, and for what this text would share. */
export function stands(row: AssessmentRow | undefined, agreement: Agreement): boolean {
  const assessed = row?.assessed_text == null ? undefined : readVersion(row.assessed_text).read?.agreement;
  return assessed !== undefined && !compare(assessed, agreement).material;
}

/** @throws {GovernanceError} `assessment-not-signed-off` */
export async function requireAssessed(
  db: Queryable,
  version: VersionRow,
  agreement: Agreement,
): Promise<void> {
  if (!stands(await assessmentOf(db, version.version_id), agreement))
    throw new GovernanceError('assessment-not-signed-off', 'the impact assessment is open');
}

/** Other words or judgements; whoever advised or signed did so on what stood before, so both are asked for again. */
export function changeAssessment(
  db: Database,
  officer: ActingOfficer,
  change: {
    readonly versionId: string;
    readonly steps?: Partial<Assessment['steps']>;
    readonly risks?: readonly Risk[];
  },
  now: Instant,
): Promise<void> {
  return acting(db, officer, now, async (tx) => {
    if (!officer.roles.includes(LEAD) && !officer.roles.includes(DATA_PROTECTION_OFFICER))
      throw new GovernanceError('agreement-not-allowed', 'leads and data protection officers do this');
    const { version, held, row } = await requireAssessment(tx, officer, change.versionId);
    const body: Assessment = {
      steps: { ...held.steps, ...change.steps },
      risks: change.risks ?? held.risks,
      advice: [],
    };
    await putAssessment(tx, { version_id: version.version_id, body, assessed_text: null, changed_at: now });
    const reopened = row.assessed_text !== null;
    await recordAct(tx, officer, reopened ? 'assessment-reopened' : 'assessment-changed', now, { version });
  });
}

/** A data protection officer's advice, for their own party; a later one takes the place of an earlier. */
export function adviseOn(
  db: Database,
  officer: ActingOfficer,
  asked: { readonly versionId: string; readonly recommends: Advice['recommends']; readonly words: string },
  now: Instant,
): Promise<void> {
  return acting(db, officer, now, async (tx) => {
    if (!officer.roles.includes(DATA_PROTECTION_OFFICER))
      throw new GovernanceError('agreement-not-allowed', 'data protection officers advise');
    const { version, held, row } = await requireAssessment(tx, officer, asked.versionId);
    if (row.assessed_text !== null)
      throw new GovernanceError('agreement-state-wrong', 'the assessment is signed off');
    const words = requireWords(asked.words);
    const mine: Advice = {
      party: officer.organisation,
      name: officer.name,
      at: now,
      recommends: asked.recommends,
      words,
    };
    const others = held.advice.filter(({ party }) => party !== officer.organisation);
    const body: Assessment = { ...held, advice: [...others, mine] };
    await putAssessment(tx, { version_id: version.version_id, body, assessed_text: null, changed_at: now });
    await recordAct(tx, officer, 'assessment-advised', now, {
      version,
      reason: asked.recommends,
      notes: words,
    });
  });
}

/**
 * An officer who signs for a party accepts what risk remains. Advice against it is overruled with reasons only, and
 * a high risk that remains goes to the regulator first.
 * @throws {GovernanceError} `assessment-incomplete`, `assessment-regulator-first`, `agreement-words-missing`
 */
export function signOffAssessment(
  db: Database,
  officer: ActingOfficer,
  asked: {
    readonly versionId: string;
    readonly overruling?: string;
    readonly regulatorOn?: string;
    readonly regulatorSaid?: string;
  },
  now: Instant,
): Promise<void> {
  return acting(db, officer, now, async (tx) => {
    const { version, agreement, held, row } = await requireAssessment(tx, officer, asked.versionId);
    const role = await signingRole(tx, version, officer);
    await requireNotAuthor(tx, version, officer);
    if (row.assessed_text !== null)
      throw new GovernanceError('agreement-state-wrong', 'the assessment is signed off');
    const [gap] = gapsIn(held, agreement);
    if (gap !== undefined) throw new GovernanceError('assessment-incomplete', gap);
    const against = held.advice.some(({ recommends }) => recommends === 'do-not-proceed');
    const signOff: SignOff = {
      party: officer.organisation,
      name: officer.name,
      role,
      at: now,
      ...(against ? { overruling: requireWords(asked.overruling ?? '') } : {}),
      ...regulator(held, asked, now),
    };
    const body: Assessment = { ...held, signOff };
    await putAssessment(tx, {
      version_id: version.version_id,
      body,
      assessed_text: version.text,
      changed_at: now,
    });
    await recordAct(tx, officer, 'assessment-signed-off', now, {
      version,
      reason: residualLevel(held.risks) ?? 'unjudged',
      ...(signOff.overruling === undefined ? {} : { notes: signOff.overruling }),
    });
  });
}

function regulator(
  { risks }: Assessment,
  asked: { readonly regulatorOn?: string; readonly regulatorSaid?: string },
  now: Instant,
): Pick<SignOff, 'regulator'> {
  if (residualLevel(risks) !== 'high') return {};
  const consultedOn = readIsoDate(asked.regulatorOn ?? '');
  const outcome = (asked.regulatorSaid ?? '').trim();
  if (consultedOn === undefined || consultedOn > londonTime(now).date || outcome === '')
    throw new GovernanceError(
      'assessment-regulator-first',
      'a high risk remains: the regulator is consulted first',
    );
  return { regulator: { consultedOn, outcome: requireWords(outcome) } };
}

async function signingRole(db: Queryable, version: VersionRow, officer: ActingOfficer): Promise<string> {
  const offices = await officesOf(db, [version.version_id]);
  const mine = offices.find(
    ({ party, role }) => party === officer.organisation && officer.roles.includes(role),
  );
  if (mine === undefined)
    throw new GovernanceError('agreement-not-allowed', 'officers who sign for a party sign this off');
  return mine.role;
}

async function requireAssessment(db: Queryable, officer: ActingOfficer, versionId: string) {
  const version = await requireVersion(db, versionId, 'lock');
  requireState(version, ['draft', 'consultation', 'signed']);
  const agreement = readVersion(version.text).read?.agreement;
  const row = await assessmentOf(db, version.version_id);
  if (agreement === undefined || row === undefined)
    throw new GovernanceError('agreement-unknown', 'this version has no assessment');
  requireParty(agreement, officer);
  return { version, agreement, row, held: row.body as Assessment };
}
