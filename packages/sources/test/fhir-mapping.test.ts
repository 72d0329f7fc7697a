import { describe, expect, test } from 'vitest';
import { KNOWN_SYSTEMS } from '../src/fhir/codes.ts';
import { mapDeceased, mapDemographics, mapGpPractice } from '../src/fhir/map-person.ts';
import type { FhirContext } from '../src/fhir/resource-reader.ts';
import { SEARCHES, type SearchedItem } from '../src/fhir/searches.ts';
import type { Mapped } from '../src/mapping/outcome.ts';
import { FULL, NOW, patient, recordsOf } from './support/health-records.ts';

const records = recordsOf('p1');
const context: FhirContext = {
  patientId: 'p1',
  baseUrl: 'http://fhir.example/fhir',
  nowMs: NOW,
  knownSystems: KNOWN_SYSTEMS,
  resolve: (reference) => records.find((one) => `${one.resourceType}/${one.id}` === reference),
};

/** The item's own sound record, with some parts changed. */
function mapped(item: SearchedItem, change: object = {}): Mapped {
  const { resourceType, map } = SEARCHES[item];
  const sound = records.find(
    (one) => one.resourceType === resourceType && map(one, context).outcome === 'entry',
  );
  return map({ ...sound, ...change }, context);
}
function inBrief(outcome: Mapped): unknown {
  switch (outcome.outcome) {
    case 'entry':
      return outcome.entry.content;
    case 'set-aside':
      return outcome.setAside.map((one) => one.code).join();
    case 'not-of-this-item':
      return `left out: ${outcome.rule}`;
  }
}
const coding = (system: string, code: string, display?: string) => ({ coding: [{ system, code, display }] });

describe('what the health items say of sound records', () => {
  test.each<[SearchedItem, unknown]>([
    ['community-services', { service: 'Community nursing', team: 'Nithsdale nurses', since: '2026-01-05' }],
    [
      'allergies',
      {
        kind: 'allergy',
        substance: 'Allergy to penicillin',
        reaction: 'Rash',
        severity: 'high risk',
        recorded: '2001-02-03',
      },
    ],
    [
      'medicines',
      { name: 'Amitriptyline 10 mg tablets', dose: 'One at night', started: '2026-03-04', status: 'active' },
    ],
    ['problems', { name: 'Asthma', onset: '1999-09-09', status: 'active' }],
    [
      'in-hospital-now',
      { hospital: 'Test Royal Infirmary', ward: 'Ward 7', since: '2026-11-18T22:10:00.000Z' },
    ],
    ['encounters-12-months', { kind: 'admission', place: 'Test Royal Infirmary', start: '2026-11-18' }],
    ['appointments', { start: '2026-12-01T10:00:00.000Z', service: 'Podiatry', place: 'Mountainhall' }],
    ['health-alerts', { label: 'Latex: use alternatives', since: '2020-01-01' }],
    [
      'key-information',
      { kind: 'future-care-plan', label: 'Future Care Plan exists', recorded: '2026-05-05' },
    ],
    [
      'incapacity-certificate',
      { scope: 'Medical treatment', start: '2026-02-01', end: '2027-02-01', issuedBy: 'Dr Test' },
    ],
    ['letters', { title: 'Discharge from Ward 7', kind: 'Discharge letter', date: '2026-10-10' }],
    ['results', { name: 'Weight', value: '61.44 kg', date: '2026-10-01' }],
    ['nursing-notes', { heading: 'Visit', text: 'Dressing changed.', date: '2026-11-11' }],
  ])('%s', (item, content) => {
    expect(inBrief(mapped(item))).toEqual(content);
  });
});

