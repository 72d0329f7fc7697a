import { type ExposedDisclosure, exposureReport } from '@solway/identity';
import { isItemType } from '@solway/record';
import type { NoticeRow, OpenedView } from '@solway/store';
import { type ExposureNoticeRow, ITEM_NAMES, renderExposurePage, type ReviewSaid } from '@solway/web';
import { partyName } from '../party-name.ts';
import type { ServerParts } from '../server.ts';
import { DEFAULT_STEWARD_SETTINGS } from './settings.ts';
import { actionsOf, deciderWords, personName, stewardOf, viewerOf } from './who.ts';

/**
 * Who saw what through one link; that the report was drawn up is in the ledger before this returns.
 * @throws {ReviewError} `review-unknown`, `review-withheld`
 */
export async function exposurePage(
  { walk, stewardship = DEFAULT_STEWARD_SETTINGS }: ServerParts,
  opened: OpenedView,
  linkId: string,
  said?: ReviewSaid,
): Promise<string> {
  const now = walk.clock();
  const { caseId, link, facts, exposure, undone, notices } = await exposureReport(
    walk.db,
    stewardOf(opened),
    linkId,
    now,
  );
  const person = facts.people.find((one) => one.chi === link.chi);
  return renderExposurePage({
    viewer: viewerOf(walk, opened),
    assembledAt: now,
    actions: actionsOf(opened),
    ...(said === undefined ? {} : { said }),
    caseId,
    linkId: link.id,
    chi: link.chi,
    chiName:
      person === undefined
        ? 'Not on the register any more'
        : personName({ surname: person.surname, forenames: person.forenames.join(' ') }),
    personId: link.person_id,
    councilName: facts.council === null ? 'A record that Mosaic no longer holds' : personName(facts.council),
    state: link.state,
    ...(undone === undefined ? {} : { undone }),
    disclosures: exposure.disclosures.map((one) => ({
      at: one.at,
      user: { ...one.user, organisation: partyName(walk, one.user.organisation) },
      purpose: one.purpose,
      basis: one.basis,
      agreement: `agreement version ${one.agreement.version}`,
      itemNames: one.shown.map(({ item }) => itemName(item)),
      shown: one.shown.map(({ item, count }) => `${itemName(item)} (${count})`),
      none: one.none.map(itemName),
    })),
    erased: exposure.erased,
    notices: notices.map((one) => noticeRow(walk, exposure.disclosures, one)),
    lateAfterHours: stewardship.noticeHours,
  });
}

function itemName(item: string): string {
  return isItemType(item) ? ITEM_NAMES[item] : item;
}

/** Names come from the ledger: where they were erased there, nobody is named here. */
function noticeRow(
  walk: ServerParts['walk'],
  disclosures: readonly ExposedDisclosure[],
  row: NoticeRow,
): ExposureNoticeRow {
  const seen = disclosures.findLast(
    ({ user }) => user.organisation === row.organisation && user.id === row.user_id,
  );
  return {
    noticeId: row.id,
    user: {
      name: seen?.user.name ?? 'Erased',
      role: row.role,
      organisation: partyName(walk, row.organisation),
    },
    raisedAt: row.raised_at,
    ...(row.shown_at === null ? {} : { shownAt: row.shown_at }),
    ...(row.acknowledged_at === null ? {} : { acknowledgedAt: row.acknowledged_at }),
    ...(row.told_by === null ? {} : { toldBy: deciderWords(row.told_by) }),
    late: row.escalated_at !== null,
    hasLeft: row.has_left,
  };
}
