import { randomUUID } from 'node:crypto';
import { formatChi, type Instant } from '@solway/kernel';
import {
  appendEntry,
  type Database,
  endHold,
  holdsInForce,
  type Queryable,
  putHold,
  retentionRuns,
  transaction,
} from '@solway/store';
import { type GovernanceSaid, renderHoldsPage } from '@solway/web';
import { frameOf, type Officer } from '../governance/officer.ts';
import type { Form } from '../routes/page-action.ts';
import type { ServerParts } from '../server.ts';
import { sideOf } from '../watching/pages.ts';
import { personOf, subjectOf, words } from './acts.ts';
import { AnswerError } from './answer-error.ts';

export async function holdsPage(
  parts: ServerParts,
  officer: Officer,
  said?: GovernanceSaid,
): Promise<string> {
  const { db } = parts.walk;
  const [holds, runs] = await Promise.all([holdsInForce(db, officer.organisation), retentionRuns(db, 20)]);
  const council = sideOf(parts, officer.organisation) === 'council';
  return renderHoldsPage({
    frame: frameOf(parts, officer, '/answer'),
    said,
    numberName: council ? 'Mosaic number' : 'CHI number',
    years: parts.ledgerYears ?? 6,
    holds: holds.map((one) => ({
      id: one.id,
      name: one.name,
      // By its own number: the other is kept so that the hold is whole, and not to be told.
      number: council ? `Mosaic ${one.person_id}` : `CHI ${formatChi((one.chi ?? '') as never)}`,
      why: one.why,
      by: one.by_name,
      at: one.at,
    })),
    runs,
  });
}

/** @throws {AnswerError} answer-malformed, answer-reason-missing */
export async function hold(parts: ServerParts, officer: Officer, form: Form, at: Instant): Promise<void> {
  const { db } = parts.walk;
  const person = await personOf(parts, db, officer, form['number'] ?? '');
  const why = words(form['why'] ?? '');
  await transaction(db, async (tx) => {
    const { chi, person_id, name } = person;
    const id = await putHold(tx, officer.organisation, {
      chi,
      person_id,
      name,
      why,
      by_name: officer.name,
      at,
    });
    await recorded(tx, officer, id, 'hold-set', at, { subject: subjectOf(person), notes: why });
  });
}

/** @throws {AnswerError} answer-unknown */
export async function unhold(db: Database, officer: Officer, id: string, at: Instant): Promise<void> {
  await transaction(db, async (tx) => {
    if (!(await endHold(tx, officer.organisation, id, at)))
      throw new AnswerError('answer-unknown', 'there is no such hold in force');
    await recorded(tx, officer, id, 'hold-ended', at, {});
  });
}

async function recorded(
  tx: Queryable,
  officer: Officer,
  about: string,
  outcome: string,
  at: Instant,
  more: { readonly subject?: ReturnType<typeof subjectOf>; readonly notes?: string },
): Promise<void> {
  await appendEntry(tx, {
    id: randomUUID(),
    kind: 'review',
    at,
    organisation: officer.organisation,
    correlationId: officer.correlationId,
    of: 'retention',
    outcome,
    about,
    by: { organisation: officer.organisation, role: officer.roles[0] ?? '' },
    personal: { user: { id: officer.userId, name: officer.name }, ...more },
  });
}
