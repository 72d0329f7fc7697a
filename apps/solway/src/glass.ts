import { randomUUID } from 'node:crypto';
import { CHI_SYSTEM, type ChiNumber, type Instant, MOSAIC_SYSTEM, readInstant } from '@solway/kernel';
import { openEntry, type OpenedEntry } from '@solway/ledger';
import { isItemType } from '@solway/record';
import {
  appendEntry,
  entryById,
  type LinkRow,
  linksOf,
  openTasks,
  recentEntries,
  sequencingLag,
  type StoredEntry,
} from '@solway/store';
import {
  type GlassEntry,
  type GlassItem,
  type GlassStory,
  type GlassSubject,
  type OutcomeCounts,
  type RefusedLaunch,
  renderGlassPage,
} from '@solway/web';
import { ledgerStanding } from './countersigning.ts';
import { type GlassReader, glassReader, type Look } from './glass-reader.ts';
import { frameOf, type Officer } from './governance/officer.ts';
import { linkModel } from './link-model.ts';
import { partyName } from './party-name.ts';
import type { ServerParts } from './server.ts';
import { TASK_WORDS, taskReference } from './task-words.ts';

const PAGE = 25;
const LOOKS = ['disclosed', 'refused', 'break-glass'];

/**
 * Behind the glass, for one governance lead: what their organisation saw or gave, and why. Who reads the ledger is
 * in the ledger as well, before the page goes.
 */
export async function glassPage(
  parts: ServerParts,
  officer: Officer,
  form: { readonly entry?: string | undefined; readonly before?: string | undefined } = {},
): Promise<string> {
  const { walk, countersigning } = parts;
  const now = walk.clock();
  const before = readInstant(form.before ?? '');
  const [looks, launches, tasks, lag] = await Promise.all([
    recentEntries(walk.db, { limit: PAGE + 1, kinds: LOOKS, ...(before === undefined ? {} : { before }) }),
    recentEntries(walk.db, { limit: 10, kinds: ['launch-refused'] }),
    openTasks(walk.db, 10),
    sequencingLag(walk.db, now),
  ]);
  const reader = glassReader(walk.owners, officer.organisation);
  const entries = looks.slice(0, PAGE).flatMap((row) => glassEntry(walk, row, reader) ?? []);
  const older = looks.length > PAGE ? looks[PAGE - 1]?.at : undefined;
  const chosenRow = isUuid(form.entry) ? await entryById(walk.db, form.entry) : looks[0];
  const chosen = chosenRow === undefined ? undefined : await story(walk, chosenRow, reader);
  await recordReading(walk, officer, chosenRow?.id, now);
  return renderGlassPage({
    frame: frameOf(parts, officer, '/glass'),
    assembledAt: now,
    ledger: await ledgerStanding(walk.db, lag.waiting, countersigning),
    entries,
    refusedLaunches: launches.map(refusedLaunch),
    tasks: tasks.map((task) => ({
      reference: taskReference(task.id),
      raisedAt: task.raised_at,
      raisedBy: reader.raisedBy(task),
      what: TASK_WORDS[task.kind] ?? task.kind,
      status: 'open',
      subject:
        task.chi === null || !reader.mayNameInTask(task)
          ? { kind: 'sealed' }
          : { kind: 'chi', chi: task.chi as ChiNumber },
    })),
    ...(chosen === undefined ? {} : { chosen }),
    actions: {
      openUrl: '/glass',
      ...(older === undefined ? {} : { olderBefore: older }),
    },
  });
}

async function recordReading(
  { db }: ServerParts['walk'],
  { userId, name, organisation, roles, correlationId }: Officer,
  about: string | undefined,
  at: Instant,
): Promise<void> {
  await appendEntry(db, {
    id: randomUUID(),
    kind: 'review',
    at,
    organisation,
    correlationId,
    of: 'disclosure',
    outcome: 'read',
    by: { organisation, role: roles[0] ?? '' },
    ...(about === undefined ? {} : { about }),
    personal: { user: { id: userId, name } },
  });
}

function readLook(
  row: StoredEntry,
): { readonly look: Look; readonly personal: OpenedEntry['personal'] } | undefined {
  const { entry, personal } = openEntry(row.leaf, row.opening);
  return entry.kind === 'disclosed' || entry.kind === 'refused' ? { look: entry, personal } : undefined;
}

function glassEntry(
  walk: ServerParts['walk'],
  row: StoredEntry,
  reader: GlassReader,
): GlassEntry | undefined {
  const read = readLook(row);
  if (read === undefined) return undefined;
  const { look, personal } = read;
  const user = personal !== null && 'user' in personal ? personal.user : undefined;
  return {
    id: row.id,
    ...(row.sequence === null ? {} : { position: row.sequence }),
    at: row.at,
    user: {
      name: user?.name ?? 'Erased',
      role: look.by.role,
      organisation: partyName(walk, look.by.organisation),
    },
    subject: subjectOf(read.personal, look, reader),
    purpose: look.purpose,
    counts: countOutcomes(look),
    kind: look.kind === 'refused' ? 'not-matched' : 'summary',
  };
}

