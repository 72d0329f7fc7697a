import { createHash } from 'node:crypto';
import { type AnswerDocument, dueOn } from '@solway/answer';
import { formatChi, type Instant, londonTime } from '@solway/kernel';
import { canonicalText } from '@solway/ledger';
import { type AccessRequestRow, listRequests, requestById, requestItems, requestSteps } from '@solway/store';
import {
  type AnswerRequestLine,
  type GovernanceSaid,
  renderAnswerDocument,
  renderAnswerListPage,
  renderAnswerRequestPage,
} from '@solway/web';
import { frameOf, type Officer } from '../governance/officer.ts';
import type { ServerParts } from '../server.ts';
import { sideOf } from '../watching/pages.ts';
import { PROXY_BASES, requestReference, taken } from './acts.ts';
import { AnswerError } from './answer-error.ts';

export async function answerListPage(
  parts: ServerParts,
  officer: Officer,
  said?: GovernanceSaid,
): Promise<string> {
  const now = parts.walk.clock();
  const rows = await listRequests(parts.walk.db, officer.organisation, 100);
  return renderAnswerListPage({
    frame: frameOf(parts, officer, '/answer'),
    said,
    numberName: sideOf(parts, officer.organisation) === 'council' ? 'Mosaic number' : 'CHI number',
    today: londonTime(now).date,
    proxyBases: PROXY_BASES,
    requests: rows.map((row) => line(row, now)),
  });
}

/** @throws {AnswerError} answer-unknown */
export async function answerRequestPage(
  parts: ServerParts,
  officer: Officer,
  id: string,
  said?: GovernanceSaid,
): Promise<string> {
  const { db, clock } = parts.walk;
  const row = await found(parts, officer, id);
  const [items, steps] = await Promise.all([requestItems(db, id), requestSteps(db, id)]);
  return renderAnswerRequestPage({
    frame: frameOf(parts, officer, '/answer'),
    said,
    request: {
      ...line(row, clock()),
      scope: row.scope,
      proxyBasis: PROXY_BASES.find(([value]) => value === row.proxy_basis)?.[1],
      identityConfirmedOn: row.identity_confirmed_on ?? undefined,
      extendedOn: row.extended_on ?? undefined,
      gatheredAt: row.gathered_at ?? undefined,
      digest: row.digest ?? undefined,
    },
    items,
    steps: steps.map(({ at, by_name: by, step, note }) => ({ at, by, step, note })),
  });
}

/** The answer as it went out. That it was fetched is an entry first. @throws {AnswerError} */
export async function answerDocumentOf(
  parts: ServerParts,
  officer: Officer,
  id: string,
  how: 'document' | 'data',
): Promise<{ readonly document: AnswerDocument; readonly page: string; readonly text: string }> {
  const row = await found(parts, officer, id);
  if (row.state !== 'released' || row.digest === null)
    throw new AnswerError('answer-stale', 'the answer has not been released');
  const document = row.document as AnswerDocument;
  const text = canonicalText(document);
  if (createHash('sha256').update(text).digest('hex') !== row.digest)
    throw new AnswerError('answer-stale', 'the answer is not the one that was released');
  await taken(parts.walk.db, officer, row, how, row.digest, parts.walk.clock());
  const purposes = parts.walk.agreement()?.compiled.agreement.purpose.purposes ?? {};
  const words = Object.fromEntries(Object.entries(purposes).map(([name, purpose]) => [name, purpose.words]));
  return { document, text, page: renderAnswerDocument(document, { purposes: words }, row.digest) };
}

async function found(parts: ServerParts, officer: Officer, id: string): Promise<AccessRequestRow> {
  const row = await requestById(parts.walk.db, officer.organisation, id);
  if (row === undefined) throw new AnswerError('answer-unknown', 'there is no such request here');
  return row;
}

function line(row: AccessRequestRow, now: Instant): AnswerRequestLine {
  return {
    id: row.id,
    reference: requestReference(row),
    name: row.name,
    number: row.chi === null ? `Mosaic ${row.person_id}` : `CHI ${formatChi(row.chi as never)}`,
    askedBy: row.requester === 'self' ? 'the person' : (row.proxy_name ?? ''),
    receivedOn: row.received_on,
    due: dueOn(
      {
        receivedOn: row.received_on,
        extended: row.extended_on !== null,
        stops: row.stops.map(({ from, until }) => ({ from, ...(until === null ? {} : { until }) })),
      },
      londonTime(now).date,
    ),
    state: row.state,
  };
}
