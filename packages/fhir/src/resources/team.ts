import type { CareTeam, ContactPoint, Organization, PractitionerRole } from '@medplum/fhirtypes';
import type { Team, Worker } from '@solway/record';
import type { About } from './about.ts';
import { named, periodOf, present, words } from './present.ts';

/** A team with its telephones, and its worker where one is allocated, all in one resource: nothing else to fetch. */
export function careTeamOf(
  about: About,
  {
    team,
    worker,
    since,
    open,
  }: {
    readonly team: Team;
    readonly worker?: Worker;
    readonly since?: string | undefined;
    readonly open: boolean;
  },
): CareTeam {
  const office = present<Organization>({
    resourceType: 'Organization',
    id: 'team',
    name: team.name,
    alias: team.office === undefined ? undefined : [team.office],
    telecom: listOf([phone(team.phone), phone(team.outOfHoursPhone, 'out of hours')]),
  });
  const role: PractitionerRole | undefined =
    worker &&
    present<PractitionerRole>({
      resourceType: 'PractitionerRole',
      id: 'worker',
      practitioner: named(worker.name),
      organization: { reference: '#team' },
      code: worker.role === undefined ? undefined : [words(worker.role)],
      telecom: listOf([phone(worker.phone)]),
    });
  return present<CareTeam>({
    resourceType: 'CareTeam',
    contained: role === undefined ? [office] : [office, role],
    status: open ? 'active' : 'inactive',
    name: team.name,
    subject: about.patient,
    period: periodOf(since),
    participant: worker && [
      present<NonNullable<CareTeam['participant']>[number]>({
        role: worker.role === undefined ? undefined : [words(worker.role)],
        // The role's own organisation says for whom; `onBehalfOf` goes with a Practitioner only: ctm-1.
        member: { reference: '#worker', display: worker.name },
      }),
    ],
    managingOrganization: [{ reference: '#team', display: team.name }],
  });
}

/** A telephone with what it is for; the days and hours are the source's own words. */
export function phone(number: string | undefined, purpose?: string): ContactPoint | undefined {
  if (number === undefined) return undefined;
  return present<ContactPoint>({
    system: 'phone',
    value: purpose === undefined ? number : `${number} (${purpose})`,
    use: 'work',
  });
}

export function listOf<T>(parts: readonly (T | undefined)[]): T[] | undefined {
  const found = parts.filter((part) => part !== undefined);
  return found.length === 0 ? undefined : found;
}
