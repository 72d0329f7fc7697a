import { loadChanges } from '@solway/identity';
import { formatChi, type ChiNumber } from '@solway/kernel';
import { writeCsv } from '@solway/sources';
import {
  chiDifferences,
  loadById,
  type LoadOutcome,
  loadReasons,
  type LoadRow,
  loadRowsFor,
  openIncidents,
  type OpenedView,
  recentLoads,
  type ShownLoadRow,
} from '@solway/store';
import {
  type LoadActions,
  type LoadLine,
  type LoadRowModel,
  reasonMeans,
  reasonNext,
  renderLoadPage,
  renderLoadsPage,
  type ReviewSaid,
} from '@solway/web';
import { LoadRefused } from '../load-refused.ts';
import { UPLOAD_DOWN } from '../mosaic-loader.ts';
import type { ServerParts } from '../server.ts';
import { actionsOf, isUuid, personName, stewardOf, viewerOf } from './who.ts';

const LOADS_SHOWN = 25;
const ROWS_SHOWN = 100;
const OUTCOMES: readonly LoadOutcome[] = ['waiting', 'accepted', 'unchanged', 'rejected'];

const LOAD_ACTIONS: LoadActions = {
  listUrl: '/steward/loads',
  makeUrl: '/steward/loads/make',
  showUrl: '/steward/loads/show',
  againUrl: '/steward/loads/again',
  errorFileUrl: '/steward/loads/errors',
  uploadFileUrl: '/steward/loads/upload-file',
  sendFileUrl: '/steward/loads/send-file',
};

/** What differs, and the loads so far. */
export async function loadsPage(parts: ServerParts, opened: OpenedView, said?: ReviewSaid): Promise<string> {
  const { db } = parts.walk;
  const [differences, recent, common] = await Promise.all([
    chiDifferences(db),
    recentLoads(db, LOADS_SHOWN),
    commonOf(parts, opened, said),
  ]);
  const toSet = differences.filter((row) => row.action === 'set').length;
  return renderLoadsPage({
    ...common,
    direct: parts.loading?.direct === true,
    toSet,
    toWithdraw: differences.length - toSet,
    recent: recent.map(lineOf),
  });
}

/** @throws {LoadRefused} `load-unknown` */
export async function loadPage(
  parts: ServerParts,
  opened: OpenedView,
  form: Readonly<Record<string, string | undefined>>,
  said?: ReviewSaid,
): Promise<string> {
  const { db } = parts.walk;
  const load = await loadNamed(parts, form['load']);
  const outcome = OUTCOMES.find((one) => one === form['outcome']);
  const after = /^[0-9]{1,9}$/.test(form['after'] ?? '') ? Number(form['after']) : 0;
  const [reasons, found, common] = await Promise.all([
    loadReasons(db, load.id),
    loadRowsFor(db, actorOf(opened), load.id, {
      ...(outcome === undefined ? {} : { outcome }),
      after,
      limit: ROWS_SHOWN + 1,
    }),
    commonOf(parts, opened, said),
  ]);
  const rows = found.rows.slice(0, ROWS_SHOWN);
  const last = rows.at(-1);
  return renderLoadPage({
    ...common,
    load: lineOf(load),
    reasons,
    ...(outcome === undefined ? {} : { outcome }),
    rows: rows.map(rowModel),
    withheld: found.withheld,
    ...(found.rows.length > ROWS_SHOWN && last !== undefined ? { moreAfter: last.number } : {}),
  });
}

/** Makes a load of what differs, and shows it. */
export async function makeLoad(parts: ServerParts, opened: OpenedView): Promise<string> {
  if (parts.loading?.granted() !== true) {
    throw new LoadRefused('load-not-granted', 'no agreement in force lets CHI numbers go to the council');
  }
  const made = await loadChanges(parts.walk.db, stewardOf(opened), parts.walk.clock());
  if (made.made !== 'load') {
    return loadsPage(parts, opened, { tone: 'done', words: 'There was nothing to load.' });
  }
  const words = `${made.rows.toLocaleString('en-GB')} rows are stored, and are being sent.`;
  return loadPage(parts, opened, { load: made.id }, { tone: 'done', words });
}

/**
 * The rejected rows that this steward may see, with why and what to do: corrected, it can be sent as it is.
 * @throws {LoadRefused} `load-unknown`
 */
export async function errorFile(
  parts: ServerParts,
  opened: OpenedView,
  loadId: string | undefined,
): Promise<string> {
  const load = await loadNamed(parts, loadId);
  const { rows } = await loadRowsFor(parts.walk.db, actorOf(opened), load.id, {
    outcome: 'rejected',
    limit: load.rejected,
  });
  const lines = rows.map((row) => {
    const reason = row.reason ?? '';
    return [row.person_id, row.chi, row.action, reason, reasonMeans(reason), reasonNext(reason)];
  });
  return writeCsv([['person_id', 'chi', 'action', 'reason', 'what_it_means', 'what_to_do'], ...lines]);
}

/** As an allow-list names a user. */
function actorOf({ view }: OpenedView): string {
  return `${view.organisation}:${view.user_id}`;
}

async function loadNamed(parts: ServerParts, id: string | undefined): Promise<LoadRow> {
  const load = isUuid(id) ? await loadById(parts.walk.db, id) : undefined;
  if (load === undefined) throw new LoadRefused('load-unknown', 'there is no such load');
  return load;
}

async function commonOf({ walk }: ServerParts, opened: OpenedView, said: ReviewSaid | undefined) {
  const down = (await openIncidents(walk.db)).find((one) => one.kind === UPLOAD_DOWN);
  return {
    viewer: viewerOf(walk, opened),
    assembledAt: walk.clock(),
    actions: actionsOf(opened),
    loads: LOAD_ACTIONS,
    ...(said === undefined ? {} : { said }),
    ...(down === undefined ? {} : { downSince: down.raised_at }),
  };
}

const ASKERS: Readonly<Record<string, string>> = {
  'solway:schedule': 'the schedule',
  'solway:undo': 'Solway, since a link was undone',
};

function lineOf(load: LoadRow): LoadLine {
  const { waiting, accepted, unchanged, rejected } = load;
  return {
    loadId: load.id,
    at: load.made_at,
    origin: load.origin,
    by: ASKERS[load.made_by] ?? load.made_by.split(':').at(-1) ?? load.made_by,
    counts: { waiting, accepted, unchanged, rejected },
  };
}

function rowModel(row: ShownLoadRow): LoadRowModel {
  return {
    number: row.number,
    ...(row.surname === null ? {} : { name: personName(row) }),
    personId: row.person_id,
    chi: /^[0-9]{10}$/.test(row.chi) ? formatChi(row.chi as ChiNumber) : row.chi,
    action: row.action,
    outcome: row.outcome,
    ...(row.reason === null ? {} : { reason: row.reason }),
  };
}