describe('the rules of the mapping', () => {
  const snomed = 'http://snomed.info/sct';
  test.each<[string, SearchedItem, object, unknown]>([
    [
      'no known allergy is a statement',
      'allergies',
      { code: coding(snomed, '716186003', 'No known allergy') },
      { kind: 'none-known', recorded: '2001-02-03' },
    ],
    [
      'no known drug allergy is not about every allergy',
      'allergies',
      { code: coding(snomed, '409137002', 'No known drug allergy') },
      expect.objectContaining({ kind: 'allergy', substance: 'No known drug allergy' }),
    ],
    [
      'the same code of another system is no statement',
      'allergies',
      { code: coding('urn:local', '716186003', 'Peanut') },
      expect.objectContaining({ kind: 'allergy', substance: 'Peanut' }),
    ],
    [
      'a refuted allergy is left out',
      'allergies',
      { verificationStatus: coding('x', 'refuted') },
      'left out: refuted',
    ],
    [
      'one entered in error is left out',
      'allergies',
      { verificationStatus: coding('x', 'entered-in-error') },
      'left out: entered-in-error',
    ],
    [
      'a past allergy is left out',
      'allergies',
      { clinicalStatus: coding('x', 'resolved') },
      'left out: not-active',
    ],
    [
      'an allergy with no status is shown',
      'allergies',
      { clinicalStatus: undefined },
      expect.objectContaining({ kind: 'allergy' }),
    ],
    ['an allergy to nothing is set aside', 'allergies', { code: undefined }, 'required-value-missing'],
    ['a code without words is set aside', 'problems', { code: coding(snomed, '195967001') }, 'unknown-code'],
    ['a stopped medicine is left out', 'medicines', { status: 'stopped' }, 'left out: not-active'],
    [
      'a medicine that is only proposed is left out',
      'medicines',
      { intent: 'proposal' },
      'left out: not-an-order',
    ],
    [
      'a contained medicine is read',
      'medicines',
      {
        contained: [{ resourceType: 'Medication', id: 'x', code: { text: 'Aspirin' } }],
        medicationReference: { reference: '#x' },
      },
      expect.objectContaining({ name: 'Aspirin' }),
    ],
    [
      'a reference that leads nowhere is named by its display',
      'medicines',
      { medicationReference: { reference: 'Medication/gone', display: 'Aspirin' } },
      expect.objectContaining({ name: 'Aspirin' }),
    ],
    [
      'an outpatient is not in hospital now',
      'in-hospital-now',
      { class: { code: 'AMB' } },
      'left out: not-a-hospital-stay',
    ],
    [
      'a stay of an unknown class is shown',
      'in-hospital-now',
      { class: { code: 'XYZ' } },
      expect.objectContaining({ hospital: 'Test Royal Infirmary' }),
    ],
    [
      'a stay that has ended is left out',
      'in-hospital-now',
      { status: 'finished' },
      'left out: not-in-progress',
    ],
    [
      'an encounter of two years ago is left out',
      'encounters-12-months',
      { period: { start: '2024-01-01T00:00:00Z', end: '2024-01-02' } },
      'left out: older-than-12-months',
    ],
    [
      'a stay that began before the year and ended in it is shown',
      'encounters-12-months',
      { period: { start: '2025-01-01T00:00:00Z', end: '2026-01-02T00:00:00Z' } },
      expect.objectContaining({ start: '2025-01-01', end: '2026-01-02' }),
    ],
    ['a planned encounter is left out', 'encounters-12-months', { status: 'planned' }, 'left out: not-held'],
    [
      'a moment late in the evening in summer is the next day in Scotland',
      'encounters-12-months',
      { period: { start: '2026-06-30T23:30:00Z' } },
      expect.objectContaining({ start: '2026-07-01' }),
    ],
    ['a cancelled appointment is left out', 'appointments', { status: 'cancelled' }, 'left out: not-booked'],
    [
      'an appointment already past is left out',
      'appointments',
      { start: '2026-11-20T09:00:00Z' },
      'left out: already-past',
    ],
    [
      'an appointment without a time is set aside',
      'appointments',
      { start: '2026-12-01' },
      'date-impossible',
    ],
    [
      "an appointment of somebody else's is set aside",
      'appointments',
      { participant: [{ actor: { reference: 'Patient/p2' } }] },
      'wrong-person',
    ],
    [
      'key information is no health alert',
      'health-alerts',
      { category: [coding('urn:solway:codesystem:flag-category', 'key-information')] },
      'left out: key-information',
    ],
    ['an inactive alert is left out', 'health-alerts', { status: 'inactive' }, 'left out: not-active'],
    [
      'key information of an unknown kind is shown as other',
      'key-information',
      { code: { ...coding('urn:solway:codesystem:key-information', 'new-kind'), text: 'Something new' } },
      expect.objectContaining({ kind: 'other', label: 'Something new' }),
    ],
    [
      'another consent is no certificate',
      'incapacity-certificate',
      { category: [coding('x', 'research')] },
      'left out: not-awi-s47',
    ],
    [
      'a result in parts is told in parts',
      'results',
      {
        valueQuantity: undefined,
        component: [{ code: { text: 'Systolic' }, valueQuantity: { value: 120, unit: 'mmHg' } }],
      },
      expect.objectContaining({ value: 'Systolic 120 mmHg' }),
    ],
    [
      'a large whole number keeps its digits',
      'results',
      { valueQuantity: { value: 1234567, unit: '/L', comparator: '<' } },
      expect.objectContaining({ value: '<1234567 /L' }),
    ],
    [
      'a result of another category is left out',
      'results',
      { category: [coding('x', 'survey')] },
      'left out: not-laboratory-or-vital-signs',
    ],
    [
      'a record that says of nobody whose it is is set aside',
      'problems',
      { subject: undefined },
      'required-value-missing',
    ],
    [
      "another server's patient of the same id is another person",
      'problems',
      { subject: { reference: 'http://other.example/fhir/Patient/p1' } },
      'wrong-person',
    ],
    [
      "this server's own absolute reference is the person",
      'problems',
      { subject: { reference: 'http://fhir.example/fhir/Patient/p1' } },
      expect.objectContaining({ name: 'Asthma' }),
    ],
    [
      'a resource of another type is set aside',
      'problems',
      { resourceType: 'Procedure' },
      'malformed-record',
    ],
    [
      'security labels that are no list hide the record',
      'problems',
      { meta: { security: {} } },
      'malformed-record',
    ],
  ])('%s', (_rule, item, change, expected) => {
    expect(inBrief(mapped(item, change))).toEqual(expected);
  });

  test.each<[object, readonly string[], number]>([
    [{ system: 'urn:solway:codesystem:mark', code: 'fertility' }, ['fertility'], 0],
    [{ system: 'urn:solway:codesystem:mark', code: 'a-new-mark' }, ['sealed'], 1],
    [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'STD' }, ['sexual-health'], 0],
    [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'HIV' }, [], 1],
    [{ system: 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality', code: 'V' }, ['sealed'], 0],
    [{ system: 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality', code: 'N' }, [], 0],
  ])('the security label %o gives the marks %o', (label, marks, unknown) => {
    const outcome = mapped('problems', { meta: { security: [label] } });
    expect(outcome).toMatchObject({ outcome: 'entry', entry: { marks } });
    expect(outcome.outcome === 'entry' && outcome.unknownCodes).toHaveLength(unknown);
  });

  test('an unknown code system is shown by its words and counted', () => {
    expect(mapped('problems', { code: coding('urn:local', 'Z1', 'Wobbly') })).toMatchObject({
      entry: { content: { name: 'Wobbly' } },
      unknownCodes: [{ item: 'problems', system: 'urn:local', code: 'Z1' }],
    });
  });
});

describe('the Patient', () => {
  test.each<[string, object, unknown]>([
    ['alive', {}, 'left out: not-recorded-as-dead'],
    ['alive in so many words', { deceasedBoolean: false }, 'left out: not-recorded-as-dead'],
    ['dead', { deceasedBoolean: true }, {}],
    ['dead on a day', { deceasedDateTime: '2026-11-01' }, { date: '2026-11-01' }],
    ['dead in the year 0202', { deceasedDateTime: '0202-11-01' }, {}],
    ['"false"', { deceasedBoolean: 'false' }, 'malformed-record'],
  ])('%s', (_state, change, expected) => {
    expect(inBrief(mapDeceased(patient('p1', FULL, change), context))).toEqual(expected);
  });

  test('is shown by the official name, never by an old one', () => {
    expect(inBrief(mapDemographics(patient('p1', FULL), context))).toMatchObject({
      name: { family: 'McTest', given: 'Isla Jean', title: 'Mrs' },
      address: '1 Test Street, Dumfries, DG1 1AA',
    });
    expect(
      inBrief(mapDemographics(patient('p1', FULL, { name: [{ use: 'old', family: 'Former' }] }), context)),
    ).toBe('required-value-missing');
  });

  test('has a practice, and a doctor where one is named', () => {
    const doctor = {
      resourceType: 'Practitioner',
      id: 'd1',
      name: [{ prefix: ['Dr'], given: ['A'], family: 'Tester' }],
    };
    const references = [{ reference: '#d1' }, { reference: 'Organization/gp-p1' }];
    const person = patient('p1', FULL, { generalPractitioner: references, contained: [doctor] });
    expect(inBrief(mapGpPractice(person, context))).toEqual({
      practice: 'Test Medical Practice',
      doctor: 'Dr A Tester',
      phone: '01387 000002',
    });
  });
});
