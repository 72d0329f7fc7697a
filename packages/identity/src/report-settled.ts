import type { Instant } from '@solway/kernel';
import { appendEntry, type Database, finishTask, reportById, transaction } from '@solway/store';
import { readNote } from './note.ts';
import { ReviewError } from './review-error.ts';
import { reportEntry, type Steward, stewardId } from './steward.ts';

/**
 * A steward has looked into a report from a page that showed no match, and says what they found.
 * @throws {ReviewError} `review-unknown`, `review-withheld`, `review-reason-missing`, `review-note-invalid`
 */
export async function settleReport(
  db: Database,
  steward: Steward,
  asked: { readonly reportId: string; readonly note: string },
  at: Instant,
): Promise<void> {
  const note = readNote(asked.note);
  if (note === '') throw new ReviewError('review-reason-missing', 'say what was found');
  await transaction(db, async (tx) => {
    const report = await reportById(tx, steward, asked.reportId);
    if (report === undefined) throw new ReviewError('review-unknown', 'there is no such report');
    if (report.withheld)
      throw new ReviewError('review-withheld', 'this report is for a steward on the allow-list');
    if (!(await finishTask(tx, report.id, stewardId(steward), at)))
      throw new ReviewError('review-unknown', 'the report was settled meanwhile');
    const { chi, person_id } = report;
    await appendEntry(
      tx,
      reportEntry(steward, { id: report.id, chi, person_id }, note, at),
      chi === null ? {} : { chi },
    );
  });
}
