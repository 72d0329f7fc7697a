import { KeyObject } from 'node:crypto';
import type { Bundle, Patient } from '@medplum/fhirtypes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHI, linkAs } from '../../../packages/disclosure/test/walk-fixture.ts';
import { FhirServer } from './fhir-scene.ts';

/** The worked example of the guide to FHIR, as a stranger would take it. */
interface Example {
  whatIsShared(
    client: object,
    fhirBase: string,
    chi: string,
  ): Promise<{ patient: Patient; document: Bundle; carePlans: Bundle } | undefined>;
}

let example: Example;
let server: FhirServer;
beforeAll(async () => {
  example = (await import(
    new URL('../../../docs/guide/examples/fhir-backend.mjs', import.meta.url).href
  )) as Example;
  server = await FhirServer.begin();
  await server.listen();
});
afterAll(() => server.end());

const client = () => ({ clientId: 'health-hub', keyId: 'client-1', privateKey: KeyObject.from(server.key) });

describe('the example of the guide to FHIR', () => {
  it('finds a person by number, and reads the document and the care packages', async () => {
    const found = await example.whatIsShared(client(), server.base, CHI);
    expect(found?.patient.name).toMatchObject([{ family: 'Smith' }]);
    expect(found?.document.type).toBe('document');
    expect(found?.carePlans.total).toBe(4);
    expect(await example.whatIsShared(client(), server.base, '0101011237')).toBeUndefined();
  });

  it('is told in a coded sentence why it was refused', async () => {
    await linkAs(server.fresh.db, 'suspended');
    await expect(example.whatIsShared(client(), server.base, CHI)).rejects.toThrow('fhir-not-matched');
    const thief = { ...client(), clientId: 'council-hub', keyId: 'other' };
    await expect(example.whatIsShared(thief, server.base, CHI)).rejects.toThrow('invalid_client');
  });
});
