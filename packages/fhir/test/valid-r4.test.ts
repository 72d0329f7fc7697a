import type { Bundle } from '@medplum/fhirtypes';
import { capabilityStatement, ENTRY_TYPES } from '@solway/fhir';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../store/test/fresh-database.ts';
import { everyResource } from './every-resource.ts';
import { r4Problems } from './r4-validator.ts';
import { BASE, FhirScene } from './scene.ts';

let fresh: FreshDatabase;
let scene: FhirScene;
beforeAll(async () => {
  fresh = await freshDatabase();
  scene = await FhirScene.begin(fresh.db);
});
afterAll(() => fresh.drop());

describe('base R4, by a validator that we did not write', () => {
  it('every kind of resource, full and sparse', () => {
    const made = everyResource();
    expect(new Set(made.map(({ resource }) => resource.resourceType))).toEqual(new Set(ENTRY_TYPES));
    for (const { item, resource } of made) expect(r4Problems(resource), item).toEqual([]);
  });

  it('the validator sees what is wrong', () => {
    expect(r4Problems({ resourceType: 'Flag', status: 'on' } as never)).not.toEqual([]);
  });

  it.each(['health', 'council'] as const)(
    'every answer to the %s side: patients, Bundles, documents, refusals',
    async (side) => {
      const caller = await scene.caller(side);
      const patient = scene.patientId(caller);
      const addresses = [
        `Patient/${patient}`,
        `Patient?_id=${patient}`,
        `Patient/${patient}/$summary`,
        'Patient?family=Nobody&birthdate=1990-01-01',
        'Flag',
        ...ENTRY_TYPES.map((type) => `${type}?patient=${patient}&_include=${type}:patient`),
      ];
      const statuses = new Set<number>();
      for (const address of addresses) {
        const { status, resource } = await scene.get(caller, address);
        statuses.add(status);
        expect(r4Problems(resource), address).toEqual([]);
        for (const { resource: one } of (resource as Bundle).entry ?? [])
          expect(r4Problems(one!), address).toEqual([]);
      }
      expect(statuses).toEqual(new Set([200, 400, 403, 404]));
    },
  );

  it('the statement of what there is', () => {
    const uris = { authorize: `${BASE}/a`, token: `${BASE}/t`, introspect: `${BASE}/i`, revoke: `${BASE}/r` };
    expect(r4Problems(capabilityStatement(BASE, uris))).toEqual([]);
  });
});
