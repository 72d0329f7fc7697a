import type {
  AllergyIntolerance,
  Appointment,
  Condition,
  Consent,
  Encounter,
  EpisodeOfCare,
  MedicationStatement,
  Observation,
  Organization,
} from '@medplum/fhirtypes';
import type { HealthItem, ItemContents } from '@solway/record';
import type { About, Mappings } from './about.ts';
import { clinically, noteOf } from './council.ts';
import { documentOf } from './document.ts';
import { flagOf } from './flag.ts';
import { line, named, periodOf, present, words } from './present.ts';
import { listOf, phone } from './team.ts';

/** The health items as FHIR R4, by `docs/reference/fhir.md`: what an entry says, and no more than it says. */
export const HEALTH_MAPPINGS: { readonly [Item in HealthItem]: Mappings<Item> } = {
  // These three are the Patient: see `patient.ts`.
  demographics: {},
  'gp-practice': {},
  deceased: {},
  'community-services': { EpisodeOfCare: communityService },
  allergies: { AllergyIntolerance: allergy },
  medicines: {
    MedicationStatement: ({ name, dose, started, status }, { patient }) =>
      present<MedicationStatement>({
        resourceType: 'MedicationStatement',
        status: status === 'active' ? 'active' : 'unknown',
        medicationCodeableConcept: words(name),
        subject: patient,
        effectivePeriod: periodOf(started),
        dosage: dose === undefined ? undefined : [{ text: dose }],
      }),
  },
  problems: {
    Condition: ({ name, onset, status }, { patient }) =>
      present<Condition>({
        resourceType: 'Condition',
        clinicalStatus: clinically(status === 'inactive' || status === 'resolved' ? status : 'active'),
        category: [
          {
            coding: [
              {
                system: 'http://terminology.hl7.org/CodeSystem/condition-category',
                code: 'problem-list-item',
              },
            ],
          },
        ],
        code: words(name),
        subject: patient,
        onsetDateTime: onset,
      }),
  },
  'in-hospital-now': {
    Encounter: ({ hospital, ward, since, phone: number }, { patient }) =>
      encounter(
        patient,
        'in-progress',
        'admission',
        line(hospital, ward),
        since,
        undefined,
        undefined,
        number,
      ),
  },
  'encounters-12-months': {
    Encounter: ({ kind, place, start, end, reason }, { patient }) =>
      encounter(patient, end === undefined ? 'unknown' : 'finished', kind, place, start, end, reason),
  },
  appointments: { Appointment: appointment },
  'health-alerts': {
    Flag: ({ label, detail, since }, about) =>
      flagOf(about, 'health-alert', line(label, detail), { start: since }),
  },
  'key-information': {
    Flag: ({ kind, label, detail, recorded }, about) =>
      flagOf(about, `key-information-${kind}`, line(label, detail), { start: recorded }),
  },
  'incapacity-certificate': { Consent: incapacity },
  letters: { DocumentReference: documentOf },
  results: {
    Observation: ({ name, value, date }, { patient }) =>
      present<Observation>({
        resourceType: 'Observation',
        status: 'final',
        code: words(name),
        subject: patient,
        effectiveDateTime: date,
        valueString: value,
        dataAbsentReason:
          value === undefined
            ? {
                coding: [
                  { system: 'http://terminology.hl7.org/CodeSystem/data-absent-reason', code: 'unknown' },
                ],
              }
            : undefined,
      }),
  },
  'nursing-notes': { Communication: noteOf },
};

const ALLERGY_STATUS = 'http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical';
/** SNOMED CT: no known allergy (situation). */
const NO_KNOWN_ALLERGY = { system: 'http://snomed.info/sct', code: '716186003', display: 'No known allergy' };

function allergy(content: ItemContents['allergies'], { patient }: About): AllergyIntolerance {
  const known = content.kind === 'allergy' ? content : undefined;
  return present<AllergyIntolerance>({
    resourceType: 'AllergyIntolerance',
    clinicalStatus: { coding: [{ system: ALLERGY_STATUS, code: 'active' }] },
    code:
      known === undefined ? { coding: [NO_KNOWN_ALLERGY], text: 'No known allergy' } : words(known.substance),
    patient,
    recordedDate: content.recorded,
    criticality:
      known?.severity === 'high risk' ? 'high' : known?.severity === 'low risk' ? 'low' : undefined,
    reaction:
      known?.reaction === undefined
        ? undefined
        : [
            present<NonNullable<AllergyIntolerance['reaction']>[number]>({
              manifestation: [words(known.reaction)],
              severity: known.severity === 'severe reaction' ? 'severe' : undefined,
            }),
          ],
  });
}

const ENCOUNTER_CLASS = {
  admission: { code: 'IMP', display: 'inpatient encounter' },
  emergency: { code: 'EMER', display: 'emergency' },
  other: { code: 'AMB', display: 'ambulatory' },
} as const;

function encounter(
  subject: About['patient'],
  status: Encounter['status'],
  kind: keyof typeof ENCOUNTER_CLASS,
  place: string | undefined,
  start: string | undefined,
  end: string | undefined,
  reason: string | undefined,
  number?: string,
): Encounter {
  const provider: Organization | undefined =
    number === undefined
      ? undefined
      : present<Organization>({
          resourceType: 'Organization',
          id: 'place',
          name: place,
          telecom: listOf([phone(number)]),
        });
  return present<Encounter>({
    resourceType: 'Encounter',
    contained: provider && [provider],
    status,
    class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', ...ENCOUNTER_CLASS[kind] },
    subject,
    period: periodOf(start, end),
    reasonCode: reason === undefined ? undefined : [words(reason)],
    serviceProvider:
      place === undefined ? undefined : provider ? { reference: '#place', display: place } : named(place),
  });
}

/** A source that gives no end leaves it unknown, said in FHIR's own way: a booked appointment must have one. */
function appointment(
  { start, service, place }: ItemContents['appointments'],
  { patient }: About,
): Appointment {
  return present<Appointment>({
    resourceType: 'Appointment',
    status: 'booked',
    serviceType: [words(service)],
    start,
    _end: {
      extension: [
        { url: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason', valueCode: 'unknown' },
      ],
    },
    participant: [
      { actor: patient, status: 'accepted' },
      ...(place === undefined ? [] : [{ actor: named(place), status: 'accepted' as const }]),
    ],
  } as Appointment);
}

/** A certificate under section 47 of the Adults with Incapacity (Scotland) Act 2000: issued and held by clinicians. */
function incapacity(
  { scope, issuedBy, start, end }: ItemContents['incapacity-certificate'],
  { patient }: About,
): Consent {
  const period = periodOf(start, end);
  return present<Consent>({
    resourceType: 'Consent',
    status: 'active',
    scope: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'treatment' }] },
    category: [words('Certificate of incapacity (AWI section 47)')],
    patient,
    dateTime: start,
    performer: issuedBy === undefined ? undefined : [named(issuedBy)],
    policyRule: words(scope),
    provision: period === undefined ? undefined : { period },
  });
}

function communityService(
  { service, team, since, phone: number }: ItemContents['community-services'],
  { patient }: About,
): EpisodeOfCare {
  const name = team ?? service;
  return present<EpisodeOfCare>({
    resourceType: 'EpisodeOfCare',
    contained:
      number === undefined
        ? undefined
        : [{ resourceType: 'Organization', id: 'team', name, telecom: [{ system: 'phone', value: number }] }],
    status: 'active',
    type: [words(service)],
    patient,
    managingOrganization: number === undefined ? named(name) : { reference: '#team', display: name },
    period: periodOf(since),
  });
}
