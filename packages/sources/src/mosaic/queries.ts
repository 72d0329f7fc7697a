import type { CouncilItem } from '@solway/record';
import { alertsAndHazards, caseNotes, communicationAccess, staffSafetyAlert } from './items-alerts.ts';
import { assessments, carePackages, equipment, selfDirectedSupport, supportReason } from './items-care.ts';
import { documents, significantEvents } from './items-history.ts';
import { legalPowers, mentalHealthMeasures } from './items-legal.ts';
import { keyPeople } from './items-people.ts';
import { adultProtection, childProtection, legalStatusDetail, lookedAfter } from './items-protection.ts';
import { knownToSocialWork, workerAndTeam } from './items-team.ts';
import type { MosaicQuery } from './query.ts';

export const QUERIES: { readonly [Item in CouncilItem]: MosaicQuery<Item> } = {
  'known-to-social-work': knownToSocialWork,
  'worker-and-team': workerAndTeam,
  'staff-safety-alert': staffSafetyAlert,
  'care-packages': carePackages,
  assessments,
  'alerts-and-hazards': alertsAndHazards,
  'adult-protection': adultProtection,
  'child-protection': childProtection,
  'looked-after': lookedAfter,
  'key-people': keyPeople,
  'communication-access': communicationAccess,
  'support-reason': supportReason,
  equipment,
  'legal-powers': legalPowers,
  'mental-health-measures': mentalHealthMeasures,
  'self-directed-support': selfDirectedSupport,
  documents,
  'significant-events': significantEvents,
  'legal-status-detail': legalStatusDetail,
  'case-notes': caseNotes,
};
