import { formatChi } from '@solway/kernel';
import { type ReportRow, type UnacknowledgedRow } from '@solway/store';
import { type ReportEntry, type UnacknowledgedEntry, WRONG_PERSON_REASONS } from '@solway/web';
import { partyName } from '../party-name.ts';
import type { ServerParts } from '../server.ts';
import { taskReference } from '../task-words.ts';
import { personName } from './who.ts';

/** A report from a page that showed no match, as the worklist shows it. */
export function reportEntry(walk: ServerParts['walk'], row: ReportRow): ReportEntry {
  const [organisation = ''] = row.raised_by.split(':');
  return {
    reportId: row.id,
    reference: taskReference(row.id),
    at: row.raised_at,
    from: partyName(walk, organisation),
    words: WRONG_PERSON_REASONS.find(([code]) => code === row.reason)?.[1] ?? 'No reason was given',
    ...aboutOf(row),
  };
}

/** By the number that the page was opened by: what a link would add is not said. */
function aboutOf(row: ReportRow): Pick<ReportEntry, 'about'> {
  if (row.withheld) return {};
  if (row.person_id !== null)
    return { about: { words: `${personName(row)}, Mosaic ${row.person_id}`, number: row.person_id } };
  return row.chi === null ? {} : { about: { words: `CHI ${formatChi(row.chi)}`, number: row.chi } };
}

export function unacknowledgedEntry(row: UnacknowledgedRow): UnacknowledgedEntry {
  return {
    linkId: row.link_id,
    waiting: row.waiting,
    late: row.late,
    since: row.since,
    ...(row.chi === null || row.person_id === null
      ? {}
      : { about: `Mosaic ${row.person_id} and CHI ${formatChi(row.chi)}` }),
  };
}
