import type { Bundle, Resource } from '@medplum/fhirtypes';
import type { ItemType } from '@solway/record';

const CHI = 'urn:oid:2.16.840.1.113883.2.1.3.2.4.16.53';
const DAY_MS = 86_400_000;

/** The person of the bundle, and how many entries of each item are to come back. */
export const WHO = {
  chi: '1407451243',
  wanted: {
    demographics: 1,
    'gp-practice': 1,
    'community-services': 1,
    allergies: 2,
    medicines: 1,
    problems: 1,
    'in-hospital-now': 1,
    'encounters-12-months': 2,
    appointments: 1,
    'health-alerts': 1,
    'incapacity-certificate': 1,
    letters: 1,
    results: 1,
    'nursing-notes': 1,
  } as Partial<Record<ItemType, number>>,
};

/** One patient with a resource of each kind that the adapter reads, as a transaction. Invented. */
export function patientBundle(): Bundle {
  const day = (offset: number): string => new Date(Date.now() + offset * DAY_MS).toISOString();
  const subject = { reference: 'urn:uuid:00000000-0000-4000-8000-000000000001' };
  const practice = { reference: 'urn:uuid:00000000-0000-4000-8000-000000000002' };
  const act = 'http://terminology.hl7.org/CodeSystem/v3-ActCode';
  const resources: readonly Resource[] = [
    {
      resourceType: 'Patient',
      identifier: [{ system: CHI, value: WHO.chi }],
      name: [{ use: 'official', family: 'Smith', given: ['Jean'] }],
      gender: 'female',
      birthDate: '1945-07-14',
      generalPractitioner: [practice],
    },
    {
      resourceType: 'Organization',
      name: 'A practice',
      telecom: [{ system: 'phone', value: '01387 555 0100' }],
    },
    { resourceType: 'AllergyIntolerance', patient: subject, code: { text: 'Penicillin' } },
    { resourceType: 'AllergyIntolerance', patient: subject, code: { text: 'Nuts' }, criticality: 'high' },
    {
      resourceType: 'MedicationRequest',
      status: 'active',
      intent: 'order',
      subject,
      medicationCodeableConcept: { text: 'Amlodipine' },
    },
    {
      resourceType: 'Condition',
      subject,
      code: { text: 'Hypertension' },
      clinicalStatus: {
        coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: 'active' }],
      },
    },
    {
      resourceType: 'Encounter',
      status: 'in-progress',
      class: { system: act, code: 'IMP' },
      subject,
      period: { start: day(-2) },
      location: [{ location: { display: 'Ward 7' } }],
    },
    {
      resourceType: 'Encounter',
      status: 'finished',
      class: { system: act, code: 'EMER' },
      subject,
      period: { start: day(-30), end: day(-30) },
    },
    {
      resourceType: 'Appointment',
      status: 'booked',
      start: day(10),
      end: day(10.02),
      serviceType: [{ text: 'Cardiology' }],
      participant: [{ actor: subject, status: 'accepted' }],
    },
    { resourceType: 'Flag', status: 'active', subject, code: { text: 'Falls risk' } },
    {
      resourceType: 'EpisodeOfCare',
      status: 'active',
      patient: subject,
      type: [{ text: 'District nursing' }],
    },
    {
      resourceType: 'Consent',
      status: 'active',
      scope: { text: 'Treatment' },
      category: [{ coding: [{ system: 'urn:solway:codesystem:consent-category', code: 'awi-s47' }] }],
      patient: subject,
      policyRule: { text: 'All treatment' },
      provision: { period: { start: '2026-01-01', end: '2027-12-31' } },
    },
    {
      resourceType: 'DocumentReference',
      status: 'current',
      subject,
      description: 'Discharge letter',
      content: [{ attachment: { title: 'Discharge letter' } }],
    },
    {
      resourceType: 'Observation',
      status: 'final',
      category: [
        {
          coding: [
            { system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'vital-signs' },
          ],
        },
      ],
      code: { text: 'Weight' },
      subject,
      effectiveDateTime: day(-5),
      valueQuantity: { value: 70, unit: 'kg' },
    },
    {
      resourceType: 'Communication',
      status: 'completed',
      subject,
      topic: { text: 'Wound' },
      payload: [{ contentString: 'Dressed' }],
    },
  ];
  return {
    resourceType: 'Bundle',
    type: 'transaction',
    entry: resources.map((resource, at) => ({
      fullUrl: `urn:uuid:00000000-0000-4000-8000-${String(at + 1).padStart(12, '0')}`,
      resource,
      request: { method: 'POST', url: resource.resourceType },
    })),
  };
}
