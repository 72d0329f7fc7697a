import { MedplumClient } from '@medplum/core';
import type { Bundle, OperationOutcome, Resource } from '@medplum/fhirtypes';
import { Client } from 'fhir-kit-client';
import * as oauth from 'openid-client';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CHI, linkAs } from '../../../packages/disclosure/test/walk-fixture.ts';
import { APP_PAGE, FhirServer } from './fhir-scene.ts';

// Clients that nobody here wrote, against the server as it listens. What they found is in docs/reference/conformance.md.
let server: FhirServer;
let token: string;
beforeAll(async () => {
  server = await FhirServer.begin();
});
afterAll(() => server.end());
beforeEach(async () => {
  await server.reset();
  await server.listen();
  token = await server.systemToken();
});

/** The client’s own types say no more than that it is some resource. */
const bundle = (resource: unknown): Bundle => resource as Bundle;

describe('fhir-kit-client', () => {
  const client = () => new Client({ baseUrl: server.base, bearerToken: token });
  const search = async (resourceType: string, searchParams: Record<string, string | number>) =>
    bundle(await client().search({ resourceType, searchParams }));
  const patientId = async () => (await search('Patient', { identifier: CHI })).entry![0]!.resource!.id!;
  const matches = (found: Bundle) =>
    found.entry!.filter((one) => one.search?.mode === 'match').map((one) => one.resource!.id);

  it('reads the statement of what there is, and where the authorisation server is', async () => {
    expect(await client().capabilityStatement()).toMatchObject({ fhirVersion: '4.0.1' });
    const smart: { tokenUrl?: unknown } = await client().smartAuthMetadata();
    expect(String(smart.tokenUrl)).toBe(`${server.url}/smart/token`);
  });

  it('finds a person by number, by GET and by POST, and reads them', async () => {
    const id = await patientId();
    expect(await client().read({ resourceType: 'Patient', id })).toMatchObject({ birthDate: '1945-07-14' });
    const options = { postSearch: true };
    const posted = await client().search({
      resourceType: 'Patient',
      searchParams: { identifier: CHI },
      options,
    });
    expect(bundle(posted).total).toBe(1);
  });

  it('goes through the pages of a search', async () => {
    const patient = await patientId();
    const seen: unknown[] = [];
    let page: Bundle | undefined = await search('Flag', { patient, _count: 4 });
    while (page !== undefined) {
      seen.push(...matches(page));
      const next: unknown = await client().nextPage({ bundle: page as never });
      page = next === undefined ? undefined : bundle(next);
    }
    expect(seen).toEqual(matches(await search('Flag', { patient })));
  });

  it('gets the summary by its operation', async () => {
    const asked = {
      resourceType: 'Patient',
      id: await patientId(),
      name: '$summary',
      method: 'GET' as const,
    };
    expect(await client().operation(asked)).toMatchObject({ resourceType: 'Bundle', type: 'document' });
  });

  it('is told of a refusal by an OperationOutcome that it can read', async () => {
    const patient = await patientId();
    await linkAs(server.fresh.db, 'suspended');
    await expect(search('Flag', { patient })).rejects.toMatchObject({
      response: { status: 404, data: { resourceType: 'OperationOutcome' } },
    });
  });
});

