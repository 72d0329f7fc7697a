import {
  type Assessment,
  assessmentStands,
  changeAssessment,
  DATA_PROTECTION_OFFICER,
  gapsIn,
  GovernanceError,
  LEAD,
  type Likelihood,
  LIKELIHOODS,
  residualLevel,
  type Risk,
  riskLevel,
  SEVERITIES,
  type Severity,
  signingsOf,
  type Step,
  STEPS,
} from '@solway/governance';
import { formatDate } from '@solway/kernel';
import { assessmentOf } from '@solway/store';
import { type GovernanceSaid, renderAgreementAssess } from '@solway/web';
import type { Form } from '../../routes/page-action.ts';
import type { ServerParts } from '../../server.ts';
import type { Officer } from '../officer.ts';
import { type OpenVersion, pageParts, partyNameIn } from './version.ts';

const TITLES: Readonly<Record<Step, string>> = {
  need: '1. The need for an assessment',
  processing: '2. What is done with the information',
  consultation: '3. Who was consulted',
  necessity: '4. Necessity and proportionality',
};

/** The impact assessment of a version, and what this officer may do about it. */
export async function assessPage(
  parts: ServerParts,
  officer: Officer,
  version: OpenVersion,
  said?: GovernanceSaid,
): Promise<string> {
  const { db, clock } = parts.walk;
  const { row, agreement } = version;
  const held = await assessmentOf(db, row.version_id);
  if (held === undefined) throw new GovernanceError('agreement-unknown', 'this version has no assessment');
  const assessment = held.body as Assessment;
  const stands = assessmentStands(held, agreement);
  const changeable = row.state !== 'approved' && row.state !== 'withdrawn';
  const signings = await signingsOf(db, row, clock());
  const residual = residualLevel(assessment.risks);
  const { roles, organisation } = officer;
  return renderAgreementAssess({
    ...pageParts(parts, officer, version, '/agreement/assess', said),
    standing: stands
      ? { tone: 'on', words: 'Signed off for what this version shares' }
      : { tone: 'due', words: 'Open' },
    steps: STEPS.map((step) => ({ step, title: TITLES[step], words: assessment.steps[step] })),
    risks: assessment.risks.map(({ id, words, measures, before, after }) => ({
      id,
      words,
      measures,
      ...(before === undefined ? {} : { before: judgedModel(before) }),
      ...(after === undefined ? {} : { after: judgedModel(after) }),
    })),
    likelihoods: LIKELIHOODS,
    severities: SEVERITIES,
    ...(residual === undefined ? {} : { residual }),
    gaps: assessment.signOff === undefined ? gapsIn(assessment, agreement) : [],
    advice: assessment.advice.map((one) => ({
      ...one,
      party: partyNameIn(agreement, one.party),
      recommends: one.recommends === 'proceed' ? 'advises to proceed' : 'advises not to proceed',
    })),
    ...signOffModel(assessment, version),
    mayChange: changeable && (roles.includes(LEAD) || roles.includes(DATA_PROTECTION_OFFICER)),
    mayAdvise: changeable && !stands && roles.includes(DATA_PROTECTION_OFFICER),
    maySignOff:
      changeable && !stands && signings.some((one) => one.party === organisation && roles.includes(one.role)),
    againstAdvice: assessment.advice.some(({ recommends }) => recommends === 'do-not-proceed'),
  });
}

function judgedModel({ likelihood, severity }: NonNullable<Risk['before']>) {
  return { likelihood, severity, level: riskLevel(likelihood, severity) };
}

function signOffModel({ signOff }: Assessment, { agreement }: OpenVersion) {
  if (signOff === undefined) return {};
  const { name, role, party, at, overruling, regulator } = signOff;
  return {
    signOff: {
      by: `${name}, ${role.replaceAll('-', ' ')}, ${partyNameIn(agreement, party)}`,
      at,
      ...(overruling === undefined ? {} : { overruling }),
      ...(regulator === undefined
        ? {}
        : { regulator: `consulted on ${formatDate(regulator.consultedOn)}. ${regulator.outcome}` }),
    },
  };
}

/** Other words for one of the steps. */
export async function changeStep(
  { walk }: ServerParts,
  officer: Officer,
  { row }: OpenVersion,
  form: Form,
): Promise<void> {
  const step = STEPS.find((one) => one === form['step']);
  const words = (form['words'] ?? '').trim();
  if (step === undefined || words.length > 20_000)
    throw new GovernanceError('agreement-words-missing', 'a step has up to 20,000 characters');
  await changeAssessment(
    walk.db,
    officer,
    { versionId: row.version_id, steps: { [step]: words } },
    walk.clock(),
  );
}

/** A judgement of a risk, or a risk that somebody has thought of. */
export async function changeRisk(
  { walk }: ServerParts,
  officer: Officer,
  { row }: OpenVersion,
  form: Form,
): Promise<void> {
  const held = (await assessmentOf(walk.db, row.version_id))?.body as Assessment | undefined;
  const risks = held?.risks ?? [];
  const measures = (form['measures'] ?? '').trim();
  const judged = { measures, before: judgement(form, 'before'), after: judgement(form, 'after') };
  const words = (form['words'] ?? '').trim();
  if (measures === '' || measures.length > 4000 || words.length > 1000)
    throw new GovernanceError('agreement-words-missing', 'a risk has its words and its measures');
  const known = risks.some(({ id }) => id === form['risk']);
  if (!known && words === '') throw new GovernanceError('agreement-words-missing', 'a risk is said in words');
  const own = risks.filter(({ id }) => id.startsWith('own-')).length;
  const next = known
    ? risks.map((risk) => (risk.id === form['risk'] ? { ...risk, ...judged } : risk))
    : [...risks, { id: `own-${own + 1}`, words, ...judged }];
  await changeAssessment(walk.db, officer, { versionId: row.version_id, risks: next }, walk.clock());
}

function judgement(form: Form, when: 'before' | 'after'): { likelihood: Likelihood; severity: Severity } {
  const likelihood = LIKELIHOODS.find((one) => one === form[`${when}-likelihood`]);
  const severity = SEVERITIES.find((one) => one === form[`${when}-severity`]);
  if (likelihood === undefined || severity === undefined)
    throw new GovernanceError('agreement-words-missing', 'a likelihood and a severity are needed');
  return { likelihood, severity };
}