function subjectOf(personal: OpenedEntry['personal'], look: Look, reader: GlassReader): GlassSubject {
  if (personal === null || !('subject' in personal)) return { kind: 'sealed' };
  const chi = personal.subject?.identifiers.find((one) => one.system === CHI_SYSTEM)?.value;
  if (chi === undefined || !reader.mayName(look)) return { kind: 'not-matched' };
  return { kind: 'chi', chi: chi as ChiNumber };
}

function countOutcomes(look: Look): OutcomeCounts {
  const counts = { shown: 0, none: 0, unreadable: 0, unavailable: 0, notShared: 0 };
  for (const item of look.items ?? []) {
    if (item.outcome === 'shown') counts.shown += 1;
    else if (item.outcome === 'none-recorded') counts.none += 1;
    else if (item.outcome === 'not-shared') counts.notShared += 1;
    else if (item.reasons?.includes('unreadable') === true) counts.unreadable += 1;
    else counts.unavailable += 1;
  }
  return counts;
}

async function story(
  walk: ServerParts['walk'],
  row: StoredEntry,
  reader: GlassReader,
): Promise<GlassStory | undefined> {
  const entry = glassEntry(walk, row, reader);
  const read = readLook(row);
  if (entry === undefined || read === undefined) return undefined;
  const { look, personal } = read;
  const agreement = walk.agreement()?.compiled;
  const shown = personal !== null && 'shown' in personal ? personal.shown : [];
  const basis = personal !== null && 'basis' in personal ? personal.basis : undefined;
  const link =
    entry.subject.kind === 'chi' ? await linkLookedThrough(walk, entry.subject.chi, personal) : undefined;
  return {
    entry,
    leafHash: row.leaf_hash,
    ...('agreement' in look && look.agreement !== undefined
      ? { agreement: { title: agreement?.title ?? look.agreement.id, version: look.agreement.version } }
      : {}),
    ...(basis === undefined ? {} : { relationship: basis.words }),
    items: (look.items ?? []).flatMap((item) => glassItem(item, look, shown, reader) ?? []),
    ...(link === undefined || look.kind === 'refused' ? {} : { link: linkModel(link) }),
  };
}

/** The pair that this look went through: of all that share the CHI number, the one of the record that was asked. */
async function linkLookedThrough(
  walk: ServerParts['walk'],
  chi: ChiNumber,
  personal: OpenedEntry['personal'],
): Promise<LinkRow | undefined> {
  const identifiers = personal !== null && 'subject' in personal ? (personal.subject?.identifiers ?? []) : [];
  const asked = new Set(identifiers.filter((one) => one.system === MOSAIC_SYSTEM).map((one) => one.value));
  return (await linksOf(walk.db, { chi })).find((link) => link.chi === chi && asked.has(link.person_id));
}

function glassItem(
  item: NonNullable<Look['items']>[number],
  look: Look,
  shown: readonly { readonly item: string; readonly digest: string }[],
  reader: GlassReader,
): GlassItem | undefined {
  if (!isItemType(item.item)) return undefined;
  const digest = shown.find((one) => one.item === item.item)?.digest;
  const reasons = item.outcome === 'not-shared' ? (item.reasons ?? []) : [];
  return {
    item: item.item,
    outcome:
      item.outcome === 'unavailable' && item.reasons?.includes('unreadable') === true
        ? 'unreadable'
        : item.outcome,
    shown: item.count,
    ...(item.clause === undefined ? {} : { clause: item.clause }),
    ...(look.agreement === undefined ? {} : { agreementVersion: look.agreement.version }),
    refusedBy: reasons
      .map((reason) => (reader.mayRead(reason, look) ? reason : 'link:link-none'))
      .map((reason) => ({ gate: reason.split(':')[0] ?? '', code: reason.split(':')[1] ?? '' })),
    ...(item.source === undefined ? {} : { source: item.source }),
    ...(item.asOf === undefined || item.freshness === undefined
      ? {}
      : { freshness: { kind: item.freshness, asOf: item.asOf as Instant } }),
    ...(digest === undefined ? {} : { digest }),
  };
}

const LAUNCH_WORDS: Readonly<Record<string, string>> = {
  replayed: 'A one-time handle or request was used a second time.',
  expired: 'A handle was opened after its minute had passed.',
  'wrong-origin': 'A handle made for one page was opened from another.',
  'second-browser': 'A page opened in one browser was used from another.',
  'unknown-handle': 'A handle was made up.',
  'person-mismatch': 'The date of birth did not belong to the person asked for.',
  'rate-limited': 'Too much was asked of the server in one minute, and the rest of it was turned away.',
  malformed: 'A system asked in a way that could not be understood.',
};

function refusedLaunch(row: StoredEntry): RefusedLaunch {
  const { entry } = openEntry(row.leaf, row.opening);
  const reason = entry.kind === 'launch-refused' ? entry.reason : 'unknown';
  return {
    at: row.at,
    code: reason,
    sentence: `${LAUNCH_WORDS[reason] ?? reason}${counted(entry)}`,
    from: (entry.kind === 'launch-refused' ? entry.client : undefined) ?? 'not known',
  };
}

function counted(entry: OpenedEntry['entry']): string {
  const count = entry.kind === 'launch-refused' ? (entry.count ?? 1) : 1;
  return count > 1 ? ` ${count} times within a minute.` : '';
}

function isUuid(text: string | undefined): text is string {
  return text !== undefined && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
}