describe('@medplum/core', () => {
  const client = () => {
    const medplum = new MedplumClient({
      baseUrl: `${server.url}/`,
      fhirUrlPath: 'fhir/R4',
      tokenUrl: `${server.url}/smart/token`,
      cacheTime: 0,
    });
    medplum.setAccessToken(token);
    return medplum;
  };

  it('finds, reads and includes', async () => {
    const medplum = client();
    const patient = await medplum.searchOne('Patient', { identifier: CHI });
    expect(await medplum.readResource('Patient', patient!.id)).toMatchObject({ name: [{ family: 'Smith' }] });
    const flags = await medplum.search('Flag', { patient: patient!.id, _include: 'Flag:patient' });
    expect(flags.entry?.some((one) => one.search?.mode === 'include')).toBe(true);
    const [flag] = await medplum.searchResources('Flag', { patient: patient!.id });
    expect(await medplum.readResource('Flag', flag!.id)).toMatchObject({
      resourceType: 'Flag',
      subject: { reference: `Patient/${patient!.id}` },
    });
  });

  it('goes through the pages of a search', async () => {
    const medplum = client();
    const patient = await medplum.searchOne('Patient', { identifier: CHI });
    const whole = (await medplum.search('Flag', { patient: patient!.id })).entry!;
    const ids = new Set<string>();
    for await (const page of medplum.searchResourcePages('Flag', { patient: patient!.id, _count: 5 }))
      for (const one of page.filter((flag) => (flag as Resource).resourceType === 'Flag')) ids.add(one.id);
    expect([...ids]).toEqual(
      whole.filter((one) => one.search?.mode === 'match').map((one) => one.resource!.id),
    );
  });

  it('reads a patient’s summary', async () => {
    const medplum = client();
    const patient = await medplum.searchOne('Patient', { identifier: CHI });
    const summary = await medplum.readPatientSummary(patient!.id);
    expect(summary.entry?.[0]?.resource?.resourceType).toBe('Composition');
  });

  it('is told of a refusal by an OperationOutcome that it can read', async () => {
    const refused: unknown = await client()
      .search('Flag', { patient: 'nobody' })
      .catch((error: unknown) => error);
    expect((refused as { outcome: OperationOutcome }).outcome.issue[0]).toMatchObject({ code: 'not-found' });
  });
});

describe('openid-client', () => {
  const discover = (clientId: string, auth: oauth.ClientAuth) =>
    oauth.discovery(new URL(server.url), clientId, undefined, auth, {
      execute: [oauth.allowInsecureRequests],
    });
  const keyed = () => oauth.PrivateKeyJwt({ key: server.key, kid: 'client-1' });

  it('discovers the server, and gets a backend service its token', async () => {
    const config = await discover('health-hub', keyed());
    const tokens = await oauth.clientCredentialsGrant(config, { scope: 'system/Patient.rs' });
    expect(tokens.scope).toBe('system/Patient.rs');
    const found = await oauth.fetchProtectedResource(
      config,
      tokens.access_token,
      new URL(`${server.base}/Patient?identifier=${CHI}`),
      'GET',
    );
    expect(((await found.json()) as Bundle).total).toBe(1);
  });

  it.each(['nurse-app', 'nurse-keyed'])(
    'takes %s through PKCE, and verifies its id token',
    async (clientId) => {
      const config = await discover(clientId, clientId === 'nurse-app' ? oauth.None() : keyed());
      const { handle } = (await server.launchApp(clientId)).json<{ handle: string }>();
      const verifier = oauth.randomPKCECodeVerifier();
      const [state, nonce] = [oauth.randomState(), oauth.randomNonce()];
      const address = oauth.buildAuthorizationUrl(config, {
        redirect_uri: APP_PAGE,
        scope: 'launch openid fhirUser patient/*.rs',
        code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        state,
        nonce,
        launch: handle,
        aud: server.base,
      });
      const answered = await fetch(address, { redirect: 'manual' });
      const back = new URL(answered.headers.get('location')!);
      const tokens = await oauth.authorizationCodeGrant(config, back, {
        pkceCodeVerifier: verifier,
        expectedState: state,
        expectedNonce: nonce,
        idTokenExpected: true,
      });
      expect(tokens['patient']).toMatch(/^[0-9a-f]{32}$/);
      expect(tokens.claims()).toMatchObject({
        iss: server.url,
        aud: clientId,
        fhirUser: expect.stringContaining('/Practitioner/') as string,
      });
      if (clientId === 'nurse-app') return;
      expect(await oauth.tokenIntrospection(config, tokens.access_token)).toMatchObject({ active: true });
      await oauth.tokenRevocation(config, tokens.access_token);
      expect(await oauth.tokenIntrospection(config, tokens.access_token)).toEqual({ active: false });
    },
  );

  it('reads an error as the standard has it', async () => {
    const config = await discover('health-hub', keyed());
    await expect(oauth.clientCredentialsGrant(config, { scope: 'system/*.cud' })).rejects.toMatchObject({
      error: 'invalid_scope',
    });
  });
});
