import { randomUUID } from 'node:crypto';
import { CHI_SYSTEM, type ChiNumber, readWords } from '@solway/kernel';
import { openEntry } from '@solway/ledger';
import { isItemType } from '@solway/record';
import {
  appendEntry,
  BREAK_GLASS_OUTCOMES,
  breakGlassOf,
  type BreakGlassRow,
  entriesOfView,
  entryById,
  reviewBreakGlass,
  transaction,
} from '@solway/store';
import { type EmergencyOpening, type GovernanceSaid, ITEM_NAMES, renderEmergencyPage } from '@solway/web';
import type { Form } from '../routes/page-action.ts';
import type { ServerParts } from '../server.ts';
import { frameOf, type Officer } from './officer.ts';

const PAGE = 30;
const SHORTEST_NOTES = 3;
const LONGEST_NOTES = 1000;

/** What an organisation's own staff opened in an emergency. Who reads it is in the ledger first. */
export async function emergencyPage(
  parts: ServerParts,
  officer: Officer,
  said?: GovernanceSaid,
): Promise<string> {
  const { db, clock } = parts.walk;
  const rows = await breakGlassOf(db, officer.organisation, PAGE);
  const openings = await Promise.all(rows.map((row) => openingOf(parts, row, officer)));
  await appendEntry(db, {
    ...reviewEntry(officer, clock()),
    outcome: 'read',
    personal: { user: { id: officer.userId, name: officer.name } },
  });
  return renderEmergencyPage({
    frame: frameOf(parts, officer, '/emergency'),
    said,
    openings,
    reviewUrl: '/emergency/review',
  });
}

/** What a review found: the row, its task and its entry in one transaction; then the list again. */
export async function reviewEmergency(parts: ServerParts, officer: Officer, form: Form): Promise<string> {
  const { db, clock } = parts.walk;
  const id = form['opening'] ?? '';
  const outcome = BREAK_GLASS_OUTCOMES.find((one) => one === form['outcome']);
  const notes = readWords(form['notes'], SHORTEST_NOTES, LONGEST_NOTES);
  if (!UUID.test(id) || outcome === undefined)
    return emergencyPage(parts, officer, trouble('Choose what you found. Nothing was recorded.'));
  if (notes === undefined)
    return emergencyPage(parts, officer, trouble('Say why, in a few words. Nothing was recorded.'));
  const at = clock();
  const recorded = await transaction(db, async (tx) => {
    const row = await reviewBreakGlass(tx, {
      id,
      organisation: officer.organisation,
      by: officer.userId,
      outcome,
      at,
    });
    if (row === undefined) return false;
    await appendEntry(tx, {
      ...reviewEntry(officer, at),
      outcome,
      about: id,
      personal: { user: { id: officer.userId, name: officer.name }, notes },
    });
    return true;
  });
  return emergencyPage(
    parts,
    officer,
    recorded
      ? { tone: 'done', words: 'The review is recorded.' }
      : trouble('Nothing was recorded: it is your own, has been reviewed already, or is not known here.'),
  );
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function trouble(words: string): GovernanceSaid {
  return { tone: 'trouble', words };
}

function reviewEntry(officer: Officer, at: ReturnType<ServerParts['walk']['clock']>) {
  return {
    id: randomUUID(),
    kind: 'review',
    at,
    organisation: officer.organisation,
    correlationId: officer.correlationId,
    of: 'break-glass',
    by: { organisation: officer.organisation, role: officer.roles[0] ?? 'governance-lead' },
  } as const;
}

/** The words and the person are in the ledger alone, and go when they are erased there. */
async function openingOf(
  { walk }: ServerParts,
  row: BreakGlassRow,
  officer: Officer,
): Promise<EmergencyOpening> {
  const [stored, ofView] = await Promise.all([
    entryById(walk.db, row.id),
    entriesOfView(walk.db, row.view_id),
  ]);
  const personal = stored === undefined ? null : openEntry(stored.leaf, stored.opening).personal;
  return {
    id: row.id,
    at: row.opened_at,
    until: row.open_until,
    user: { name: row.user_name, role: row.role },
    purpose: row.purpose,
    reason: row.reason,
    ...(personal !== null && 'explanation' in personal && personal.explanation !== undefined
      ? { words: personal.explanation }
      : {}),
    person: personOf(personal),
    shown: shownIn(ofView.filter(({ at }) => at >= row.opened_at)),
    own: row.user_id === officer.userId,
    ...(row.reviewed_at === null || row.outcome === null
      ? {}
      : { review: { at: row.reviewed_at, outcome: row.outcome } }),
  };
}

function personOf(personal: ReturnType<typeof openEntry>['personal']): EmergencyOpening['person'] {
  const identifier =
    personal !== null && 'subject' in personal ? personal.subject?.identifiers[0] : undefined;
  if (identifier === undefined) return { kind: 'erased' };
  return identifier.system === CHI_SYSTEM
    ? { kind: 'chi', chi: identifier.value as ChiNumber }
    : { kind: 'mosaic', personId: identifier.value };
}

function shownIn(entries: Awaited<ReturnType<typeof entriesOfView>>): readonly string[] {
  const names = entries.flatMap(({ leaf, opening }) => {
    const { entry } = openEntry(leaf, opening);
    if (entry.kind !== 'disclosed') return [];
    return entry.items.flatMap(({ item, outcome }) =>
      outcome === 'shown' && isItemType(item) ? [ITEM_NAMES[item]] : [],
    );
  });
  return [...new Set(names)];
}
