import type {
  CarePlan,
  Communication,
  Condition,
  DeviceRequest,
  EpisodeOfCare,
  Practitioner,
  RelatedPerson,
  Task,
} from '@medplum/fhirtypes';
import type { CarePackage, CouncilItem, ItemContents, Period, Worker } from '@solway/record';
import type { About, Mappings } from './about.ts';
import { documentOf } from './document.ts';
import { flagOf } from './flag.ts';
import { line, named, periodOf, present, words } from './present.ts';
import { careTeamOf, listOf as list, phone } from './team.ts';

/** The council's items as FHIR R4, by `docs/reference/fhir.md`. The words are the source's; no code is made up. */
export const COUNCIL_MAPPINGS: { readonly [Item in CouncilItem]: Mappings<Item> } = {
  'known-to-social-work': {
    CareTeam: ({ team, since, status }, about) => careTeamOf(about, { team, since, open: status === 'open' }),
  },
  'worker-and-team': {
    CareTeam: ({ team, worker, since }, about) => careTeamOf(about, { team, worker, since, open: true }),
  },
  'staff-safety-alert': {
    Flag: ({ label, since }, about) => flagOf(about, 'staff-safety', label, { start: since }),
  },
  'care-packages': { CarePlan: carePackage },
  assessments: { Task: assessment },
  'alerts-and-hazards': {
    Flag: ({ label, detail, action, since }, about) =>
      flagOf(about, 'hazard', line(label, detail, action), { start: since }),
  },
  'adult-protection': protection<ItemContents['adult-protection']>(
    'adult-protection',
    ({ type }) => `Adult protection: ${type}`,
  ),
  'child-protection': protection<ItemContents['child-protection']>('child-protection', ({ type, unborn }) =>
    unborn ? `Child protection register, unborn baby: ${type}` : `Child protection register: ${type}`,
  ),
  'looked-after': protection<ItemContents['looked-after']>('looked-after', ({ legalStatus, placement }) =>
    line(`Looked after: ${legalStatus}`, placement),
  ),
  'key-people': { RelatedPerson: keyPerson },
  'communication-access': {
    Flag: ({ need, detail }, about) => flagOf(about, 'communication-access', line(need, detail)),
  },
  'support-reason': {
    Condition: ({ reason, since }, { patient }) =>
      present<Condition>({
        resourceType: 'Condition',
        clinicalStatus: clinically('active'),
        category: [words('Main reason for social care support')],
        code: words(reason),
        subject: patient,
        onsetDateTime: since,
      }),
  },
  equipment: {
    DeviceRequest: ({ description, since, returned }, { patient }) =>
      present<DeviceRequest>({
        resourceType: 'DeviceRequest',
        status: returned === undefined ? 'active' : 'completed',
        intent: 'order',
        codeCodeableConcept: words(description),
        subject: patient,
        occurrencePeriod: periodOf(since, returned),
      }),
  },
  'legal-powers': {
    Flag: ({ kind, holder, phone: number, inOperation, start, end }, about) =>
      flagOf(about, kind, line(`${POWERS[kind]}, ${operation(inOperation)}`, `Held by ${holder}`, number), {
        start,
        end,
      }),
  },
  'mental-health-measures': {
    Flag: ({ measure, officer, start, end }, about) =>
      flagOf(about, 'mental-health-measure', line(measure, leadWords(officer)), { start, end }),
  },
  'self-directed-support': {
    CarePlan: ({ option, budgetHolder, since }, { patient }) =>
      present<CarePlan>({
        resourceType: 'CarePlan',
        status: 'active',
        intent: 'plan',
        category: [words('Self-directed support')],
        title: `Self-directed support, option ${option}`,
        subject: patient,
        period: periodOf(since),
        description: budgetHolder === undefined ? undefined : `Budget held by ${budgetHolder}`,
      }),
  },
  documents: { DocumentReference: documentOf },
  // One List holds them all: see `kinds.ts`.
  'significant-events': {},
  'legal-status-detail': {
    EpisodeOfCare: ({ status, detail, start, end }, about) =>
      episode(about, line(status, detail), present<Period>({ start, end })),
  },
  'case-notes': { Communication: noteOf },
};

const POWERS: Readonly<Record<ItemContents['legal-powers']['kind'], string>> = {
  'welfare-power-of-attorney': 'Welfare power of attorney',
  'continuing-power-of-attorney': 'Continuing power of attorney',
  guardianship: 'Guardianship',
  other: 'Legal power of another kind',
};

