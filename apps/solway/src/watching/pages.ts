import { formatChi, type Instant, instantOf, type IsoDate, londonTime, readInstant } from '@solway/kernel';
import {
  changedRules,
  entriesByIds,
  type FindingRow,
  findingsOf,
  investigationById,
  type InvestigationRow,
  investigators,
  listInvestigations,
  newFindings,
  noisyRules,
  ruleRates,
  stepsOf,
  suppressionsInForce,
  unjudgedSince,
  watchCursor,
  watchedPeople,
  entriesWaiting,
} from '@solway/store';
import {
  type GovernanceSaid,
  renderWatchCasePage,
  renderWatchPage,
  renderWatchRulesPage,
  type WatchEvidence,
  type WatchFinding,
  type WatchInvestigation,
} from '@solway/web';
import {
  isRuleId,
  type Look,
  type LookedItem,
  readItems,
  readLook,
  RULE_IDS,
  RULES,
  settingsOf,
} from '@solway/watch';
import { frameOf, type Officer } from '../governance/officer.ts';
import type { Form } from '../routes/page-action.ts';
import type { ServerParts } from '../server.ts';
import { INVESTIGATING_ROLES } from './acts.ts';
import { WatchError } from './watch-error.ts';

const PAGE = 25;
const RATE_DAYS = 90;
const MOST_EVIDENCE = 50;
/** With so many judged, and so many of them false, a rule wants mending. */
const MEND = { judged: 5, share: 0.8 };
const SUPPRESS_DAYS = 90;

export async function watchPage(
  parts: ServerParts,
  officer: Officer,
  form: Form = {},
  said?: GovernanceSaid,
): Promise<string> {
  const { db, clock } = parts.walk;
  const now = clock();
  const since = dayAfter(now, -RATE_DAYS);
  const rule = isRuleId(form['rule']) ? form['rule'] : undefined;
  const before = readInstant(form['before'] ?? '');
  const [rows, investigations, rates, unjudged, changed, noisy, cursor] = await Promise.all([
    newFindings(db, officer, {
      limit: PAGE + 1,
      ...(rule === undefined ? {} : { rule }),
      ...(before === undefined ? {} : { before }),
    }),
    listInvestigations(db, officer, 50),
    ruleRates(db, officer.organisation, since),
    unjudgedSince(db, officer.organisation, since),
    changedRules(db),
    noisyRules(db),
    watchCursor(db),
  ]);
  const settings = settingsOf(changed);
  const shown = rows.slice(0, PAGE);
  const older = rows.length > PAGE ? shown.at(-1)?.last_at : undefined;
  return renderWatchPage({
    frame: frameOf(parts, officer, '/watch'),
    said,
    asOf: now,
    waiting: await entriesWaiting(db, cursor),
    findings: shown.map((row) => findingModel(parts, row)),
    ...(rule === undefined ? {} : { onlyRule: RULES[rule].name }),
    ...(older === undefined ? {} : { olderBefore: older }),
    investigations: investigations.map((row) => investigationModel(row, now)),
    rates: RULE_IDS.map((id) => {
      const rate = rates.find((row) => row.rule === id);
      const judged = (rate?.false_alarms ?? 0) + (rate?.misuse ?? 0) + (rate?.other ?? 0);
      return {
        rule: id,
        name: RULES[id].name,
        on: settings[id].on,
        found: rate?.found ?? 0,
        open: rate?.open ?? 0,
        suppressed: rate?.suppressed ?? 0,
        falseAlarms: rate?.false_alarms ?? 0,
        misuse: rate?.misuse ?? 0,
        other: rate?.other ?? 0,
        mend: judged >= MEND.judged && (rate?.false_alarms ?? 0) >= judged * MEND.share,
        notJudged: unjudged
          .filter((row) => row.rule === id)
          .map(({ missing, looks }) => ({ missing, looks })),
      };
    }),
    noisy: noisy
      .filter((row) => row.organisation === officer.organisation)
      .map(({ rule: id, day, beyond }) => ({ rule: ruleName(id), day, beyond })),
  });
}

/** @throws {WatchError} watch-unknown */
export async function watchCasePage(
  parts: ServerParts,
  officer: Officer,
  id: string,
  said?: GovernanceSaid,
): Promise<string> {
  const { db, clock } = parts.walk;
  const now = clock();
  const row = await investigationById(db, officer, id);
  if (row === undefined)
    throw new WatchError('watch-unknown', 'there is no such investigation for this officer');
  const [findings, steps, owners] = await Promise.all([
    findingsOf(db, officer, id),
    stepsOf(db, id),
    investigators(db, officer.organisation, INVESTIGATING_ROLES),
  ]);
  const ids = [...new Set(findings.flatMap((one) => one.evidence))];
  const entries = await entriesByIds(db, ids.slice(0, MOST_EVIDENCE));
  return renderWatchCasePage({
    frame: frameOf(parts, officer, '/watch'),
    said,
    investigation: { ...investigationModel(row, now), openedAt: row.opened_at },
    findings: findings.map((one) => findingModel(parts, one)),
    evidence: entries.flatMap((entry) => {
      const look = readLook(entry);
      return look === undefined ? [] : [evidenceModel(parts, look, readItems(entry))];
    }),
    evidenceLeftOut: Math.max(0, ids.length - MOST_EVIDENCE),
    steps: steps.map(({ at, by_name: by, step, note }) => ({ at, by, step, note })),
    owners: owners
      .filter((one) => one.user_id !== row.owner_id && !findings.some((f) => f.user_id === one.user_id))
      .map((one) => ({ id: one.user_id, name: one.name })),
    open: row.state === 'open',
    suppressUntil: dayAfter(now, SUPPRESS_DAYS),
  });
}

