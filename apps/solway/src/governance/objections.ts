import { randomUUID } from 'node:crypto';
import {
  CHI_SYSTEM,
  type Instant,
  MOSAIC_SYSTEM,
  parseChi,
  parseMosaicPersonId,
  readWords,
  SolwayError,
} from '@solway/kernel';
import { openEntry } from '@solway/ledger';
import { isItemType, ITEMS_BY_DIRECTION } from '@solway/record';
import {
  appendEntry,
  decideObjection,
  entryById,
  OBJECTION_OUTCOMES,
  type ObjectionRow,
  objectionsOf,
  receiveObjection,
  transaction,
} from '@solway/store';
import { type GovernanceSaid, ITEM_NAMES, type ObjectionModel, renderObjectionsPage } from '@solway/web';
import type { Form } from '../routes/page-action.ts';
import type { ServerParts } from '../server.ts';
import { frameOf, type Officer } from './officer.ts';

const PAGE = 30;
const LONGEST = 2000;
const SHORTEST = 3;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const EVERYTHING = 'everything';

/** The objections to what an organisation shares of its own record. Who reads them is in the ledger first. */
export async function objectionsPage(
  parts: ServerParts,
  officer: Officer,
  said?: GovernanceSaid,
): Promise<string> {
  const { db, clock } = parts.walk;
  const rows = await objectionsOf(db, officer.organisation, PAGE);
  const objections = await Promise.all(rows.map((row) => modelOf(parts, row, officer)));
  await appendEntry(db, {
    ...entryOf(officer, clock()),
    outcome: 'objections-read',
    personal: { user: { id: officer.userId, name: officer.name } },
  });
  return renderObjectionsPage({
    frame: frameOf(parts, officer, '/objections'),
    said,
    numberName: sideOf(parts, officer) === 'council' ? 'Mosaic id' : 'CHI number',
    items: ITEMS_BY_DIRECTION[
      sideOf(parts, officer) === 'council' ? 'council-to-health' : 'health-to-council'
    ].map((item) => ({ item, name: ITEM_NAMES[item] })),
    everything: EVERYTHING,
    objections,
  });
}

/** Writes down an objection: it waits, and changes nothing until it is weighed. */
export async function receive(parts: ServerParts, officer: Officer, form: Form): Promise<string> {
  const { db, clock } = parts.walk;
  const about = numberOf(parts, officer, form['number'] ?? '');
  if (about === undefined) return refused(parts, officer, 'Give the person’s number in your own system.');
  const item = form['item'] ?? '';
  if (item !== EVERYTHING && !isItemType(item)) return refused(parts, officer, 'Choose what it is about.');
  const words = readWords(form['words'], SHORTEST, LONGEST);
  if (words === undefined)
    return refused(parts, officer, 'Write what the person says, in up to 2,000 letters.');
  const id = randomUUID();
  const at = clock();
  await transaction(db, async (tx) => {
    await receiveObjection(tx, {
      id,
      holder: officer.organisation,
      chi: about.system === CHI_SYSTEM ? about.value : null,
      person_id: about.system === MOSAIC_SYSTEM ? about.value : null,
      items: item === EVERYTHING ? null : [item],
      received_at: at,
      received_by: officer.userId,
    });
    await appendEntry(tx, {
      ...entryOf(officer, at),
      id,
      outcome: 'objection-received',
      personal: { user: userOf(officer), subject: { identifiers: [about] }, notes: words },
    });
  });
  return objectionsPage(parts, officer, {
    tone: 'done',
    words: 'It is written down, and waits to be weighed.',
  });
}

/** Weighs one, with the reason: from then on an upheld one keeps its items back, but for protection. */
export async function weigh(parts: ServerParts, officer: Officer, form: Form): Promise<string> {
  const { db, clock } = parts.walk;
  const id = form['objection'] ?? '';
  const outcome = OBJECTION_OUTCOMES.find((one) => one === form['outcome']);
  const words = readWords(form['words'], SHORTEST, LONGEST);
  if (!UUID.test(id) || outcome === undefined) return refused(parts, officer, 'Choose an outcome.');
  if (words === undefined) return refused(parts, officer, 'Give the reason, in up to 2,000 letters.');
  const at = clock();
  const decided = await transaction(db, async (tx) => {
    const holder = officer.organisation;
    const row = await decideObjection(tx, { id, holder, by: officer.userId, outcome, at });
    if (row === undefined) return false;
    await appendEntry(tx, {
      ...entryOf(officer, at),
      about: id,
      outcome: `objection-${outcome}`,
      personal: { user: userOf(officer), notes: words },
    });
    return true;
  });
  return decided
    ? objectionsPage(parts, officer, {
        tone: 'done',
        words: 'It is decided. Tell the person, with the reason.',
      })
    : refused(parts, officer, 'You wrote it down yourself, it is decided already, or it is not known here.');
}

function refused(parts: ServerParts, officer: Officer, words: string): Promise<string> {
  return objectionsPage(parts, officer, { tone: 'trouble', words: `${words} Nothing was changed.` });
}

function sideOf({ walk }: ServerParts, { organisation }: Officer): 'council' | 'health' {
  return walk.owners['council-to-health'].party === organisation ? 'council' : 'health';
}

/** The person by the officer's own organisation's number: the other's is not theirs to know. */
function numberOf(
  parts: ServerParts,
  officer: Officer,
  text: string,
): { readonly system: string; readonly value: string } | undefined {
  const plain = text.replaceAll(/\s/g, '');
  try {
    return sideOf(parts, officer) === 'council'
      ? { system: MOSAIC_SYSTEM, value: parseMosaicPersonId(plain) }
      : { system: CHI_SYSTEM, value: parseChi(plain).chi };
  } catch (error) {
    if (error instanceof SolwayError) return undefined;
    throw error;
  }
}

function userOf({ userId, name }: Officer): { id: string; name: string } {
  return { id: userId, name };
}

function entryOf(officer: Officer, at: Instant) {
  return {
    id: randomUUID(),
    kind: 'review',
    at,
    organisation: officer.organisation,
    correlationId: officer.correlationId,
    of: 'access',
    by: { organisation: officer.organisation, role: officer.roles[0] ?? 'governance-lead' },
  } as const;
}

async function modelOf({ walk }: ServerParts, row: ObjectionRow, officer: Officer): Promise<ObjectionModel> {
  const stored = await entryById(walk.db, row.id);
  const personal = stored === undefined ? null : openEntry(stored.leaf, stored.opening).personal;
  const words = personal !== null && 'notes' in personal ? personal.notes : undefined;
  return {
    id: row.id,
    at: row.received_at,
    number: row.chi ?? row.person_id ?? '',
    about:
      row.items === null
        ? 'Everything'
        : row.items.map((item) => (isItemType(item) ? ITEM_NAMES[item] : item)).join(', '),
    ...(words === undefined ? {} : { words }),
    own: row.received_by === officer.userId,
    ...(row.outcome === null || row.decided_at === null
      ? {}
      : { decided: { outcome: row.outcome, at: row.decided_at } }),
  };
}
