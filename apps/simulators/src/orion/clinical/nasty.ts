import type { Chart } from './chart.ts';
import { concept, type Resource } from './resource.ts';

/** What real systems send now and then. One patient in a few hundred has each. */
const NASTY_KINDS = [
  'malformed-resource',
  'unknown-code-system',
  'wrong-patient',
  'impossible-date',
  'hostile-html',
] as const;

export type NastyKind = (typeof NASTY_KINDS)[number];

const ONE_IN = 400;
const FIRST = 11;

export function nastyKindOf(patientNumber: number): NastyKind | undefined {
  return NASTY_KINDS[(patientNumber % ONE_IN) - FIRST];
}

const HOSTILE = '<img src=x onerror="alert(document.domain)"><script>alert(1)</script>';

/** The resources of one type as this patient's record really sends them. */
export function withNastiness(
  chart: Chart,
  type: string,
  resources: readonly Resource[],
): readonly Resource[] {
  switch (nastyKindOf(chart.patient.number)) {
    case undefined:
      return resources;
    case 'malformed-resource':
      return type === 'Condition' ? [...resources, malformed(chart)] : resources;
    case 'unknown-code-system':
      return type === 'Flag' ? [...resources, unknownSystem(chart)] : resources;
    case 'wrong-patient':
      return type === 'AllergyIntolerance' ? [...resources, somebodyElses(chart)] : resources;
    case 'impossible-date':
      return type === 'Encounter' ? [...resources, impossiblyDated(chart)] : resources;
    case 'hostile-html':
      return hostile(chart, type, resources);
  }
}

function malformed(chart: Chart): Resource {
  return {
    resourceType: 'Condition',
    id: chart.id('nasty', 0),
    clinicalStatus: 'active',
    code: [42],
    subject: chart.subject,
    onsetDateTime: { when: 'a while ago' },
  };
}

function unknownSystem(chart: Chart): Resource {
  return {
    resourceType: 'Flag',
    id: chart.id('nasty', 0),
    status: 'active',
    category: [{ coding: [{ system: 'urn:local:ward-whiteboard', code: 'ZZ9' }] }],
    code: concept('Green wristband', 'GW-7', 'urn:local:ward-whiteboard'),
    subject: chart.subject,
    period: { start: chart.daysAgo(30) },
  };
}

function somebodyElses(chart: Chart): Resource {
  return {
    resourceType: 'AllergyIntolerance',
    id: chart.id('nasty', 0),
    clinicalStatus: {
      coding: [
        { system: 'http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical', code: 'active' },
      ],
    },
    code: concept('Allergy to strawberry'),
    patient: { reference: `Patient/${otherPatientId(chart)}` },
  };
}

export function otherPatientId(chart: Chart): string {
  return `p${chart.patient.number + 1}`;
}

function impossiblyDated(chart: Chart): Resource {
  return {
    resourceType: 'Encounter',
    id: chart.id('nasty', 0),
    status: 'finished',
    class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'IMP' },
    subject: chart.subject,
    period: { start: '0202-03-04T10:00:00Z', end: chart.moment(-20, chart.random('nasty')) },
    serviceProvider: { display: 'Dumfries and Galloway Royal Infirmary' },
  };
}

function hostile(chart: Chart, type: string, resources: readonly Resource[]): readonly Resource[] {
  if (type === 'Patient') {
    return resources.map((one) => ({
      ...one,
      name: [{ use: 'official', family: chart.patient.entry.surname, given: [HOSTILE] }],
    }));
  }
  if (type !== 'Flag') return resources;
  const flag: Resource = {
    resourceType: 'Flag',
    id: chart.id('nasty', 0),
    status: 'active',
    code: concept(HOSTILE),
    subject: chart.subject,
  };
  return [...resources, flag];
}

const HUGE_NOTE_CHARACTERS = 10 * 1024 * 1024;

/** A nursing note of ten megabytes, sent only when it was ordered. */
export function hugeNote(chart: Chart): Resource {
  return {
    resourceType: 'Communication',
    id: chart.id('huge-note', 0),
    status: 'completed',
    subject: chart.subject,
    sent: chart.moment(-1, chart.random('huge-note')),
    topic: { text: 'Very long note' },
    payload: [{ contentString: 'All is well. '.repeat(HUGE_NOTE_CHARACTERS / 13) }],
  };
}