/** That a power exists does not say that it is in operation: three answers, never two. */
function operation(inOperation: boolean | undefined): string {
  if (inOperation === undefined) return 'not recorded whether it is in operation';
  return inOperation ? 'in operation' : 'not in operation';
}

/** A measure of protection is an alert to act on and an episode with somebody leading it: a Flag and an EpisodeOfCare. */
function protection<Content extends Period & { lead?: Worker; outOfHoursPhone?: string }>(
  category: string,
  wordsOf: (content: Content) => string,
) {
  return {
    Flag: (content: Content, about: About) =>
      flagOf(
        about,
        category,
        line(wordsOf(content), leadWords(content.lead), outOfHours(content.outOfHoursPhone)),
        content,
      ),
    EpisodeOfCare: (content: Content, about: About) =>
      episode(about, wordsOf(content), content, content.lead, content.outOfHoursPhone),
  };
}

function episode(
  { patient, owner, day }: About,
  text: string,
  { start, end }: Period,
  lead?: Worker,
  outOfHoursPhone?: string,
): EpisodeOfCare {
  const manager: Practitioner | undefined =
    lead &&
    present<Practitioner>({
      resourceType: 'Practitioner',
      id: 'lead',
      name: [{ text: lead.name }],
      telecom: list([phone(lead.phone), phone(outOfHoursPhone, 'out of hours')]),
    });
  return present<EpisodeOfCare>({
    resourceType: 'EpisodeOfCare',
    contained: manager && [manager],
    // An end may be a planned one.
    status: end !== undefined && end < day ? 'finished' : 'active',
    type: [words(text)],
    patient,
    managingOrganization: named(owner),
    period: periodOf(start, end),
    careManager: lead && { reference: '#lead', display: line(lead.name, lead.role) },
  });
}

function carePackage(content: CarePackage, { patient }: About): CarePlan {
  const { service, provider, frequency, status, start, end, visits } = content;
  const statuses = { current: 'active', planned: 'draft', ended: 'completed', suspended: 'on-hold' } as const;
  const activity = {
    current: 'in-progress',
    planned: 'scheduled',
    ended: 'completed',
    suspended: 'on-hold',
  } as const;
  const week = visits?.map(
    ({ day, time, workers }) => `${DAYS[day - 1]} ${time}${workers > 1 ? ` ×${workers}` : ''}`,
  );
  return present<CarePlan>({
    resourceType: 'CarePlan',
    status: statuses[status],
    intent: 'order',
    category: [words('Care package')],
    title: service,
    subject: patient,
    period: periodOf(start, end),
    activity: [
      {
        detail: present<NonNullable<NonNullable<CarePlan['activity']>[number]['detail']>>({
          code: words(service),
          status: activity[status],
          scheduledString: week === undefined ? frequency : line(frequency, week.join(', ')),
          performer: provider === undefined ? undefined : [named(provider)],
        }),
      },
    ],
  });
}

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

function assessment({ name, status, date, outcome }: ItemContents['assessments'], { patient }: About): Task {
  return present<Task>({
    resourceType: 'Task',
    status: status === 'completed' ? 'completed' : status === 'in-progress' ? 'in-progress' : 'requested',
    intent: 'order',
    code: words(name),
    for: patient,
    executionPeriod: status === 'completed' ? periodOf(undefined, date) : undefined,
    restriction: status === 'completed' || date === undefined ? undefined : { period: { end: date } },
    businessStatus: outcome === undefined ? undefined : words(outcome),
  });
}

function keyPerson(
  { name, relationship, roles, phone: number }: ItemContents['key-people'],
  { patient }: About,
): RelatedPerson {
  return present<RelatedPerson>({
    resourceType: 'RelatedPerson',
    patient,
    relationship: [relationship, ...roles].map(words),
    name: [{ text: name }],
    telecom: number === undefined ? undefined : [{ system: 'phone', value: number }],
  });
}

export function noteOf(
  { heading, text, date }: { readonly heading: string; readonly text: string; readonly date?: string },
  { patient }: About,
): Communication {
  return present<Communication>({
    resourceType: 'Communication',
    status: 'completed',
    topic: heading === '' ? undefined : words(heading),
    subject: patient,
    sent: date,
    payload: [{ contentString: text }],
  });
}

export function clinically(code: 'active' | 'inactive' | 'resolved') {
  return { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code }] };
}

function leadWords(lead: Worker | undefined): string | undefined {
  return lead && line(`Lead ${lead.name}${lead.role === undefined ? '' : `, ${lead.role}`}`, lead.phone);
}

function outOfHours(number: string | undefined): string | undefined {
  return number && `Out of hours ${number}`;
}
