import { exposureReport } from '@solway/identity';
import { isItemType } from '@solway/record';
import type { OpenedView } from '@solway/store';
import { ITEM_NAMES, renderExposurePage, type ReviewSaid } from '@solway/web';
import { partyName } from '../party-name.ts';
import type { ServerParts } from '../server.ts';
import { actionsOf, personName, stewardOf, viewerOf } from './who.ts';

/**
 * Who saw what through one link; that the report was drawn up is in the ledger before this returns.
 * @throws {ReviewError} `review-unknown`, `review-withheld`
 */
export async function exposurePage(
  { walk }: ServerParts,
  opened: OpenedView,
  linkId: string,
  said?: ReviewSaid,
): Promise<string> {
  const now = walk.clock();
  const { caseId, link, facts, exposure, undone } = await exposureReport(
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
      shown: one.shown.map(({ item, count }) => `${itemName(item)} (${count})`),
      none: one.none.map(itemName),
    })),
    erased: exposure.erased,
  });
}

function itemName(item: string): string {
  return isItemType(item) ? ITEM_NAMES[item] : item;
}
