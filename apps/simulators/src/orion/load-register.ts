import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REGISTER_COLUMNS, registerCells } from '../population/columns.ts';
import { CsvFile } from '../population/csv-file.ts';
import { population, type PopulationOptions } from '../population/population.ts';
import type { RegisterEntry } from '../population/register.ts';
import { Block } from '../population/write-files.ts';
import { isClinicalType } from './clinical/record.ts';
import { CHI_SYSTEM, type Resource } from './clinical/resource.ts';
import type { RegisterStore } from './register-store.ts';

/** Fills the register from the population, and writes the extract (`chi.csv`) that the board gives for matching. */
export function loadRegister(store: RegisterStore, options: PopulationOptions, extract: string): void {
  const file = new Block<RegisterEntry>(
    new CsvFile(extract, REGISTER_COLUMNS),
    (one) => one.chi,
    registerCells,
  );
  store.load(() => {
    let number = 0;
    for (const views of population(options)) {
      for (const entry of views.register) {
        number += 1;
        const bundle = entry.bundle === undefined ? undefined : join(options.bundles ?? '', entry.bundle);
        const id = bundle === undefined ? `p${number}` : addBundle(store, entry, bundle);
        store.addPatient(entry, number, id);
        file.add(entry);
      }
    }
  });
  file.close();
}

/** Supporting resources that a clinical one may point to. */
const SUPPORTING = new Set(['Medication', 'Organization', 'Practitioner', 'Location']);

/** Stores the bundle's clinical resources with their references made whole; answers the patient's own id. */
function addBundle(store: RegisterStore, entry: RegisterEntry, path: string): string {
  const bundle = JSON.parse(readFileSync(path, 'utf8')) as {
    entry: readonly { fullUrl?: string; resource: Resource }[];
  };
  const targets = new Map(
    bundle.entry.map(({ fullUrl, resource }) => [fullUrl ?? '', `${resource.resourceType}/${resource.id}`]),
  );
  const patient = bundle.entry.find(({ resource }) => resource.resourceType === 'Patient')?.resource;
  const id = patient?.id ?? '';
  for (const { resource } of bundle.entry) {
    const { resourceType: type } = resource;
    if (!isClinicalType(type) && !SUPPORTING.has(type)) continue;
    const whole = JSON.parse(JSON.stringify(resource), (_, value: unknown) =>
      typeof value === 'string' ? (targets.get(value) ?? value) : value,
    ) as Resource;
    if (type === 'Patient') store.addResource(asRegistered(whole, entry), id);
    else store.addResource(whole, SUPPORTING.has(type) ? null : id);
  }
  return id;
}

/** The bundle's patient under the name, number, home and practice that the register gives. */
function asRegistered(patient: Resource, entry: RegisterEntry): Resource {
  const { text: _text, extension: _extension, ...rest } = patient;
  return {
    ...(rest as Resource),
    identifier: [{ use: 'official', system: CHI_SYSTEM, value: entry.chi }],
    name: [{ use: 'official', family: entry.surname, given: entry.forenames }],
    address: [{ use: 'home', line: entry.address.split(', '), postalCode: entry.postcode }],
    generalPractitioner: [{ reference: `Organization/gp-${entry.gpPractice}` }],
  };
}
