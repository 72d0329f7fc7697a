import type { HostSystem } from './host-system.ts';

/** A page of Solway's own that a host opens in a window of its own, and that is about nobody in particular. */
export interface OversightDoor {
  readonly view: 'governance' | 'stewardship';
  readonly path: string;
  readonly roles: readonly string[];
  readonly organisations: readonly HostSystem['organisation'][];
  readonly title: string;
  readonly words: string;
  readonly button: string;
  readonly statedPurpose: string;
  readonly notForThisRole: string;
}

export const OVERSIGHT_DOORS: readonly OversightDoor[] = [
  {
    view: 'governance',
    path: '/governance',
    roles: [
      'governance-lead',
      'data-protection-officer',
      'caldicott-guardian',
      'chief-social-work-officer',
      'senior-information-risk-owner',
    ],
    organisations: ['council', 'health'],
    title: 'Behind the glass',
    words:
      'What was disclosed between the two organisations, to whom, under which clause; what was refused, and why; and the agreement that decides it. It opens in a window of its own.',
    button: 'Open the governance view',
    statedPurpose: 'Oversight of what is disclosed',
    notForThisRole: 'For governance leads and the officers who sign agreements.',
  },
  {
    view: 'stewardship',
    path: '/stewardship',
    roles: ['data-steward'],
    organisations: ['council'],
    title: 'Matching to CHI',
    words:
      'The people whose match to the CHI register a person has to decide, and the links that somebody has stopped. It opens in a window of its own.',
    button: 'Open the worklist',
    statedPurpose: 'Deciding matches to the CHI register',
    notForThisRole: 'Data stewards only.',
  },
];

/** The doors of a host that one of its users may go through. */
export function doorsFor(host: HostSystem, role: string): readonly OversightDoor[] {
  return OVERSIGHT_DOORS.filter(
    (door) => door.roles.includes(role) && door.organisations.includes(host.organisation),
  );
}
