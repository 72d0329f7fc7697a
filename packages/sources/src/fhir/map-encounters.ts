import { instantOf, readInstant } from '@solway/kernel';
import { notOfThisItem } from '../mapping/outcome.ts';
import { ACT_CODE_SYSTEM, ENCOUNTER_KINDS } from './codes.ts';
import { at, listAt, textAt } from './json.ts';
import { phoneOf } from './map-person.ts';
import { mappingOf, type ResourceReader } from './resource-reader.ts';

export const mapInHospitalNow = mappingOf('in-hospital-now', 'Encounter', 'subject', (encounter, read) => {
  if (encounter['status'] !== 'in-progress') return notOfThisItem('not-in-progress');
  const kind = kindOf(encounter, read);
  // A class we can't read may be a stay: shown rather than lost.
  if (kind !== undefined && kind !== 'admission') return notOfThisItem('not-a-hospital-stay');
  const ward = listAt(encounter, 'location').find((one) => (textAt(one, 'status') ?? 'active') === 'active');
  const wardName = read.text(at(ward, 'location', 'display'), 'ward');
  const hospital = placeOf(encounter, read) ?? wardName;
  if (hospital === undefined) return read.missing('hospital');
  return read.shown({
    hospital,
    ward: hospital === wardName ? undefined : wardName,
    since: read.instant(read.period(encounter['period'], 'period').start, 'start'),
    phone: read.text(phoneOf(read.referenced(encounter['serviceProvider'])), 'telephone'),
  });
});

export const mapEncounter = mappingOf(
  'encounters-12-months',
  'Encounter',
  'subject',
  (encounter, read, { nowMs }) => {
    const status = textAt(encounter, 'status');
    if (status === 'planned' || status === 'cancelled') return notOfThisItem('not-held');
    if (
      isBefore(
        textAt(encounter, 'period', 'end') ?? textAt(encounter, 'period', 'start'),
        twelveMonthsBefore(nowMs),
      )
    )
      return notOfThisItem('older-than-12-months');
    const kind = kindOf(encounter, read);
    const period = read.period(encounter['period'], 'period');
    return read.shown({
      kind: kind ?? 'other',
      place:
        placeOf(encounter, read) ?? read.text(at(encounter, 'location', 0, 'location', 'display'), 'place'),
      start: read.date(period.start, 'start'),
      end: read.date(period.end, 'end'),
      reason:
        read.firstConcept(encounter['reasonCode'], 'reason') ??
        read.firstConcept(encounter['type'], 'reason'),
    });
  },
);

export const mapAppointment = mappingOf(
  'appointments',
  'Appointment',
  patientsOf,
  (appointment, read, { nowMs }) => {
    if (appointment['status'] !== 'booked') return notOfThisItem('not-booked');
    const start = read.instant(appointment['start'], 'start');
    if (start === undefined) return read.missing('start');
    if (Date.parse(start) < nowMs) return notOfThisItem('already-past');
    const service =
      read.firstConcept(appointment['serviceType'], 'service') ??
      read.firstConcept(appointment['specialty'], 'service') ??
      read.concept(appointment['appointmentType'], 'service') ??
      read.text(appointment['description'], 'service');
    if (service === undefined) return read.missing('service');
    const place = listAt(appointment, 'participant').find((one) => isPlace(at(one, 'actor')));
    return read.shown({ start, service, place: read.text(at(place, 'actor', 'display'), 'place') });
  },
);

/** The patient is a participant of an Appointment, not its subject. */
function patientsOf(appointment: unknown): readonly string[] {
  return listAt(appointment, 'participant')
    .flatMap((one) => textAt(one, 'actor', 'reference') ?? [])
    .filter((reference) => /(^|\/)Patient\/|^urn:uuid:/.test(reference));
}

/** An actor that is named in words only is taken for the place: people come with a reference or a type. */
function isPlace(actor: unknown): boolean {
  const kind = textAt(actor, 'type') ?? textAt(actor, 'reference');
  return kind === undefined ? textAt(actor, 'display') !== undefined : /(^|\/)Location(\/|$)/.test(kind);
}

export function twelveMonthsBefore(nowMs: number): number {
  const day = new Date(nowMs);
  day.setUTCFullYear(day.getUTCFullYear() - 1);
  return day.getTime();
}

/** Undefined for a class we don't know, which is counted. */
function kindOf(
  encounter: Readonly<Record<string, unknown>>,
  read: ResourceReader<'in-hospital-now' | 'encounters-12-months'>,
): 'admission' | 'emergency' | 'other' | undefined {
  const code = at(encounter, 'class', 'code');
  if (code === undefined || code === null) return read.unreadable('class', 'is not there to be read');
  return read.code(ENCOUNTER_KINDS, code, ACT_CODE_SYSTEM);
}

function placeOf(
  encounter: Readonly<Record<string, unknown>>,
  read: ResourceReader<'in-hospital-now' | 'encounters-12-months'>,
): string | undefined {
  return (
    read.text(at(encounter, 'serviceProvider', 'display'), 'place') ??
    read.text(at(read.referenced(encounter['serviceProvider']), 'name'), 'place')
  );
}

/** False where the text is no moment: a date that can't be read excludes nothing. */
function isBefore(text: string | undefined, cutoffMs: number): boolean {
  if (text === undefined || text < '1850') return false;
  const at = readInstant(text) ?? readInstant(`${text}T23:59:59Z`);
  return at !== undefined && at < instantOf(cutoffMs);
}
