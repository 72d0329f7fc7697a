import { randomUUID } from 'node:crypto';
import { CHI_SYSTEM, type Instant, MOSAIC_SYSTEM } from '@solway/kernel';
import type { EntryOf } from '@solway/ledger';
import {
  appendEntry,
  closeView,
  type LinkRow,
  type OpenedView,
  raiseTask,
  suspendLinks,
  taskOfView,
  transaction,
} from '@solway/store';
import { shownPairs } from './shown-links.ts';
import type { Walk } from './walk.ts';

/** What a report came to. */
export interface Reported {
  readonly taskId: string;
  /** The page had shown that there is a link, and what it showed is stopped. */
  readonly stopped: boolean;
}

const STOPPED = 'not-my-patient';
const NOTHING_SHOWN = 'not-my-patient-unlinked';

/**
 * "This is not my patient": suspends every link that a page of this view showed, for both organisations at once,
 * closes the view and leaves a task, all in one transaction. A page that showed no link stops nothing, whatever
 * there is: it leaves a report for the steward. Said twice of one view, it is one task.
 */
export async function reportNotMyPatient(walk: Walk, opened: OpenedView, reason: string): Promise<Reported> {
  const { view, context } = opened;
  const now = walk.clock();
  const by = `${view.organisation}:${view.user_id}`;
  return transaction(walk.db, async (tx) => {
    // First, so that of two at once the second waits here, and then finds what the first has left.
    if (!(await closeView(tx, view.view_id, 'not-my-patient', now))) {
      const raised = await taskOfView(tx, [STOPPED, NOTHING_SHOWN], view.view_id);
      if (raised !== undefined) return { taskId: raised.id, stopped: raised.kind === STOPPED };
    }
    const shown = await shownPairs(tx, view.view_id);
    const suspended = shown === undefined ? [] : await suspendLinks(tx, shown, by, now);
    for (const link of suspended)
      await appendEntry(tx, suspendedEntry(opened, link, reason, now), { chi: link.chi });
    const taskId = await raiseTask(tx, {
      kind: shown === undefined ? NOTHING_SHOWN : STOPPED,
      chi: view.chi ?? suspended[0]?.chi ?? null,
      person_ids: [
        ...new Set([
          ...(view.person_id === null ? [] : [view.person_id]),
          ...suspended.map((link) => link.person_id),
        ]),
      ],
      detail: {
        reason,
        viewId: view.view_id,
        suspended: suspended.map((link) => link.id),
        ...(shown === undefined
          ? {}
          : { linksBefore: context.links.map((link) => ({ id: link.id, state: link.state })) }),
      },
      raised_by: by,
      raised_at: now,
    });
    return { taskId, stopped: shown !== undefined };
  });
}

function suspendedEntry(
  { view }: OpenedView,
  link: LinkRow,
  explanation: string,
  at: Instant,
): EntryOf<'link-suspended'> {
  return {
    id: randomUUID(),
    kind: 'link-suspended',
    at,
    organisation: view.organisation,
    correlationId: view.correlation_id,
    linkId: link.id,
    reason: 'not-my-patient',
    by: { organisation: view.organisation, role: view.role },
    viewId: view.view_id,
    personal: {
      subject: {
        identifiers: [
          { system: CHI_SYSTEM, value: link.chi },
          { system: MOSAIC_SYSTEM, value: link.person_id },
        ],
      },
      user: { id: view.user_id, name: view.user_name },
      explanation,
    },
  };
}

export type CloseReason = 'person-changed' | 'signed-out' | 'idle' | 'closed';

/** The host moved on, or the user went: nothing more can be asked of this view. */
export async function closeOpenView(walk: Walk, { view }: OpenedView, reason: CloseReason): Promise<void> {
  const now = walk.clock();
  await transaction(walk.db, async (tx) => {
    if (!(await closeView(tx, view.view_id, reason, now))) return;
    await appendEntry(tx, {
      id: randomUUID(),
      kind: 'view-closed',
      at: now,
      organisation: view.organisation,
      correlationId: view.correlation_id,
      viewId: view.view_id,
      reason,
      personal: { user: { id: view.user_id, name: view.user_name } },
    });
  });
}
