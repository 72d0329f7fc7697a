import { randomUUID } from 'node:crypto';
import {
  CHI_SYSTEM,
  type Instant,
  instantOf,
  londonTime,
  MOSAIC_SYSTEM,
  parseChi,
  readIsoDate,
  SolwayError,
} from '@solway/kernel';
import type { EntryOf } from '@solway/ledger';
import {
  addStep,
  appendEntry,
  closeInvestigation,
  type Database,
  endSuppression,
  type FindingRow,
  findingsOf,
  handOver,
  INVESTIGATION_OUTCOMES,
  type InvestigationOutcome,
  investigationById,
  investigators,
  openInvestigation,
  type Queryable,
  setRule,
  suppress,
  transaction,
  unwatchPerson,
  watchPerson,
} from '@solway/store';
import { isRuleId, readThresholds, RULES } from '@solway/watch';
import type { Officer } from '../governance/officer.ts';
import { WatchError } from './watch-error.ts';

/** Who may own an investigation. */
export const INVESTIGATING_ROLES = [
  'governance-lead',
  'privacy-officer',
  'caldicott-guardian',
  'siro',
  'dpo',
];
const INVESTIGATION_DAYS = 20;
const LONGEST_NOTE = 4000;

/** @throws {WatchError} watch-stale */
export async function beginInvestigation(
  db: Database,
  officer: Officer,
  findingId: string,
  at: Instant,
): Promise<string> {
  return transaction(db, async (tx) => {
    const dueOn = londonTime(instantOf(Date.parse(at) + INVESTIGATION_DAYS * 86_400_000)).date;
    const id = await openInvestigation(tx, officer, { findingId, dueOn, at });
    if (id === undefined) throw new WatchError('watch-stale', 'there is no such new finding');
    await addStep(tx, id, { at, by_name: officer.name, step: 'opened', note: '' });
    await record(tx, officer, id, 'opened', at, await findingsOf(tx, officer, id));
    return id;
  });
}

/** @throws {WatchError} watch-unknown, watch-stale, watch-note-missing */
export async function noteInvestigation(
  db: Database,
  officer: Officer,
  id: string,
  note: string,
  at: Instant,
): Promise<void> {
  const words = readNote(note);
  await changing(db, officer, id, async (tx, findings) => {
    await addStep(tx, id, { at, by_name: officer.name, step: 'note', note: words });
    await record(tx, officer, id, 'note', at, findings, words);
  });
}

/** Gives the investigation to another of the organisation who may know of it. @throws {WatchError} */
export async function handOverInvestigation(
  db: Database,
  officer: Officer,
  id: string,
  to: string,
  at: Instant,
): Promise<void> {
  await changing(db, officer, id, async (tx, findings) => {
    const all = await investigators(tx, officer.organisation, INVESTIGATING_ROLES);
    const next = all.find((one) => one.user_id === to);
    const allowed =
      next !== undefined &&
      (await investigationById(tx, { organisation: officer.organisation, userId: to }, id)) !== undefined;
    if (!allowed) throw new WatchError('watch-owner-unknown', 'nobody of that name may investigate this');
    await handOver(tx, id, { userId: next.user_id, name: next.name });
    await addStep(tx, id, { at, by_name: officer.name, step: 'handed-over', note: `To ${next.name}` });
    await record(tx, officer, id, 'handed-over', at, findings);
  });
}

/** Closes it with an outcome and why; a false alarm may teach its rules to be quiet about this for a time. */
export async function concludeInvestigation(
  db: Database,
  officer: Officer,
  id: string,
  form: {
    readonly outcome: string;
    readonly note: string;
    readonly suppressRule?: string | undefined;
    readonly until?: string | undefined;
  },
  at: Instant,
): Promise<void> {
  const outcome = INVESTIGATION_OUTCOMES.find((one) => one === form.outcome);
  if (outcome === undefined)
    throw new WatchError('watch-outcome-missing', 'an investigation ends with an outcome');
  const words = readNote(form.note);
  await changing(db, officer, id, async (tx, findings) => {
    await closeInvestigation(tx, id, outcome, at);
    await addStep(tx, id, { at, by_name: officer.name, step: outcome, note: words });
    await record(tx, officer, id, outcome, at, findings, words);
    if (form.suppressRule) await suppressFrom(tx, officer, findings, outcome, { ...form, note: words }, at);
  });
}

async function suppressFrom(
  tx: Queryable,
  officer: Officer,
  findings: readonly FindingRow[],
  outcome: InvestigationOutcome,
  form: {
    readonly suppressRule?: string | undefined;
    readonly until?: string | undefined;
    readonly note: string;
  },
  at: Instant,
): Promise<void> {
  const until = readIsoDate(form.until ?? '');
  const finding = findings.find((one) => one.rule === form.suppressRule);
  const year = londonTime(instantOf(Date.parse(at) + 366 * 86_400_000)).date;
  if (
    finding === undefined ||
    until === undefined ||
    until > year ||
    until < londonTime(at).date ||
    outcome === 'misuse' ||
    !isRuleId(finding.rule)
  )
    throw new WatchError(
      'watch-suppression-invalid',
      'a rule is quietened for one user, for a reason, for a year at most',
    );
  await suppress(tx, {
    rule: finding.rule,
    organisation: officer.organisation,
    userId: finding.user_id,
    chi: finding.chi,
    reason: form.note,
    until,
    byName: officer.name,
    at,
  });
  await configured(tx, officer, `watch.suppression.${finding.rule}`, `one user, until ${until}`, at);
}

/** @throws {WatchError} watch-unknown */
export async function liftSuppression(
  db: Database,
  officer: Officer,
  id: string,
  at: Instant,
): Promise<void> {
  await transaction(db, async (tx) => {
    if (!(await endSuppression(tx, officer, id, at)))
      throw new WatchError('watch-unknown', 'there is no such suppression in force');
    await configured(tx, officer, 'watch.suppression', `ended ${id}`, at);
  });
}

