import { CHI_SYSTEM } from '@solway/kernel';
import type { Resource } from './fhir-server.ts';

/** The clock of these tests. */
export const NOW = Date.parse('2026-11-20T09:30:00.000Z');
export const nowMs = (): number => NOW;

export const FULL = '1904851231';
export const BARE = '0101011237';
export const RESTRICTED = '0211165794';
export const MANY = '2902201230';
export const NOBODY = '0402070763';

export function patient(id: string, chi: string, more: object = {}): Resource {
  return {
    resourceType: 'Patient',
    id,
    identifier: [{ system: CHI_SYSTEM, value: chi }],
    name: [
      { use: 'old', family: 'Formername' },
      { use: 'official', family: 'McTest', given: ['Isla', 'Jean'], prefix: ['Mrs'] },
    ],
    birthDate: '1985-04-19',
    gender: 'female',
    address: [{ use: 'home', line: ['1 Test Street'], city: 'Dumfries', postalCode: 'DG1 1AA' }],
    telecom: [{ system: 'phone', value: '01387 000001', use: 'home' }],
    ...more,
  };
}

const ours = (id: string): { readonly reference: string } => ({ reference: `Patient/${id}` });
const words = (text: string): { readonly text: string } => ({ text });

/** One record of each kind that the health items are read from. */
export function recordsOf(id: string): readonly Resource[] {
  const subject = ours(id);
  return [
    {
      resourceType: 'Organization',
      id: `gp-${id}`,
      name: 'Test Medical Practice',
      telecom: [{ system: 'phone', value: '01387 000002' }],
    },
    {
      resourceType: 'EpisodeOfCare',
      id: `e-${id}`,
      status: 'active',
      patient: subject,
      type: [words('Community nursing')],
      managingOrganization: { display: 'Nithsdale nurses' },
      period: { start: '2026-01-05' },
    },
    {
      resourceType: 'AllergyIntolerance',
      id: `a-${id}`,
      patient: subject,
      clinicalStatus: { coding: [{ code: 'active' }] },
      code: {
        coding: [{ system: 'http://snomed.info/sct', code: '91936005', display: 'Allergy to penicillin' }],
      },
      reaction: [{ manifestation: [words('Rash')], severity: 'severe' }],
      criticality: 'high',
      recordedDate: '2001-02-03',
    },
    {
      resourceType: 'MedicationRequest',
      id: `m-${id}`,
      status: 'active',
      intent: 'order',
      subject,
      medicationReference: { reference: `Medication/med-${id}` },
      dosageInstruction: [words('One at night')],
      authoredOn: '2026-03-04T10:00:00Z',
    },
    { resourceType: 'Medication', id: `med-${id}`, code: words('Amitriptyline 10 mg tablets') },
    {
      resourceType: 'Condition',
      id: `c-${id}`,
      subject,
      clinicalStatus: { coding: [{ code: 'active' }] },
      code: words('Asthma'),
      onsetDateTime: '1999-09-09',
    },
    {
      resourceType: 'Encounter',
      id: `n-${id}`,
      status: 'in-progress',
      subject,
      class: { code: 'IMP' },
      serviceProvider: { display: 'Test Royal Infirmary' },
      location: [{ location: { display: 'Ward 7' } }],
      period: { start: '2026-11-18T22:10:00Z' },
    },
    {
      resourceType: 'Appointment',
      id: `ap-${id}`,
      status: 'booked',
      start: '2026-12-01T10:00:00Z',
      serviceType: [words('Podiatry')],
      participant: [{ actor: subject }, { actor: { reference: 'Location/1', display: 'Mountainhall' } }],
    },
    {
      resourceType: 'Flag',
      id: `f-${id}`,
      status: 'active',
      subject,
      code: words('Latex: use alternatives'),
      category: [words('Clinical')],
      period: { start: '2020-01-01' },
    },
    {
      resourceType: 'Flag',
      id: `k-${id}`,
      status: 'active',
      subject,
      category: [{ coding: [{ system: 'urn:solway:codesystem:flag-category', code: 'key-information' }] }],
      code: {
        text: 'Future Care Plan exists',
        coding: [{ system: 'urn:solway:codesystem:key-information', code: 'future-care-plan' }],
      },
      period: { start: '2026-05-05' },
      meta: { lastUpdated: '2026-11-20T06:00:00Z' },
    },
    {
      resourceType: 'Consent',
      id: `s47-${id}`,
      status: 'active',
      patient: subject,
      category: [
        {
          coding: [{ system: 'urn:solway:codesystem:consent-category', code: 'awi-s47' }],
          text: 'Medical treatment',
        },
      ],
      provision: { period: { start: '2026-02-01', end: '2027-02-01' } },
      performer: [{ display: 'Dr Test' }],
    },
    {
      resourceType: 'DocumentReference',
      id: `d-${id}`,
      status: 'current',
      subject,
      type: words('Discharge letter'),
      description: 'Discharge from Ward 7',
      date: '2026-10-10T12:00:00Z',
    },
    {
      resourceType: 'Observation',
      id: `o-${id}`,
      status: 'final',
      subject,
      category: [{ coding: [{ code: 'vital-signs' }] }],
      code: words('Weight'),
      valueQuantity: { value: 61.43529167345355, unit: 'kg' },
      effectiveDateTime: '2026-10-01T09:00:00Z',
    },
    {
      resourceType: 'Communication',
      id: `cn-${id}`,
      status: 'completed',
      subject,
      topic: words('Visit'),
      payload: [{ contentString: 'Dressing changed.' }],
      sent: '2026-11-11T11:00:00Z',
    },
  ];
}

export function conditionsOf(id: string, count: number): readonly Resource[] {
  return Array.from({ length: count }, (_, index) => ({
    resourceType: 'Condition',
    id: `many-${index}`,
    subject: ours(id),
    clinicalStatus: { coding: [{ code: 'active' }] },
    code: words(`Problem ${index}`),
  }));
}
