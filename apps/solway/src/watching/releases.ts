import { randomUUID } from 'node:crypto';
import { type Instant, instantOf } from '@solway/kernel';
import {
  addReleaseStep,
  appendEntry,
  type Database,
  listReleases,
  moveRelease,
  type Queryable,
  raiseRelease,
  RELEASE_STATES,
  type ReleaseRisk,
  type ReleaseState,
  transaction,
} from '@solway/store';
import { type GovernanceSaid, renderReleasesPage } from '@solway/web';
import { frameOf, type Officer } from '../governance/officer.ts';
import type { Form } from '../routes/page-action.ts';
import type { ServerParts } from '../server.ts';
import { WatchError } from './watch-error.ts';

const NOTIFY_WITHIN_MS = 72 * 3_600_000;
const RISKS: readonly ReleaseRisk[] = ['none', 'risk', 'high'];

/** What went to the wrong people by mistake: contained, assessed, told of within 72 hours, and learnt from. */
export async function releasesPage(
  parts: ServerParts,
  officer: Officer,
  said?: GovernanceSaid,
): Promise<string> {
  const { walk } = parts;
  const now = walk.clock();
  const rows = await listReleases(walk.db, officer.organisation, 50);
  return renderReleasesPage({
    frame: frameOf(parts, officer, '/watch'),
    said,
    asOf: now,
    releases: rows.map((row) => ({
      id: row.id,
      reference: `R-${row.reference}`,
      state: row.state,
      what: row.what,
      knownAt: row.known_at,
      people: row.people,
      risk: row.risk ?? undefined,
      hoursLeft: Math.floor((Date.parse(row.notify_by) - Date.parse(now)) / 3_600_000),
      steps: row.steps.map(({ at, by_name: by, state, note }) => ({ at, by, state, note })),
    })),
  });
}

/** Raises one; the 72 hours run from when it was known. @throws {WatchError} watch-note-missing */
export async function raise(db: Database, officer: Officer, form: Form, at: Instant): Promise<void> {
  const what = noteOf(form['what']);
  const hours = Number(form['hours'] ?? '0');
  const people = Number(form['people'] ?? '0');
  if (!Number.isInteger(people) || people < 0 || !(hours >= 0 && hours <= 24 * 31))
    throw new WatchError(
      'watch-note-missing',
      'how many people, and how long it has been known, are numbers',
    );
  const known = Date.parse(at) - hours * 3_600_000;
  await transaction(db, async (tx) => {
    const id = await raiseRelease(tx, officer.organisation, {
      what,
      people,
      known_at: instantOf(known),
      notify_by: instantOf(known + NOTIFY_WITHIN_MS),
      owner_name: officer.name,
      raised_at: at,
    });
    await step(tx, officer, id, 'raised', what, undefined, at);
  });
}

/** The next step of one. @throws {WatchError} watch-stale, watch-note-missing */
export async function moveOn(db: Database, officer: Officer, form: Form, at: Instant): Promise<void> {
  const note = noteOf(form['note']);
  const from = RELEASE_STATES.find((one) => one === form['from']);
  const to = from === undefined ? undefined : RELEASE_STATES[RELEASE_STATES.indexOf(from) + 1];
  const risk = RISKS.find((one) => one === form['risk']);
  const id = form['release'] ?? '';
  if (from === undefined || to === undefined || !/^[0-9a-f-]{36}$/.test(id))
    throw new WatchError('watch-stale', 'there is no such step');
  if (to === 'assessed' && risk === undefined)
    throw new WatchError('watch-outcome-missing', 'an assessment says how great the risk is');
  await transaction(db, async (tx) => {
    if (!(await moveRelease(tx, officer.organisation, id, { from, to, risk, at })))
      throw new WatchError('watch-stale', 'it has moved on since the page was made');
    await step(tx, officer, id, to, note, risk, at);
  });
}

async function step(
  tx: Queryable,
  officer: Officer,
  id: string,
  state: ReleaseState,
  note: string,
  risk: ReleaseRisk | undefined,
  at: Instant,
): Promise<void> {
  await addReleaseStep(tx, { release_id: id, at, by_name: officer.name, state, note });
  await appendEntry(tx, {
    id: randomUUID(),
    kind: 'incident',
    at,
    organisation: officer.organisation,
    correlationId: officer.correlationId,
    incident: 'accidental-release',
    state,
    severity: risk === 'high' ? 'high' : risk === 'none' ? 'low' : 'medium',
    about: id,
    by: { organisation: officer.organisation, role: officer.roles[0] ?? '' },
    personal: { user: { id: officer.userId, name: officer.name }, notes: note },
  });
}

function noteOf(text: string | undefined): string {
  const words = text?.trim() ?? '';
  if (words === '' || words.length > 4000 || !words.isWellFormed())
    throw new WatchError('watch-note-missing', 'this step needs words, at most 4,000 characters');
  return words;
}
