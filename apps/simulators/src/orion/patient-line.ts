import type { PersonLine } from '../host/host-system.ts';
import type { RegisteredPatient } from './clinical/chart.ts';

export function patientLine({ id, entry }: RegisteredPatient): PersonLine {
  const knownAs = entry.knownAs === '' ? '' : ` “${entry.knownAs}”`;
  return {
    id,
    name: `${entry.surname.toUpperCase()}, ${entry.forenames.join(' ')}${knownAs}`,
    birthDate: entry.birthDate,
    sex: entry.sex === 'F' ? 'Female' : 'Male',
    number: `${entry.chi.slice(0, 6)} ${entry.chi.slice(6)}`,
    postcode: entry.postcode,
  };
}