export async function watchRulesPage(
  parts: ServerParts,
  officer: Officer,
  said?: GovernanceSaid,
): Promise<string> {
  const { db, clock } = parts.walk;
  const [changed, suppressions, people] = await Promise.all([
    changedRules(db),
    suppressionsInForce(db, officer, londonTime(clock()).date),
    watchedPeople(db, officer.organisation),
  ]);
  const settings = settingsOf(changed);
  return renderWatchRulesPage({
    frame: frameOf(parts, officer, '/watch'),
    said,
    rules: RULE_IDS.map((id) => ({
      id,
      name: RULES[id].name,
      on: settings[id].on,
      thresholds: Object.entries(
        RULES[id].thresholds as Readonly<Record<string, { words: string; least: number; most: number }>>,
      ).map(([name, { words, least, most }]) => ({
        name,
        words,
        least,
        most,
        value: settings[id].thresholds[name] ?? 0,
      })),
    })),
    suppressions: suppressions.map((one) => ({
      id: one.id,
      rule: ruleName(one.rule),
      user: one.user_id,
      ...(one.chi === null ? {} : { about: `CHI ${formatChi(one.chi as never)}` }),
      reason: one.reason,
      until: one.until,
      by: one.by_name,
      held: one.held,
    })),
    numberName: sideOf(parts, officer.organisation) === 'council' ? 'Mosaic number' : 'CHI number',
    people: people.map((one) => ({
      person: one.person,
      words: personWords(one.person),
      why: one.why,
      until: one.until ?? undefined,
      by: one.by_name,
    })),
  });
}

export function sideOf({ walk }: ServerParts, organisation: string): 'council' | 'health' {
  return organisation === walk.owners['council-to-health'].party ? 'council' : 'health';
}

function personWords(person: string): string {
  const [system, number = ''] = person.split(' ');
  return system === 'chi' ? `CHI ${formatChi(number as never)}` : `Mosaic ${number}`;
}

/** By the number of the looker's own system: the other side's is not theirs to be told. */
function aboutWords(
  parts: ServerParts,
  of: {
    readonly organisation: string;
    readonly chi?: string | null | undefined;
    readonly personIds: readonly string[];
  },
): string | undefined {
  if (sideOf(parts, of.organisation) === 'council')
    return of.personIds.length === 0 ? undefined : `Mosaic ${of.personIds.join(', ')}`;
  return of.chi == null ? undefined : `CHI ${formatChi(of.chi as never)}`;
}

function findingModel(parts: ServerParts, row: FindingRow): WatchFinding {
  return {
    id: row.id,
    ruleId: row.rule,
    rule: ruleName(row.rule),
    severity: isRuleId(row.rule) ? RULES[row.rule].severity : 'low',
    user: row.user_name,
    about: aboutWords(parts, { ...row, personIds: row.person_ids }),
    sentence: row.sentence,
    looks: row.evidence.length,
    firstAt: row.first_at,
    lastAt: row.last_at,
  };
}

function evidenceModel(parts: ServerParts, look: Look, items: readonly LookedItem[]): WatchEvidence {
  return {
    at: look.at,
    kind: look.kind,
    about: aboutWords(parts, look) ?? 'Nobody by number',
    role: look.role,
    purpose: look.purpose,
    basis:
      look.basis === 'relationship'
        ? 'relationship vouched for'
        : look.basis === undefined
          ? ''
          : 'purpose stated',
    shown: items.filter((item) => item.outcome === 'shown').length,
  };
}

function investigationModel(row: InvestigationRow, now: Instant): WatchInvestigation {
  return {
    id: row.id,
    reference: `M-${row.reference}`,
    about: row.about?.join(', ') ?? '',
    findings: row.findings,
    owner: row.owner_name,
    dueOn: row.due_on,
    overdue: row.state === 'open' && row.due_on < londonTime(now).date,
    outcome: row.outcome ?? undefined,
  };
}

function ruleName(rule: string): string {
  return isRuleId(rule) ? RULES[rule].name : rule;
}

function dayAfter(now: Instant, days: number): IsoDate {
  return londonTime(instantOf(Date.parse(now) + days * 86_400_000)).date;
}