/** @throws {WatchError} watch-unknown, watch-threshold-invalid */
export async function changeRule(
  db: Database,
  officer: Officer,
  form: Readonly<Record<string, string | undefined>>,
  at: Instant,
): Promise<string> {
  const rule = form['rule'];
  if (!isRuleId(rule)) throw new WatchError('watch-unknown', 'there is no such rule');
  const thresholds = readThresholds(rule, form);
  if (thresholds === undefined)
    throw new WatchError('watch-threshold-invalid', 'a threshold is out of its bounds');
  const on = form['on'] === 'yes';
  await transaction(db, async (tx) => {
    await setRule(tx, rule, { on, thresholds }, `${officer.organisation}:${officer.userId}`, at);
    const words = Object.entries(thresholds).map(([name, value]) => `${name} ${value}`);
    await configured(tx, officer, `watch.rule.${rule}`, [on ? 'on' : 'off', ...words].join(', '), at);
  });
  return RULES[rule].name;
}

/** Puts a person on the organisation's own list, by the number its own system knows them by. */
export async function watchOver(
  db: Database,
  officer: Officer,
  form: { readonly number: string; readonly why: string; readonly until: string },
  side: 'council' | 'health',
  at: Instant,
): Promise<void> {
  const number = form.number.replaceAll(/\s/g, '');
  const until = form.until === '' ? null : readIsoDate(form.until);
  if (!isOwnNumber(number, side) || until === undefined || form.why.trim() === '' || form.why.length > 200)
    throw new WatchError('watch-person-invalid', 'a person is watched over by a number, with a reason');
  const person = side === 'health' ? `chi ${number}` : `mosaic ${number}`;
  await transaction(db, async (tx) => {
    await watchPerson(tx, officer.organisation, {
      person,
      why: form.why.trim(),
      until,
      by_name: officer.name,
      at,
    });
    await listed(tx, officer, 'person-watched-over', person, at, form.why.trim());
  });
}

export async function watchNoLonger(
  db: Database,
  officer: Officer,
  person: string,
  at: Instant,
): Promise<void> {
  await transaction(db, async (tx) => {
    if (!(await unwatchPerson(tx, officer.organisation, person)))
      throw new WatchError('watch-unknown', 'nobody of that number is on the list');
    await listed(tx, officer, 'person-watched-no-longer', person, at);
  });
}

function isOwnNumber(number: string, side: 'council' | 'health'): boolean {
  if (side === 'council') return /^[0-9]{1,20}$/.test(number);
  try {
    parseChi(number);
    return true;
  } catch (error) {
    if (error instanceof SolwayError) return false;
    throw error;
  }
}

async function changing(
  db: Database,
  officer: Officer,
  id: string,
  work: (tx: Queryable, findings: readonly FindingRow[]) => Promise<void>,
): Promise<void> {
  await transaction(db, async (tx) => {
    const one = await investigationById(tx, officer, id, true);
    if (one === undefined)
      throw new WatchError('watch-unknown', 'there is no such investigation for this officer');
    if (one.state === 'closed') throw new WatchError('watch-stale', 'the investigation is closed');
    await work(tx, await findingsOf(tx, officer, id));
  });
}

function readNote(note: string): string {
  const words = note.trim();
  if (words === '' || words.length > LONGEST_NOTE || !words.isWellFormed())
    throw new WatchError('watch-note-missing', 'this step needs a note of at most 4,000 characters');
  return words;
}

const by = ({ organisation, roles }: Officer): { organisation: string; role: string } => ({
  organisation,
  role: roles[0] ?? '',
});

async function record(
  tx: Queryable,
  officer: Officer,
  about: string,
  outcome: string,
  at: Instant,
  findings: readonly FindingRow[],
  notes?: string,
): Promise<void> {
  const chi = findings.find((one) => one.chi !== null)?.chi;
  const entry: EntryOf<'review'> = {
    id: randomUUID(),
    kind: 'review',
    at,
    organisation: officer.organisation,
    correlationId: officer.correlationId,
    of: 'finding',
    outcome,
    about,
    by: by(officer),
    personal: {
      user: { id: officer.userId, name: officer.name },
      ...(chi == null ? {} : { subject: { identifiers: [{ system: CHI_SYSTEM, value: chi }] } }),
      ...(notes === undefined ? {} : { notes }),
    },
  };
  await appendEntry(tx, entry);
}

async function configured(
  tx: Queryable,
  officer: Officer,
  setting: string,
  change: string,
  at: Instant,
): Promise<void> {
  await appendEntry(tx, {
    id: randomUUID(),
    kind: 'configuration',
    at,
    organisation: officer.organisation,
    correlationId: officer.correlationId,
    setting,
    change,
    by: by(officer),
    personal: { user: { id: officer.userId, name: officer.name } },
  });
}

/** The list names people, so what is written of it is erasable. */
async function listed(
  tx: Queryable,
  officer: Officer,
  outcome: string,
  person: string,
  at: Instant,
  notes?: string,
): Promise<void> {
  const [system, value = ''] = person.split(' ');
  await appendEntry(tx, {
    id: randomUUID(),
    kind: 'review',
    at,
    organisation: officer.organisation,
    correlationId: officer.correlationId,
    of: 'access',
    outcome,
    by: by(officer),
    personal: {
      user: { id: officer.userId, name: officer.name },
      subject: { identifiers: [{ system: system === 'chi' ? CHI_SYSTEM : MOSAIC_SYSTEM, value }] },
      ...(notes === undefined ? {} : { notes }),
    },
  });
}
