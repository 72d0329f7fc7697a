import type { LightMyRequestResponse } from 'fastify';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { HEALTH } from '../../../packages/disclosure/test/walk-fixture.ts';
import { parseProviders, rolesOfClaims } from '../src/sign-in/providers.ts';
import { signInProtocol } from '../src/sign-in/protocol.ts';
import { LyingProvider } from './lying-provider.ts';
import { TwoHosts, US } from './two-hosts.ts';

let hosts: TwoHosts;
let idp: LyingProvider;
let nowMs: number;
beforeAll(async () => {
  hosts = await TwoHosts.begin();
});
afterAll(() => hosts.end());
beforeEach(async () => {
  nowMs = Date.now();
  idp = await LyingProvider.begin();
  await hosts.reset();
  await hosts.fresh.db.query('truncate sign_in_attempt, sign_in_session');
  const protocol = signInProtocol(idp.provider, `${US}/sign-in/back`);
  const way = { provider: idp.provider, protocol };
  hosts.scene.walk = { ...hosts.scene.walk };
  const clock = () => new Date(nowMs).toISOString() as never;
  await hosts.serve({
    walk: { ...hosts.scene.walk, agreement: () => hosts.scene.agreement, clock },
    signIns: { ways: new Map([['health', way]]), limits: { idleMinutes: 15, hours: 8 } },
  });
});
afterEach(() => idp.end());

const cookieOf = (answer: LightMyRequestResponse): string =>
  String(answer.headers['set-cookie'] ?? '').split(';')[0] ?? '';
const get = (url: string, cookie = '') => hosts.app.inject({ method: 'GET', url, headers: { cookie } });
const post = (url: string, form: Record<string, string>, cookie: string) =>
  hosts.post(url, form, { origin: US, cookie });

async function begin(): Promise<{ location: string; cookie: string }> {
  const begun = await get('/sign-in/with/health');
  expect(begun.statusCode).toBe(303);
  return { location: String(begun.headers.location), cookie: cookieOf(begun) };
}
/** Signs in as the provider says, and gives the browser's cookie. */
async function signIn(): Promise<string> {
  const { location, cookie } = await begin();
  const back = await get(idp.answer(location), cookie);
  expect([back.statusCode, back.headers.location]).toEqual([303, '/signed-in']);
  return cookieOf(back);
}
const viewFor = (page: string, href: string): string =>
  new RegExp(`action="${href}"[^>]*><input type="hidden" name="view" value="([^"]+)"`).exec(page)?.[1] ?? '';
const signIns = async () =>
  (await hosts.scene.ledger()).flatMap(({ entry, personal }) =>
    entry.kind === 'sign-in' ? [{ ...entry, personal }] : [],
  );

describe('an officer who signs in', () => {
  it('asks with a code challenge, a state and a nonce, and no secret is in the address', async () => {
    const { location } = await begin();
    const asked = Object.fromEntries(new URL(location).searchParams);
    expect(asked).toMatchObject({
      response_type: 'code',
      code_challenge_method: 'S256',
      redirect_uri: `${US}/sign-in/back`,
    });
    for (const name of ['state', 'nonce', 'code_challenge']) expect(asked[name]?.length).toBeGreaterThan(40);
    expect(location).not.toContain('secret');
  });

  it('gets the pages that a launch from the host would open, and both are in the ledger', async () => {
    const cookie = await signIn();
    const page = await get('/signed-in', cookie);
    expect(page.body).toContain('acting as governance lead');
    const glass = await post('/glass', { view: viewFor(page.body, '/glass') }, cookie);
    expect(glass.statusCode).toBe(200);
    expect(glass.body).toContain('Who saw what');
    const held = await signIns();
    expect(held).toHaveLength(2);
    for (const entry of held)
      expect(entry).toMatchObject({
        outcome: 'accepted',
        method: 'openid-connect',
        personal: { user: { id: 'lead', name: 'A Lead' } },
      });
    expect(held.find(({ reason }) => reason === 'acting-role')).toMatchObject({
      by: { role: 'governance-lead' },
    });
  });

  it('gets a browser secret that nobody could have planted', async () => {
    const { location, cookie } = await begin();
    const fresh = cookieOf(await get(idp.answer(location), cookie));
    expect(fresh).not.toBe(cookie);
    expect((await get('/signed-in', cookie)).statusCode).toBe(401);
  });

  it('signs out here and at the provider, and every page is over', async () => {
    const cookie = await signIn();
    const page = await get('/signed-in', cookie);
    const view = viewFor(page.body, '/glass');
    const out = await post('/sign-out', {}, cookie);
    expect(out.headers.location).toContain(`${idp.issuer}/end`);
    expect(out.headers.location).toContain('id_token_hint');
    expect(page.headers['content-security-policy']).toContain(`form-action 'self' ${idp.issuer}`);
    expect((await post('/glass', { view }, cookie)).statusCode).toBe(410);
    expect((await get('/signed-in', cookie)).statusCode).toBe(401);
    expect((await signIns()).filter(({ outcome }) => outcome === 'signed-out')).toHaveLength(1);
  });
});

