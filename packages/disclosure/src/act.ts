import { randomUUID } from 'node:crypto';
import { CHI_SYSTEM, MOSAIC_SYSTEM } from '@solway/kernel';
import type { EntryOf } from '@solway/ledger';
import {
  appendEntry,
  closeView,
  type OpenedView,
  raiseTask,
  suspendLinks,
  taskOfView,
  transaction,
} from '@solway/store';
import type { Walk } from './walk.ts';

/**
 * "This is not my patient": suspends every link of this person for both organisations at once, closes the view and
 * leaves a task, all in one transaction. Where there was no link to suspend the task is left all the same. Said twice
 * of one view, it is one task.
 * @returns the task's id
 */
export async function reportNotMyPatient(walk: Walk, opened: OpenedView, reason: string): Promise<string> {
  const { view, context } = opened;
  const now = walk.clock();
  const by = { organisation: view.organisation, role: view.role };
  const user = { id: view.user_id, name: view.user_name };
  const own = {
    ...(view.chi === null ? {} : { chi: view.chi }),
    personIds: view.person_id === null ? [] : [view.person_id],
  };
  return transaction(walk.db, async (tx) => {
    // First, so that of two at once the second waits here, and then finds what the first has left.
    if (!(await closeView(tx, view.view_id, 'not-my-patient', now))) {
      const raised = await taskOfView(tx, 'not-my-patient', view.view_id);
      if (raised !== undefined) return raised;
    }
    const suspended = await suspendLinks(tx, own, `${view.organisation}:${view.user_id}`, now);
    for (const link of suspended) {
      const entry: EntryOf<'link-suspended'> = {
        id: randomUUID(),
        kind: 'link-suspended',
        at: now,
        organisation: view.organisation,
        correlationId: view.correlation_id,
        linkId: link.id,
        reason: 'not-my-patient',
        by,
        viewId: view.view_id,
        personal: {
          subject: {
            identifiers: [
              { system: CHI_SYSTEM, value: link.chi },
              { system: MOSAIC_SYSTEM, value: link.person_id },
            ],
          },
          user,
          explanation: reason,
        },
      };
      await appendEntry(tx, entry, { chi: link.chi });
    }
    const taskId = await raiseTask(tx, {
      kind: 'not-my-patient',
      chi: view.chi ?? suspended[0]?.chi ?? null,
      person_ids: [...new Set([...own.personIds, ...suspended.map((link) => link.person_id)])],
      detail: {
        reason,
        viewId: view.view_id,
        suspended: suspended.map((link) => link.id),
        linksBefore: context.links.map((link) => ({ id: link.id, state: link.state })),
      },
      raised_by: `${view.organisation}:${view.user_id}`,
      raised_at: now,
    });
    return taskId;
  });
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
