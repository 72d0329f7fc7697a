import { MedplumClient } from '@medplum/core';
import type { Bundle, CapabilityStatement, OperationOutcome, Patient, Resource } from '@medplum/fhirtypes';
import Client from 'fhir-kit-client';
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

describe('fhir-kit-client', () => {
  const client = () => new Client({ baseUrl: server.base, bearerToken: token });
  const patientId = async () => {
    const found = (await client().search({
      resourceType: 'Patient',
      searchParams: { identifier: CHI },
    })) as Bundle;
    return found.entry![0]!.resource!.id!;
  };

  it('reads the statement of what there is, and where the authorisation server is', async () => {
    const statement = (await client().capabilityStatement()) as CapabilityStatement;
    expect(statement.fhirVersion).toBe('4.0.1');
    const smart = (await client().smartAuthMetadata()) as { tokenUrl?: URL; authorizeUrl?: URL };
    expect(String(smart.tokenUrl)).toBe(`${server.url}/smart/token`);
  });

  it('finds a person by number, by GET and by POST, and reads them', async () => {
    const id = await patientId();
    expect((await client().read({ resourceType: 'Patient', id })) as Patient).toMatchObject({
      birthDate: '1945-07-14',
    });
    const posted = await client().search({
      resourceType: 'Patient',
      searchParams: { identifier: CHI },
      options: { postSearch: true },
    });
    expect((posted as Bundle).total).toBe(1);
  });

  it('goes through the pages of a search', async () => {
    const id = await patientId();
    const seen: Resource[] = [];
    let page = (await client().search({ resourceType: 'Flag', searchParams: { patient: id, _count: 4 } })) as
      Bundle | undefined;
    const total = page!.total;
    while (page !== undefined) {
      seen.push(
        ...(page.entry ?? []).filter((one) => one.search?.mode === 'match').map((one) => one.resource!),
      );
      page = (await client().nextPage({ bundle: page as never })) as Bundle | undefined;
    }
    expect(seen).toHaveLength(total!);
  });

  it('gets the summary by its operation', async () => {
    const summary = await client().operation({
      resourceType: 'Patient',
      id: await patientId(),
      name: '$summary',
      method: 'GET',
    });
    expect(summary).toMatchObject({ resourceType: 'Bundle', type: 'document' });
  });

  it('is told of a refusal by an OperationOutcome that it can read', async () => {
    const id = await patientId();
    await linkAs(server.fresh.db, 'suspended');
    const refused = client().search({ resourceType: 'Flag', searchParams: { patient: id } });
    await expect(refused).rejects.toMatchObject({
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
    expect(flags.entry?.some((one) => one.resource?.resourceType === 'Patient')).toBe(true);
    const [flag] = await medplum.searchResources('Flag', { patient: patient!.id });
    expect(await medplum.readResource('Flag', flag!.id)).toMatchObject({
      resourceType: 'Flag',
      subject: { reference: `Patient/${patient!.id}` },
    });
  });

  it('goes through the pages of a search', async () => {
    const medplum = client();
    const patient = await medplum.searchOne('Patient', { identifier: CHI });
    const total = (await medplum.search('Flag', { patient: patient!.id })).total;
    const ids = new Set<string>();
    for await (const page of medplum.searchResourcePages('Flag', { patient: patient!.id, _count: 5 }))
      for (const one of page.filter((flag) => (flag as Resource).resourceType === 'Flag')) ids.add(one.id);
    expect(ids.size).toBe(total);
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
