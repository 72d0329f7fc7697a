import { createRemoteJWKSet, decodeJwt, generateKeyPair, jwtVerify, SignJWT } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { APP_PAGE, FhirServer } from './fhir-scene.ts';

let server: FhirServer;
beforeAll(async () => {
  server = await FhirServer.begin();
});
afterAll(() => server.end());
beforeEach(() => server.reset());

describe('an app that is opened from a host', () => {
  it('is told whose record, by an id of its own, and reads it', async () => {
    const { token, back } = await server.openApp('nurse-app', {
      launch: {
        needPatientBanner: false,
        fhirContext: [{ type: 'Encounter', identifier: { system: 'urn:a', value: '7' } }],
      },
    });
    expect(back?.searchParams.get('state')).toBe('a-state');
    expect(token).toMatchObject({
      token_type: 'Bearer',
      scope: 'launch openid fhirUser patient/*.rs',
      need_patient_banner: false,
      fhirContext: [{ type: 'Encounter', identifier: { system: 'urn:a', value: '7' } }],
      patient: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
    });
    const patient = await server.fetch(token['access_token']!, `Patient/${token['patient']}`);
    expect(patient.json()).toMatchObject({ resourceType: 'Patient', birthDate: '1945-07-14' });
    const flags = await server.fetch(token['access_token']!, 'Flag');
    expect(
      flags.json<{ entry: { resource: { resourceType: string } }[] }>().entry[0]?.resource.resourceType,
    ).toBe('Flag');
    expect(JSON.stringify(back?.href)).not.toContain('1407451243');
  });

  it('learns who is looking from a token that the published keys verify, and reads that user and no other', async () => {
    await server.listen();
    const { token } = await server.openApp('nurse-app', { authorize: { nonce: 'a-nonce' } });
    const keys = createRemoteJWKSet(new URL(`${server.url}/smart/jwks`));
    const { payload } = await jwtVerify(token['id_token']!, keys, {
      issuer: server.url,
      audience: 'nurse-app',
    });
    expect(payload['nonce']).toBe('a-nonce');
    const fhirUser = String(payload['fhirUser']);
    const user = await server.fetch(token['access_token']!, fhirUser.slice(server.base.length + 1));
    expect(user.json()).toMatchObject({ resourceType: 'Practitioner', name: [{ text: 'A Nurse' }] });
    expect((await server.fetch(token['access_token']!, `Practitioner/${'0'.repeat(32)}`)).statusCode).toBe(
      404,
    );
  });

  it('with a key proves itself, and the same proof is not taken twice', async () => {
    const { answered, form } = await server.openApp('nurse-keyed');
    expect(answered?.statusCode).toBe(200);
    const again = await server.form('/smart/token', form);
    expect([again.statusCode, again.json()]).toEqual([
      401,
      expect.objectContaining({ error: 'invalid_client' }),
    ]);
  });

  it('gets no more than it is registered for, and nothing that writes', async () => {
    const { token } = await server.openApp('nurse-app', {
      authorize: {
        scope:
          'launch patient/Flag.cruds patient/Task.write system/*.rs offline_access patient/CarePlan.read',
      },
    });
    expect(token['scope']).toBe('launch patient/Flag.rs patient/CarePlan.rs');
    expect((await server.fetch(token['access_token']!, 'Flag')).statusCode).toBe(200);
    const other = await server.fetch(token['access_token']!, 'Task');
    expect(other.statusCode).toBe(403);
    expect(other.headers['www-authenticate']).toContain('insufficient_scope');
  });

  it('opens nobody but the person who is open in the host', async () => {
    const { token } = await server.openApp('nurse-app');
    const other = server.fhir.service.ids.patientId('nurse-app', { chi: '0101011237' as never });
    expect((await server.fetch(token['access_token']!, `Flag?patient=${other}`)).statusCode).toBe(403);
    expect((await server.fetch(token['access_token']!, `Patient/${other}`)).statusCode).toBe(403);
  });

  it('is over when the same host session opens another person in it', async () => {
    const hostSession = 'one-session';
    const first = await server.openApp('nurse-app', { launch: { hostSession } });
    expect((await server.fetch(first.token['access_token']!, 'Flag')).statusCode).toBe(200);
    const second = await server.openApp('nurse-app', {
      launch: { hostSession, subject: { chi: '0101011237', birthDate: null } },
    });
    expect(second.answered?.statusCode).toBe(200);
    const late = await server.fetch(first.token['access_token']!, 'Flag');
    expect([
      late.statusCode,
      late.json<{ issue: { details: { coding: { code: string }[] } }[] }>().issue[0]?.details.coding[0]?.code,
    ]).toEqual([403, 'fhir-person-not-open']);
  });

  it('ends with its token: revoked, it reads nothing and introspects as nothing', async () => {
    const { token } = await server.openApp('nurse-keyed');
    const proof = async () => ({
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: await server.assertion('nurse-keyed'),
      token: token['access_token']!,
    });
    const before = await server.form('/smart/introspect', await proof());
    expect(before.json()).toMatchObject({
      active: true,
      client_id: 'nurse-keyed',
      patient: token['patient'],
    });
    expect((await server.form('/smart/revoke', await proof())).statusCode).toBe(200);
    expect((await server.form('/smart/introspect', await proof())).json()).toEqual({ active: false });
    expect((await server.fetch(token['access_token']!, 'Flag')).statusCode).toBe(401);
  });

  it('another client learns nothing of its token and can’t revoke it', async () => {
    const { token } = await server.openApp('nurse-app');
    const proof = async () => ({
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: await server.assertion('health-hub'),
      token: token['access_token']!,
    });
    expect((await server.form('/smart/introspect', await proof())).json()).toEqual({ active: false });
    expect((await server.form('/smart/revoke', await proof())).statusCode).toBe(200);
    expect((await server.fetch(token['access_token']!, 'Flag')).statusCode).toBe(200);
  });

  it('a code that comes twice ends the token that it made', async () => {
    const { form, token } = await server.openApp('nurse-app');
    const again = await server.form('/smart/token', form);
    expect([again.statusCode, again.json()]).toEqual([
      400,
      expect.objectContaining({ error: 'invalid_grant' }),
    ]);
    expect((await server.fetch(token['access_token']!, 'Flag')).statusCode).toBe(401);
  });

  it('the ledger holds the sign-in, and each read as a disclosure to the app’s user', async () => {
    const { token } = await server.openApp('nurse-app');
    await server.fetch(token['access_token']!, 'CarePlan');
    const entries = (await server.scene.ledger()).map(({ entry }) => entry);
    expect(entries.map(({ kind }) => kind).sort()).toEqual(['disclosed', 'sign-in']);
    expect(entries.find(({ kind }) => kind === 'disclosed')).toMatchObject({
      client: 'nurse-app',
      purpose: 'direct-care',
    });
  });
});