describe('a sign-in is refused, and nothing is opened', () => {
  it.each([
    [
      'a nonce of another sign-in',
      () => (idp.claims = { nonce: 'x'.repeat(43) }),
      {},
      'sign-in-not-verified',
    ],
    ['a key that is not the provider’s', () => (idp.forged = true), {}, 'sign-in-not-verified'],
    ['a token for another client', () => (idp.claims = { aud: 'somebody-else' }), {}, 'sign-in-not-verified'],
    [
      'a token of another issuer',
      () => (idp.claims = { iss: 'http://evil.example' }),
      {},
      'sign-in-not-verified',
    ],
    ['a token past its time', () => (idp.claims = { exp: 1000 }), {}, 'sign-in-not-verified'],
    [
      'an answer that names another issuer',
      () => undefined,
      { iss: 'http://evil.example' },
      'sign-in-not-verified',
    ],
    ['a refusal of the provider', () => undefined, { error: 'access_denied', code: '' }, 'sign-in-refused'],
    [
      'a user whose id no directory could hold',
      () => (idp.claims = { sub: "' or true --" }),
      {},
      'sign-in-not-verified',
    ],
    [
      'a group that stands for two roles',
      () => (idp.claims = { roles: ['sg-two'] }),
      {},
      'sign-in-role-ambiguous',
    ],
    ['no group at all', () => (idp.claims = { roles: [] }), {}, 'sign-in-no-role'],
    [
      'a role that opens no page here',
      () => (idp.claims = { sub: 'nurse', roles: ['sg-nurse'] }),
      {},
      'sign-in-no-role',
    ],
    ['a role that the directory does not hold', () => (idp.claims = { sub: 'nurse' }), {}, 'sign-in-no-role'],
  ])('for %s, which the ledger holds', async (_, lie, over, code) => {
    lie();
    const { location, cookie } = await begin();
    const answer = idp.answer(location, over);
    const back = await get('error' in over ? answer.replace('code=&', '') : answer, cookie);
    expect(back.statusCode).toBe(403);
    expect(back.body).toContain(code);
    expect(await signIns()).toMatchObject([{ outcome: 'refused', reason: code, organisation: HEALTH }]);
    expect((await get('/signed-in', cookie)).statusCode).toBe(401);
    expect((await hosts.fresh.db.query('select 1 from view')).rowCount).toBe(0);
  });

  it('for an answer used twice, of another browser, too late, or made up', async () => {
    const { location, cookie } = await begin();
    const answer = idp.answer(location);
    expect((await get(answer, `__Host-solway=${'A'.repeat(43)}`)).statusCode).toBe(400);
    expect((await get(answer)).statusCode).toBe(400);
    expect((await get(answer, cookie)).statusCode).toBe(303);
    expect((await get(answer, cookie)).statusCode).toBe(400);
    expect((await get('/sign-in/back?state=made-up&code=x', cookie)).statusCode).toBe(400);
    const late = await begin();
    nowMs += 11 * 60_000;
    expect((await get(idp.answer(late.location), late.cookie)).statusCode).toBe(400);
  });

  it('while the provider is down, and the rest of Solway goes on', async () => {
    idp.down = true;
    const answer = await get('/sign-in/with/health');
    expect([answer.statusCode, answer.body.includes('sign-in-unavailable')]).toEqual([503, true]);
    expect((await hosts.open()).page.statusCode).toBe(200);
    idp.down = false;
    expect((await get('/sign-in/with/health')).statusCode).toBe(303);
  });
});

