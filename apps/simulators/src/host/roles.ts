import type { Purpose, Relationship } from './launch.ts';

const NAMES: Readonly<Record<string, string>> = {
  gp: 'GP',
  ahp: 'Allied health professional',
  'ed-clinician': 'Emergency department clinician',
  'health-admin': 'Health administrator',
  'access-point-handler': 'Access point handler',
  'homecare-organiser': 'Home-care organiser',
  'home-team-member': 'Home Team member',
};

/** `community-nurse` as people say it. */
export function roleName(role: string): string {
  const words = role.replaceAll('-', ' ');
  return NAMES[role] ?? words.charAt(0).toUpperCase() + words.slice(1);
}

/** What a user of each role most often has to do with the person they open. */
const RELATIONSHIP: Readonly<Record<string, Relationship>> = {
  gp: 'registered',
  'health-admin': 'registered',
  'hospital-doctor': 'admitted',
  'ward-nurse': 'admitted',
  ahp: 'referred',
  paediatrician: 'referred',
  'social-worker': 'allocated',
  'team-manager': 'allocated',
  'mental-health-officer': 'allocated',
  'child-protection-worker': 'allocated',
  'occupational-therapist': 'referred',
};
/** Roles that meet people they have no standing relationship with, and say why. */
const STATED: Readonly<Record<string, string>> = {
  'ed-clinician': 'Attended the emergency department today',
  'access-point-handler': 'Contact received at the access point today',
};

export type Basis = { readonly relationship: Relationship } | { readonly statedPurpose: string };

export function usualBasis(role: string): Basis {
  const statedPurpose = STATED[role];
  return statedPurpose === undefined ? { relationship: RELATIONSHIP[role] ?? 'caseload' } : { statedPurpose };
}

export function usualPurpose(role: string): Purpose {
  if (role === 'access-point-handler') return 'front-door-triage';
  return role === 'child-protection-worker' ? 'child-protection' : 'direct-care';
}
