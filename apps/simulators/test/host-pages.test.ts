import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLocalJWKSet, decodeProtectedHeader, type JSONWebKeySet, jwtVerify } from 'jose';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Mosaic, type Orion, startMosaic, startOrion } from '../src/index.ts';
import { type FakeSolway, startFakeSolway } from './fake-solway.ts';

let folder: string;
let solway: FakeSolway;
let orion: Orion;
let mosaic: Mosaic;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hosts-'));
  solway = await startFakeSolway();
  const shared = { solwayUrl: solway.url, people: 1500, seed: 5 };
  orion = await startOrion({ data: join(folder, 'orion'), ...shared });
  mosaic = await startMosaic({ data: join(folder, 'mosaic'), ...shared });
});
const opened = {
  status: 201,
  body: { handle: 'h-1', expiresInSeconds: 60, open: 'http://127.0.0.1:9/view' },
};
afterEach(() => {
  solway.answer = opened;
});
afterAll(async () => {
  await orion.close();
  await mosaic.close();
  await solway.close();
  await rm(folder, { recursive: true });
});

type Host = Pick<Orion, 'port'>;
const at = (host: Host, path: string): string => `http://127.0.0.1:${host.port}${path}`;

async function signIn(host: Host, user: string): Promise<string> {
  const response = await fetch(at(host, '/sign-in'), {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ user, next: '/' }),
  });
  expect(response.status).toBe(303);
  return (response.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
}

async function page(host: Host, path: string, cookie: string): Promise<{ text: string; response: Response }> {
  const response = await fetch(at(host, path), { headers: { cookie }, redirect: 'manual' });
  return { text: await response.text(), response };
}

interface Try {
  readonly kind: string;
  readonly person: { readonly id: string; readonly number: string; readonly birthDate: string };
}
const toTry = async (host: Host): Promise<readonly Try[]> =>
  (await (await fetch(at(host, '/people-to-try.json'))).json()) as readonly Try[];

async function lastAssertion(host: Host): Promise<Record<string, unknown>> {
  const assertion = solway.assertions.at(-1) ?? '';
  const keys = (await (await fetch(at(host, '/jwks.json'))).json()) as JSONWebKeySet;
  expect(JSON.stringify(keys)).not.toContain('"d"');
  expect(decodeProtectedHeader(assertion)).toEqual({
    alg: 'EdDSA',
    kid: keys.keys[0]?.kid,
    typ: 'solway-launch+jwt',
  });
  const { payload } = await jwtVerify(assertion, createLocalJWKSet(keys), {
    audience: solway.url,
    typ: 'solway-launch+jwt',
  });
  return payload;
}

describe('a launch', () => {
  test('from the portal names the user, the patient by CHI number, why, and where from', async () => {
    const cookie = await signIn(orion, 'health-community-nurse-1');
    const [first] = await toTry(orion);
    await page(orion, `/people/${first?.person.id}`, cookie);
    const claims = await lastAssertion(orion);
    expect(claims).toMatchObject({
      iss: 'orion-portal',
      user: { id: 'health-community-nurse-1', role: 'community-nurse' },
      subject: { chi: first?.person.number.replace(' ', ''), birthDate: first?.person.birthDate },
      purpose: 'direct-care',
      relationship: 'caseload',
      origin: orion.url,
      view: 'summary',
    });
    expect(Number(claims['exp']) - Number(claims['iat'])).toBeLessThanOrEqual(60);
    expect(cookie).not.toContain(String(claims['hostSession']));
  });

  test('from Mosaic names the person by Mosaic id', async () => {
    const cookie = await signIn(mosaic, 'council-social-worker-1');
    const [first] = await toTry(mosaic);
    await page(mosaic, `/people/${first?.person.id}`, cookie);
    expect(await lastAssertion(mosaic)).toMatchObject({
      iss: 'mosaic',
      subject: { mosaicId: first?.person.id, birthDate: first?.person.birthDate },
      relationship: 'allocated',
    });
  });

  test('says the purpose in words where there is no relationship, and never twice the same token', async () => {
    const cookie = await signIn(orion, 'health-ed-clinician-1');
    const [first] = await toTry(orion);
    const path = `/people/${first?.person.id}/social-work?purpose=adult-protection&relationship=none&stated=Bruising`;
    await page(orion, path, cookie);
    const before = await lastAssertion(orion);
    expect(before).toMatchObject({ purpose: 'adult-protection', statedPurpose: 'Bruising' });
    expect(before).not.toHaveProperty('relationship');
    await page(orion, path, cookie);
    expect((await lastAssertion(orion))['jti']).not.toBe(before['jti']);
  });

  test('posts the handle into a titled frame, with a button where no script runs', async () => {
    solway.answer = opened;
    const cookie = await signIn(orion, 'health-community-nurse-1');
    const [first] = await toTry(orion);
    const { text, response } = await page(orion, `/people/${first?.person.id}`, cookie);
    expect(text).toMatch(
      /<form[^>]+method="post"[^>]+action="http:\/\/127\.0\.0\.1:9\/view"[^>]+target="solway-view"/,
    );
    expect(text).toContain('name="handle" value="h-1"');
    expect(text).toMatch(/<iframe[^>]+name="solway-view" title="Social work summary"/);
    expect(text).toContain('<button>Open: Social work</button>');
    expect(response.headers.get('referrer-policy')).toBeNull();
    expect(response.headers.get('content-security-policy')).toContain('frame-src http://127.0.0.1:9');
  });

  test.each([
    [
      { status: 403, body: { code: 'person-mismatch', message: 'The date of birth differs.' } },
      'person-mismatch',
    ],
    [{ status: 500, body: 'oops' }, 'http-500'],
    [{ status: 201, body: { handle: 7 } }, 'answer-not-understood'],
  ])('that is refused or not understood leaves the page standing and says so', async (answer, code) => {
    solway.answer = answer;
    const cookie = await signIn(orion, 'health-gp-1');
    const [first] = await toTry(orion);
    const { text, response } = await page(orion, `/people/${first?.person.id}`, cookie);
    expect(response.status).toBe(200);
    expect(text).toContain(`Code: ${code}`);
    expect(text).not.toContain('<iframe');
  });
});

