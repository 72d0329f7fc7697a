import type { PersonToTry } from '../host/host-system.ts';
import type { Chart, RegisteredPatient } from './clinical/chart.ts';
import { isVeryRestricted } from './clinical/demographics.ts';
import { isInpatient } from './clinical/hospital.ts';
import { nastyKindOf } from './clinical/nasty.ts';
import type { FhirService } from './fhir/fhir-service.ts';
import { patientLine } from './patient-line.ts';
import type { RegisterStore } from './register-store.ts';

interface Kind {
  readonly kind: string;
  readonly reason: string;
  readonly wanted: number;
  readonly fits: (chart: Chart) => boolean;
}

/** The patients this many from the start are looked through: plenty for one of each, and quick. */
const LOOKED_THROUGH = 4000;
const BLOCK = 100;

/** About ten patients who each show something different, by what the board's own record says. */
export function patientsToTry(store: RegisterStore, service: FhirService): readonly PersonToTry[] {
  const found = new Map<string, RegisteredPatient[]>();
  const kinds = kindsOf(store, service);
  const taken = new Set<string>();
  for (let from = 1; from <= LOOKED_THROUGH; from += BLOCK) {
    for (const patient of store.fromNumber(from, BLOCK)) {
      const chart = service.chartOf(patient);
      for (const { kind, wanted, fits } of kinds) {
        const sofar = found.get(kind) ?? [];
        if (sofar.length >= wanted || taken.has(patient.id) || !fits(chart)) continue;
        found.set(kind, [...sofar, patient]);
        taken.add(patient.id);
      }
    }
    if (kinds.every(({ kind, wanted }) => (found.get(kind)?.length ?? 0) >= wanted)) break;
  }
  return kinds.flatMap(({ kind, reason }) =>
    (found.get(kind) ?? []).map((patient) => ({ person: patientLine(patient), kind, reason })),
  );
}

function kindsOf(store: RegisterStore, service: FhirService): readonly Kind[] {
  const need = (chart: Chart): string => chart.patient.entry.need;
  const ordinary = (chart: Chart): boolean =>
    !chart.isDead && nastyKindOf(chart.patient.number) === undefined;
  return [
    {
      kind: 'frail-older-adult',
      reason: 'Frail older adult seen by district nurses, with a Key Information Summary',
      wanted: 3,
      fits: (chart) =>
        ordinary(chart) &&
        chart.age > 74 &&
        need(chart) === 'frail' &&
        service.record(chart.patient, 'Flag').some((one) => one.id.includes('key-information')),
    },
    {
      kind: 'inpatient',
      reason: 'On a hospital ward today',
      wanted: 1,
      fits: (chart) => ordinary(chart) && isInpatient(chart) && chart.age > 60,
    },
    {
      kind: 'child-with-plan',
      reason: 'Child for whom the health visitor has an additional support plan',
      wanted: 2,
      fits: (chart) => ordinary(chart) && need(chart) === 'child-concern',
    },
    {
      kind: 'lacks-capacity',
      reason: 'Adult with dementia and a certificate of incapacity',
      wanted: 1,
      fits: (chart) =>
        ordinary(chart) && chart.age > 70 && service.record(chart.patient, 'Consent').length > 0,
    },
    {
      kind: 'young-adult',
      reason: 'Young adult with little on record: may well not be known to social work',
      wanted: 1,
      fits: (chart) =>
        ordinary(chart) &&
        chart.age > 20 &&
        chart.age < 35 &&
        need(chart) === 'none' &&
        service.record(chart.patient, 'Condition').length === 0,
    },
    {
      kind: 'twin',
      reason: 'One of twins: same surname, birthday and address as another patient',
      wanted: 1,
      fits: (chart) => ordinary(chart) && chart.age < 30 && hasTwin(store, chart.patient),
    },
    { kind: 'deceased', reason: 'Has died', wanted: 1, fits: (chart) => chart.isDead && chart.age > 60 },
    {
      kind: 'restricted',
      reason: 'The whole health record is under the strictest confidentiality',
      wanted: 1,
      fits: (chart) => ordinary(chart) && isVeryRestricted(chart),
    },
    {
      kind: 'fhir-bundle',
      reason: 'A whole real-format record from a given FHIR bundle',
      // People of given bundles, where there are any, are the first in the register.
      wanted: store.fromNumber(1, 1)[0]?.entry.bundle === undefined ? 0 : 1,
      fits: (chart) => chart.patient.entry.bundle !== undefined,
    },
    {
      kind: 'hostile-html',
      reason: 'A record with hostile markup in the name',
      wanted: 1,
      fits: (chart) =>
        chart.patient.entry.bundle === undefined && nastyKindOf(chart.patient.number) === 'hostile-html',
    },
  ];
}

function hasTwin(store: RegisterStore, patient: RegisteredPatient): boolean {
  const { birthDate, surname, address } = patient.entry;
  return store
    .byBirthDate(birthDate, 200)
    .some((one) => one.id !== patient.id && one.entry.surname === surname && one.entry.address === address);
}