describe('what is asked in the wrong way', () => {
  it.each([
    [
      'a redirect that is not registered',
      { redirect_uri: 'https://elsewhere.example/' },
      'smart-redirect-unregistered',
    ],
    [
      'a redirect that begins like one that is',
      { redirect_uri: `${APP_PAGE}.evil.example` },
      'smart-redirect-unregistered',
    ],
    ['an app that nobody has registered', { client_id: 'nobody' }, 'smart-client-refused'],
  ])('%s: the browser is sent nowhere', async (_, authorize, code) => {
    const { authorized, back } = await server.openApp('nurse-app', { authorize });
    expect(authorized.statusCode).toBe(400);
    expect(back).toBeUndefined();
    expect(authorized.body).toContain(code);
  });

  it.each([
    ['no PKCE', { code_challenge: undefined }, 'invalid_request'],
    ['plain PKCE', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['another audience', { aud: 'https://elsewhere.example/fhir' }, 'invalid_request'],
    ['an implicit grant', { response_type: 'token' }, 'unsupported_response_type'],
    ['no scope that can be given', { scope: 'patient/*.cud' }, 'invalid_scope'],
    ['no launch', { launch: undefined }, 'access_denied'],
    ['a launch that is made up', { launch: 'x'.repeat(43) }, 'access_denied'],
  ])('%s: the app is told, and gets no code', async (_, authorize, error) => {
    const { back } = await server.openApp('nurse-app', { authorize });
    expect(back?.searchParams.get('error')).toBe(error);
    expect(back?.searchParams.has('code')).toBe(false);
    expect(back?.searchParams.get('state')).toBe('a-state');
  });

  it.each([
    ['another verifier', { code_verifier: 'y'.repeat(43) }, 'invalid_grant'],
    ['another redirect', { redirect_uri: 'https://elsewhere.example/' }, 'invalid_grant'],
    ['another client', { client_id: 'worker-app' }, 'invalid_grant'],
    ['no such grant', { grant_type: 'password' }, 'unsupported_grant_type'],
  ])('a code with %s makes no token', async (_, token, error) => {
    const { answered } = await server.openApp('nurse-app', { token });
    expect(answered?.json()).toMatchObject({ error });
    expect((await server.fresh.db.query('select 1 from smart_token')).rowCount).toBe(0);
  });

  it('a launch opens once, in its app and nowhere else; a page’s handle opens no app', async () => {
    const { handle } = (await server.launchApp('nurse-app')).json<{ handle: string }>();
    const asPage = await server.form('/view', { handle }, { origin: 'http://localhost:8081' });
    expect(asPage.statusCode).toBe(403);
    const page = await server.app.inject({
      method: 'POST',
      url: '/launch',
      headers: { authorization: await server.orion.assertion(server.url) },
    });
    const { back } = await server.openApp('nurse-app', {
      authorize: { launch: page.json<{ handle: string }>().handle },
    });
    expect(back?.searchParams.get('error')).toBe('access_denied');
    const twice = await server.openApp('nurse-app');
    const again = await server.openApp('nurse-app', {
      authorize: {
        launch: String(new URL(twice.authorized.headers.location as string).searchParams.get('code')),
      },
    });
    expect(again.back?.searchParams.get('error')).toBe('access_denied');
  });

  it('a host opens the apps that it is registered for, and no other', async () => {
    expect((await server.launchApp('worker-app', {})).statusCode).toBe(201);
    const other = await server.app.inject({
      method: 'POST',
      url: '/launch',
      headers: { authorization: await server.orion.assertion(server.url, { app: 'worker-app' }) },
    });
    expect([other.statusCode, other.json()]).toEqual([
      403,
      expect.objectContaining({ code: 'launch-origin-unknown' }),
    ]);
  });
});

describe('a backend service', () => {
  it('gets a token for five minutes, and reads in the name that it is registered with', async () => {
    const answered = await server.askForToken('health-hub');
    expect(answered.json()).toMatchObject({ expires_in: 300, scope: 'system/*.rs', token_type: 'Bearer' });
    expect(answered.headers['cache-control']).toBe('no-store');
  });

  it.each([
    ['an expired assertion', { exp: Math.floor(Date.now() / 1000) - 120 }, {}],
    ['one that lives too long', { exp: Math.floor(Date.now() / 1000) + 3600 }, {}],
    ['another audience', { aud: 'https://elsewhere.example/token' }, {}],
    ['another subject', { sub: 'council-hub' }, {}],
    ['no jti', { jti: undefined }, {}],
    ['no expiry', { exp: undefined }, {}],
    ['a key that is not known', {}, { kid: 'client-9' }],
  ])('is refused for %s, and is not told why', async (_, over, header) => {
    const answered = await server.askForToken(
      'health-hub',
      {},
      await server.assertion('health-hub', over, header),
    );
    expect([answered.statusCode, answered.json()]).toEqual([
      401,
      { error: 'invalid_client', error_description: 'the client could not be authenticated' },
    ]);
  });

  it('a clock that is half a minute wrong does no harm', async () => {
    const now = Math.floor(Date.now() / 1000);
    for (const exp of [now - 25, now + 320]) {
      const answered = await server.askForToken(
        'health-hub',
        {},
        await server.assertion('health-hub', { exp, iat: exp - 60 }),
      );
      expect(answered.statusCode).toBe(200);
    }
  });

  it('is refused with a key of its own making, no signature, or a secret of HMAC', async () => {
    const { privateKey } = await generateKeyPair('ES384');
    const claims = decodeJwt(await server.assertion('health-hub'));
    const forged = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'ES384', kid: 'client-1' })
      .sign(privateKey);
    const [, payload] = forged.split('.');
    const none = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.`;
    const hmac = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256', kid: 'client-1' })
      .sign(Buffer.alloc(32));
    for (const bad of [forged, none, hmac, 'a.b.c', '']) {
      expect((await server.askForToken('health-hub', {}, bad)).statusCode).toBe(401);
    }
  });

  it('spends each assertion once, however many come at the same moment', async () => {
    const assertion = await server.assertion('health-hub');
    const all = await Promise.all(
      Array.from({ length: 8 }, () => server.askForToken('health-hub', {}, assertion)),
    );
    expect(all.map((one) => one.statusCode).sort((a, b) => a - b)).toEqual([
      200,
      ...Array.from({ length: 7 }, () => 401),
    ]);
  });

  it('a client without a key, or that is no service, gets no token of this kind', async () => {
    const open = await server.form('/smart/token', {
      grant_type: 'client_credentials',
      client_id: 'nurse-app',
      scope: 'system/*.rs',
    });
    expect(open.json()).toMatchObject({ error: 'unsupported_grant_type' });
    const keyed = await server.askForToken('nurse-keyed', { scope: 'system/*.rs' });
    expect(keyed.json()).toMatchObject({ error: 'unsupported_grant_type' });
  });

  it('waits when it asks more often than it may, and others do not', async () => {
    const token = await server.systemToken('slow-hub', 'system/Flag.rs');
    const patient = server.fhir.service.ids.patientId('slow-hub', { chi: '1407451243' as never });
    const statuses: number[] = [];
    for (let i = 0; i < 5; i += 1)
      statuses.push((await server.fetch(token, `Flag?patient=${patient}`)).statusCode);
    expect(statuses).toEqual([200, 200, 200, 429, 429]);
    const other = await server.systemToken();
    expect((await server.fetch(other, 'Patient?identifier=1407451243')).statusCode).toBe(200);
  });
});

describe('the documents', () => {
  it('lead a client from the FHIR service to everything it needs', async () => {
    const smart = (await server.app.inject({ url: '/fhir/R4/.well-known/smart-configuration' })).json<
      Record<string, unknown>
    >();
    const openid = (await server.app.inject({ url: '/.well-known/openid-configuration' })).json<
      Record<string, unknown>
    >();
    for (const document of [smart, openid]) {
      expect(document).toMatchObject({
        issuer: server.url,
        token_endpoint: `${server.url}/smart/token`,
        jwks_uri: `${server.url}/smart/jwks`,
      });
    }
    expect(smart['capabilities']).toContain('launch-ehr');
    expect(smart['capabilities']).not.toContain('launch-standalone');
  });
});