describe('a session ends', () => {
  const glassAfter = async (meanwhile: (cookie: string) => unknown): Promise<number> => {
    const cookie = await signIn();
    const view = viewFor((await get('/signed-in', cookie)).body, '/glass');
    await meanwhile(cookie);
    return (await post('/glass', { view }, cookie)).statusCode;
  };

  it('when nobody has used it for a quarter of an hour, and not before', async () => {
    expect(await glassAfter(() => (nowMs += 14 * 60_000))).toBe(200);
    expect(await glassAfter(() => (nowMs += 16 * 60_000))).toBe(410);
  });

  it('after its hours, however much it is used', async () => {
    const used = async (cookie: string): Promise<void> => {
      for (let quarter = 0; quarter < 4 * 8; quarter += 1) {
        nowMs += 14.9 * 60_000;
        await get('/signed-in', cookie);
      }
      nowMs = nowMs - 32 * 14.9 * 60_000 + 8 * 3_600_000 + 1;
    };
    expect(await glassAfter(used)).toBe(410);
  });

  it('at once for who leaves the directory', async () => {
    expect(
      await glassAfter(() =>
        hosts.fresh.db.query(`update staff set left_on = current_date where user_id = 'lead'`),
      ),
    ).toBe(410);
  });
});

describe('one who holds two roles', () => {
  it('chooses the acting one, which is recorded; a role that was not given is refused', async () => {
    const session = await signIn();
    await hosts.fresh.db.query(`update sign_in_session set roles = '{governance-lead,other}', acting = null`);
    await hosts.fresh.db.query(`update view set closed_at = now()`);
    const page = await get('/signed-in', session);
    expect(page.body).toContain('Choose the role that you act in');
    expect(viewFor(page.body, '/glass')).toBe('');
    expect((await post('/sign-in/act', { role: 'other' }, session)).statusCode).toBe(403);
    expect((await post('/sign-in/act', { role: 'data-steward' }, session)).statusCode).toBe(403);
    expect(
      (await hosts.post('/sign-in/act', { role: 'governance-lead' }, { cookie: session })).statusCode,
    ).toBe(401);
    expect((await post('/sign-in/act', { role: 'governance-lead' }, session)).statusCode).toBe(303);
    expect(viewFor((await get('/signed-in', session)).body, '/glass')).not.toBe('');
    expect((await signIns()).filter(({ reason }) => reason === 'acting-role')).toHaveLength(2);
  });
});

describe('a sensitive act', () => {
  const exposing = async (cookie: string): Promise<LightMyRequestResponse> => {
    const view = viewFor((await get('/signed-in', cookie)).body, '/glass');
    return post('/agreement/sign', { view }, cookie);
  };

  it('asks somebody who signed in a while ago to confirm, with a stronger context, and does nothing until then', async () => {
    const cookie = await signIn();
    expect((await exposing(cookie)).body).not.toContain('Confirm that it is you');
    nowMs += 11 * 60_000;
    expect((await exposing(cookie)).body).toContain('Confirm that it is you');
    const asked = await get('/sign-in/confirm', cookie);
    const url = new URL(String(asked.headers.location));
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      prompt: 'login',
      max_age: '0',
      acr_values: 'two-factor',
    });
    idp.claims = { acr: 'password' };
    expect((await get(idp.answer(url.href), cookie)).body).toContain('sign-in-not-verified');
    idp.claims = { sub: 'clerk' };
    const again = await get('/sign-in/confirm', cookie);
    expect((await get(idp.answer(String(again.headers.location)), cookie)).body).toContain(
      'sign-in-other-person',
    );
    idp.claims = { auth_time: Math.floor(nowMs / 1000) };
    const third = await get('/sign-in/confirm', cookie);
    expect((await get(idp.answer(String(third.headers.location)), cookie)).statusCode).toBe(303);
    expect((await exposing(cookie)).body).not.toContain('Confirm that it is you');
  });
});

describe('what a provider’s claims give', () => {
  const given = (roles: unknown) => rolesOfClaims(idp.provider, { roles });

  it('is by exact group alone', () => {
    expect(given(['sg-lead', 'sg-lead', 'SG-NURSE', '__proto__', 7, null])).toEqual(['governance-lead']);
    expect(given('sg-nurse')).toEqual(['community-nurse']);
    for (const nothing of [undefined, null, {}, 7, [['sg-lead']]]) expect(given(nothing)).toEqual([]);
  });

  it.each([
    ['no JSON', '{'],
    ['no providers', '[]'],
    ['an issuer in clear', (text: string) => text.replace(/http:\/\/127[^"]+/, 'http://idp.example')],
    ['a short secret', (text: string) => text.replace(/a secret of the tests alone/, 'short')],
    ['a setting that is none', (text: string) => text.replace('"side"', '"sied"')],
  ])('is not read from a file with %s', (_, file) => {
    const text = typeof file === 'string' ? file : file(JSON.stringify([idp.provider]));
    expect(() => parseProviders(text)).toThrow(/file of identity providers/);
  });
});