describe('behind the glass', () => {
  test('opens in a window of its own for a governance lead of either host', async () => {
    for (const [host, user] of [
      [orion, 'health-governance-lead-1'],
      [mosaic, 'council-governance-lead-1'],
    ] as const) {
      const { text } = await page(host, '/governance', await signIn(host, user));
      expect(text).toContain('target="_blank"');
      const claims = await lastAssertion(host);
      expect(claims).toMatchObject({ view: 'governance', user: { role: 'governance-lead' } });
      expect(claims).not.toHaveProperty('subject');
    }
  });

  test('stays shut for everyone else', async () => {
    const { response } = await page(orion, '/governance', await signIn(orion, 'health-gp-1'));
    expect(response.status).toBe(403);
  });
});

describe('the pages', () => {
  test('ask who you are first, then go where you meant to', async () => {
    const { response } = await page(orion, '/people/p5', '');
    expect(response.headers.get('location')).toBe('/sign-in?next=%2Fpeople%2Fp5');
    const wrong = await fetch(at(orion, '/sign-in?as=gp&next=//evil.example'), { redirect: 'manual' });
    expect(wrong.headers.get('location')).toBe('/');
  });

  test('offer about ten people to try, of different kinds', async () => {
    for (const host of [orion, mosaic]) {
      const people = await toTry(host);
      expect(new Set(people.map((one) => one.kind)).size).toBeGreaterThanOrEqual(7);
      expect(new Set(people.map((one) => one.person.id)).size).toBe(people.length);
    }
    const kinds = (await toTry(mosaic)).map((one) => one.kind);
    for (const kind of ['care-and-alerts', 'child-protection', 'restricted', 'deceased']) {
      expect(kinds).toContain(kind);
    }
  });

  test('find people by name in either order, and by number', async () => {
    const cookie = await signIn(mosaic, 'council-social-worker-1');
    const [first] = await toTry(mosaic);
    const { text } = await page(mosaic, `/search?q=${first?.person.id}`, cookie);
    expect(text).toContain(`/people/${first?.person.id}`);
    expect((await page(mosaic, '/search?q=smi', cookie)).text).toContain('SMITH');
    const nurse = await signIn(orion, 'health-gp-1');
    const found = (await page(orion, '/search?q=smith', nurse)).text;
    const [, surname = '', forename = ''] =
      /<a href="\/people\/[^"]+">(SMITH), ([A-Za-z]+)/.exec(found) ?? [];
    expect((await page(orion, `/search?q=${forename}+${surname}`, nurse)).text).toContain(
      `${surname}, ${forename}`,
    );
    expect((await page(orion, '/search?q=%25', nurse)).text).toContain('found');
  });

  test('open a restricted person only for those who are named', async () => {
    const restricted = (await toTry(mosaic)).find((one) => one.kind === 'restricted');
    const path = `/people/${restricted?.person.id}/details`;
    const named = await page(mosaic, path, await signIn(mosaic, 'council-social-worker-1'));
    expect(named.response.status).toBe(200);
    const other = await page(mosaic, path, await signIn(mosaic, 'council-occupational-therapist-1'));
    expect(other.response.status).toBe(403);
  });

  test('never let markup out of a record into the page', async () => {
    const hostile = (await toTry(mosaic)).find((one) => one.kind === 'hostile-html');
    const cookie = await signIn(mosaic, 'council-social-worker-1');
    const { text } = await page(mosaic, `/people/${hostile?.person.id}/involvement`, cookie);
    expect(text).toContain('&lt;script&gt;');
    expect(text).not.toContain('<script>');
  });

  test('have a language, one heading of the first order, and labels for every field', async () => {
    const cookie = await signIn(mosaic, 'council-social-worker-1');
    const [first] = await toTry(mosaic);
    for (const path of ['/', '/search?q=smith', `/people/${first?.person.id}`, '/people/none']) {
      const { text } = await page(mosaic, path, cookie);
      expect(text).toContain('<html lang="en-GB">');
      expect(text.match(/<h1/g)).toHaveLength(1);
      const fields = [...text.matchAll(/<(?:input|select) id="([^"]+)"/g)].map((one) => one[1]);
      for (const field of fields) expect(text).toContain(`<label for="${field}">`);
    }
  });
});
