import type { HostSystem, OpenPerson, PersonLine, PersonToTry, Section } from '../host/host-system.ts';
import { html, type Html } from '../host/html.ts';
import { dateText } from '../host/pages.ts';
import { practiceByCode } from '../population/practices.ts';
import type { StaffMember } from '../population/staff.ts';
import type { RegisteredPatient } from './clinical/chart.ts';
import type { ClinicalType } from './clinical/record.ts';
import type { Resource } from './clinical/resource.ts';
import type { FhirService } from './fhir/fhir-service.ts';
import { patientLine } from './patient-line.ts';
import { patientsToTry } from './people-to-try.ts';
import type { RegisterStore } from './register-store.ts';
import { PORTAL_STYLE } from './portal-style.ts';

const MOST_FOUND = 50;

/** The board's clinical portal, as a host of the social work viewer. */
export function orionPortal(
  store: RegisterStore,
  service: FhirService,
  staff: readonly StaffMember[],
): HostSystem {
  let toTry: readonly PersonToTry[] | undefined;
  return {
    clientId: 'orion-portal',
    name: 'Clinical portal',
    organisation: 'health',
    personWord: 'patient',
    numberWord: 'CHI number',
    viewerSection: { key: 'social-work', title: 'Social work', frameTitle: 'Social work summary' },
    searchHint: 'Surname, forename; CHI number; or date of birth',
    stylesheet: PORTAL_STYLE,
    staff: staff.filter((one) => one.organisation === 'health'),
    search: (text) => Promise.resolve(search(store, text).map(patientLine)),
    open: (id) => Promise.resolve(openPatient(store, service, id)),
    peopleToTry: () => Promise.resolve((toTry ??= patientsToTry(store, service))),
  };
}

function search(store: RegisterStore, text: string): readonly RegisteredPatient[] {
  const digits = text.replace(/\s/g, '');
  if (/^\d{10}$/.test(digits)) return [store.byChi(digits)].filter((one) => one !== undefined);
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return store.byBirthDate(text, MOST_FOUND);
  const [surname = '', forename = ''] = text.split(text.includes(',') ? /\s*,\s*/ : /\s+/);
  const found = store.byName({ surname, forename }, MOST_FOUND);
  // "Jean Smith" as well as "Smith Jean".
  return found.length > 0 || forename === ''
    ? found
    : store.byName({ surname: forename, forename: surname }, MOST_FOUND);
}

function openPatient(store: RegisterStore, service: FhirService, id: string): OpenPerson | undefined {
  const patient = store.byFhirId(id);
  if (patient === undefined) return undefined;
  const { chi, birthDate, deathDate } = patient.entry;
  const listed = (key: string, title: string, type: ClinicalType): Section => ({
    key,
    title,
    content: () => listOf(title, service.record(patient, type)),
  });
  return {
    line: patientLine(patient) satisfies PersonLine,
    ...(deathDate === '' ? {} : { deathDate }),
    access: 'open',
    subject: { chi, birthDate },
    sections: [
      { key: 'summary', title: 'Summary', content: () => summary(patient, service) },
      listed('encounters', 'Encounters', 'Encounter'),
      listed('results', 'Results', 'Observation'),
      listed('documents', 'Documents', 'DocumentReference'),
      listed('medicines', 'Medicines', 'MedicationRequest'),
      { key: 'social-work', title: 'Social work' },
    ],
  };
}

function summary(patient: RegisteredPatient, service: FhirService): Html {
  const { entry } = patient;
  const practice = practiceByCode(entry.gpPractice);
  return html`<h2>Summary</h2>
    <dl>
      <dt>Address</dt>
      <dd>${entry.address}, ${entry.postcode}</dd>
      <dt>Telephone</dt>
      <dd>${entry.telephone === '' ? 'Not known' : entry.telephone}</dd>
      <dt>Practice</dt>
      <dd>${practice?.name ?? 'Not known'}</dd>
    </dl>
    ${listOf('Problems', service.record(patient, 'Condition'))}
    ${listOf('Allergies', service.record(patient, 'AllergyIntolerance'))}
    ${listOf('Alerts', service.record(patient, 'Flag'))}`;
}

function listOf(title: string, resources: readonly Resource[]): Html {
  if (resources.length === 0)
    return html`<h2>${title}</h2>
      <p>None recorded.</p>`;
  return html`<h2>${title}</h2>
    <ul class="list">
      ${resources
        .slice(0, 100)
        .map((one) => html`<li><span class="num">${dateText(whenOf(one))}</span> ${wordsOf(one)}</li>`)}
    </ul>`;
}

function whenOf(resource: Resource): string {
  const { period, ...rest } = resource as Resource & { period?: { start?: unknown } };
  const all = [period?.start, rest['onsetDateTime'], rest['recordedDate'], rest['authoredOn'], rest['date']];
  const found = [...all, rest['effectiveDateTime'], rest['sent']].find((one) => typeof one === 'string');
  return typeof found === 'string' ? found : '';
}

/** The first words a resource has for itself; made for people, so never failing on a malformed one. */
function wordsOf(resource: Resource): string {
  const elements = [
    'description',
    'code',
    'medicationCodeableConcept',
    'type',
    'reasonCode',
    'serviceType',
    'topic',
  ];
  for (const element of elements) {
    const value: unknown = resource[element];
    const first: unknown = Array.isArray(value) ? value[0] : value;
    if (typeof first === 'string') return first;
    const text = (first as { text?: unknown } | null | undefined)?.text;
    if (typeof text === 'string') return text;
    const coding = (first as { coding?: readonly { display?: unknown }[] } | null | undefined)?.coding;
    const display = Array.isArray(coding)
      ? (coding[0] as { display?: unknown } | undefined)?.display
      : undefined;
    if (typeof display === 'string') return display;
  }
  return `${resource.resourceType} that can’t be read`;
}
