import { exposureReport } from '@solway/identity';
import type { OpenedView } from '@solway/store';
import { partyName } from '../party-name.ts';
import type { ServerParts } from '../server.ts';
import { stewardOf } from './who.ts';

const HEADS = [
  'at',
  'user_id',
  'user_name',
  'role',
  'organisation',
  'purpose',
  'basis',
  'agreement_version',
  'shown',
  'answered_none_recorded',
  'told_at',
  'acknowledged_at',
  'ledger_entry',
];

/**
 * The report as CSV for a breach assessment: a line for each page that was shown, with the ledger entry that proves
 * it. That it was taken out is in the ledger before this returns.
 * @throws {ReviewError} `review-unknown`, `review-withheld`
 */
export async function exposureFile(
  { walk }: ServerParts,
  opened: OpenedView,
  linkId: string,
): Promise<string> {
  const { exposure, notices } = await exposureReport(walk.db, stewardOf(opened), linkId, walk.clock());
  const lines = exposure.disclosures.map((one) => {
    const notice = notices.find(
      (row) => row.organisation === one.user.organisation && row.user_id === one.user.id,
    );
    return [
      one.at,
      one.user.id,
      one.user.name,
      one.user.role,
      partyName(walk, one.user.organisation),
      one.purpose,
      one.basis,
      one.agreement.version,
      one.shown.map(({ item, count }) => `${item} ${count}`).join('; '),
      one.none.join('; '),
      notice?.shown_at ?? '',
      notice?.acknowledged_at ?? '',
      one.entryId,
    ];
  });
  return [HEADS, ...lines].map((line) => `${line.map(cell).join(',')}\r\n`).join('');
}

/** Quoted, and never a formula: a spreadsheet takes a cell that begins so for one. */
function cell(value: string): string {
  const plain = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return `"${plain.replaceAll('"', '""')}"`;
}
