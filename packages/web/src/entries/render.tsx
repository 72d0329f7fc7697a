import type { ItemContents, ItemType, RecordEntry } from '@solway/record';
import type { VNode } from 'preact';
import type { PageContext } from '../page/context.ts';
import { alerts, staffSafety } from './alerts.tsx';
import { assessments, documents, events, notes, results } from './assessments.tsx';
import { carePackages, equipment, selfDirectedSupport } from './care.tsx';
import { allergies, healthAlerts, incapacity, keyInformation, medicines, problems } from './clinical.tsx';
import { appointments, encounters, inHospital } from './hospital.tsx';
import { legalPowers, legalStatus, mentalHealth } from './legal.tsx';
import {
  access,
  communityServices,
  deceased,
  demographics,
  gpPractice,
  keyPeople,
  knownToSocialWork,
  supportReason,
  workerAndTeam,
} from './people.tsx';
import { childProtection, lookedAfter, protection } from './protection.tsx';

/**
 * Draws the entries of one item; there is always at least one. Undefined where another item of the same panel
 * already says all of it.
 */
type Renderer<Item extends ItemType> = (
  contents: readonly ItemContents[Item][],
  context: PageContext,
) => VNode | undefined;

const RENDERERS: { readonly [Item in ItemType]: Renderer<Item> } = {
  'known-to-social-work': knownToSocialWork,
  'worker-and-team': workerAndTeam,
  'staff-safety-alert': staffSafety,
  'care-packages': carePackages,
  assessments,
  'alerts-and-hazards': alerts,
  'adult-protection': protection,
  'child-protection': childProtection,
  'looked-after': lookedAfter,
  'key-people': keyPeople,
  'communication-access': access,
  'support-reason': supportReason,
  equipment,
  'legal-powers': legalPowers,
  'mental-health-measures': mentalHealth,
  'self-directed-support': selfDirectedSupport,
  documents,
  'significant-events': events,
  'legal-status-detail': legalStatus,
  'case-notes': notes,
  demographics,
  'gp-practice': gpPractice,
  deceased,
  'community-services': communityServices,
  allergies,
  medicines,
  problems,
  'in-hospital-now': inHospital,
  'encounters-12-months': encounters,
  appointments,
  'health-alerts': healthAlerts,
  'key-information': keyInformation,
  'incapacity-certificate': incapacity,
  letters: documents,
  results,
  'nursing-notes': notes,
};

export function renderEntries(
  item: ItemType,
  entries: readonly RecordEntry[],
  context: PageContext,
): VNode | undefined {
  // The entries of an item hold that item's contents: `ItemView` ties the two together.
  const render = RENDERERS[item] as Renderer<ItemType>;
  return render(
    entries.map((entry) => entry.content),
    context,
  );
}
