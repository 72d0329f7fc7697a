import {
  countReviewCases,
  latestRun,
  type OpenedView,
  openReports,
  type ReviewPlace,
  reviewWorklist,
  stewardsOf,
  unacknowledgedLinks,
  type WorklistRow,
} from '@solway/store';
import {
  renderWorklistPage,
  type PersonMark,
  type ReviewSaid,
  type WorklistEntry,
  type WorklistModel,
} from '@solway/web';
import type { ServerParts } from '../server.ts';
import { reportEntry, unacknowledgedEntry } from './desk.ts';
import { actionsOf, isUuid, personName, stewardOf, viewerOf } from './who.ts';

const PAGE = 25;
const PLACES: readonly ReviewPlace[] = ['protection', 'reported', 'doubted', 'close', 'below', 'deferred'];

/** What a form says of the part of the list that is wanted. */
export interface WorklistForm {
  readonly place?: string | undefined;
  readonly whose?: string | undefined;
  readonly context?: string | undefined;
  readonly after?: string | undefined;
}

const WHOSE = ['mine', 'nobody', 'disagreed'] as const;
const CONTEXTS = ['child', 'adult'] as const;

/** The steward's first page: who waits, first things first. */
export async function worklistPage(
  { walk }: ServerParts,
  opened: OpenedView,
  form: WorklistForm = {},
  said?: ReviewSaid,
): Promise<string> {
  const now = walk.clock();
  const narrowed = {
    ...found('place', PLACES, form.place),
    ...found('whose', WHOSE, form.whose),
    ...found('context', CONTEXTS, form.context),
  };
  const [places, rows, reports, unacknowledged, stewards, run] = await Promise.all([
    countReviewCases(walk.db),
    reviewWorklist(walk.db, stewardOf(opened), {
      limit: PAGE + 1,
      ...narrowed,
      ...(isUuid(form.after) ? { after: form.after } : {}),
    }),
    openReports(walk.db, stewardOf(opened)),
    unacknowledgedLinks(walk.db, stewardOf(opened)),
    stewardsOf(walk.db, opened.view.organisation),
    latestRun(walk.db),
  ]);
  const shown = rows.slice(0, PAGE);
  const last = shown.at(-1);
  return renderWorklistPage({
    viewer: viewerOf(walk, opened),
    assembledAt: now,
    actions: actionsOf(opened),
    ...(said === undefined ? {} : { said }),
    places: places.map(({ place: name, waiting, oldest }) => ({ place: name, waiting, oldest })),
    ...narrowed,
    stewards: stewards.map((one) => ({ id: one.user_id, name: one.name })),
    rows: shown.map((row) => entry(row, now, `${opened.view.organisation}:${opened.view.user_id}`)),
    ...(rows.length > PAGE && last !== undefined ? { moreAfter: last.id } : {}),
    reports: reports.map((row) => reportEntry(walk, row)),
    unacknowledged: unacknowledged.map(unacknowledgedEntry),
    ...(run === undefined ? {} : { lastRun: runModel(run) }),
  });
}

function entry(row: WorklistRow, now: string, own: string): WorklistEntry {
  const common = { place: row.place, waitingSince: row.waiting_since };
  if (row.withheld || row.person_id === null)
    return { kind: 'withheld', ...common, mayDecide: row.may_decide };
  const claimed =
    row.claimed_by !== null &&
    row.claimed_by !== own &&
    row.claimed_until !== null &&
    row.claimed_until > now;
  return {
    kind: 'open',
    ...common,
    caseId: row.id,
    name: personName(row),
    personId: row.person_id,
    ...(row.birth_date === null ? {} : { birthDate: row.birth_date }),
    marks: marksOf(row),
    suspended: row.suspended,
    pairs: row.pairs,
    ...(row.best_weight === null ? {} : { bestBits: row.best_weight }),
    ...(row.assigned_name === null ? {} : { assignedTo: row.assigned_name }),
    ...(row.opinion === null ? {} : { opinion: row.opinion }),
    ...(claimed ? { claimedBy: row.claimed_name ?? 'Another steward' } : {}),
  };
}

export function marksOf(person: {
  readonly context: string | null;
  readonly protection: boolean | null;
  readonly restricted: boolean | null;
}): readonly PersonMark[] {
  return [
    ...(person.context === 'child' ? (['child'] as const) : []),
    ...(person.protection === true ? (['protection'] as const) : []),
    ...(person.restricted === true ? (['restricted'] as const) : []),
  ];
}

function runModel(
  run: NonNullable<Awaited<ReturnType<typeof latestRun>>>,
): NonNullable<WorklistModel['lastRun']> {
  const figure = (name: string): number => {
    const value = run.outcome?.[name];
    return typeof value === 'number' ? value : 0;
  };
  return {
    at: run.finished_at,
    model: run.model,
    linked: figure('link'),
    review: figure('review'),
    none: figure('none'),
  };
}

function found<Name extends string, Value extends string>(
  name: Name,
  known: readonly Value[],
  said: string | undefined,
): { readonly [K in Name]?: Value } {
  const value = known.find((one) => one === said);
  return value === undefined ? {} : ({ [name]: value } as { readonly [K in Name]?: Value });
}
