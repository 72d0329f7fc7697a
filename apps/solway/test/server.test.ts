import { COUNCIL_ITEMS, HEALTH_ITEMS } from '@solway/record';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { HEALTH, linkAs, Scene, seedPeople } from '../../../packages/disclosure/test/walk-fixture.ts';
import { type FreshDatabase, freshDatabase } from '../../../packages/store/test/fresh-database.ts';
import { HostRegister } from '../src/hosts.ts';
import { buildServer } from '../src/server.ts';
import { SignedHost } from './signed-host.ts';

const US = 'http://127.0.0.1:8080';
const PORTAL = 'http://localhost:8081';

let fresh: FreshDatabase;
let orion: SignedHost;
let app: FastifyInstance;
let scene: Scene;

beforeAll(async () => {
  fresh = await freshDatabase();
  orion = await SignedHost.create('orion-portal', HEALTH, 'health', PORTAL);
});
afterAll(() => fresh.drop());
beforeEach(async () => {
  await seedPeople(fresh.db);
  await linkAs(fresh.db, 'in-force');
  scene = new Scene(fresh.db, { council: COUNCIL_ITEMS, health: HEALTH_ITEMS });
  const register = new HostRegister([orion.registration], US);
  const walk = { ...scene.walk, hosts: register.hosts, clock: () => new Date().toISOString() as never };
  app = await buildServer({
    walk,
    register,
    publicUrl: US,
    frontPage: { doors: [], tryThese: [] },
    log: 'silent',
  });
});

const launch = async (
  over: Record<string, unknown> = {},
  header: Record<string, unknown> = {},
  audience = US,
) =>
  app.inject({
    method: 'POST',
    url: '/launch',
    headers: { authorization: await orion.assertion(audience, over, header) },
  });

const post = (url: string, form: Record<string, string>, headers: Record<string, string> = {}) =>
  app.inject({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: PORTAL, ...headers },
    payload: new URLSearchParams(form).toString(),
  });

async function openPage(over: Record<string, unknown> = {}) {
  const { handle } = (await launch(over)).json<{ handle: string }>();
  const page = await post('/view', { handle });
  const cookie = String(page.headers['set-cookie']).split(';')[0]!;
  const view = /name="view" value="([^"]+)"/.exec(page.body)?.[1] ?? '';
  return { page, cookie, view };
}

describe('the back channel', () => {
  it('gives a signed host a handle and the address to open it at', async () => {
    const answer = await launch();
    expect(answer.statusCode).toBe(201);
    expect(answer.json()).toEqual({
      handle: expect.any(String) as string,
      expiresInSeconds: 60,
      open: `${US}/view`,
    });
    expect(answer.headers['cache-control']).toBe('no-store');
  });

  it.each([
    ['no assertion', async () => ({})],
    ['another kind of credential', async () => ({ authorization: 'Basic eDp5' })],
    ['nonsense', async () => ({ authorization: 'Bearer a.b.c' })],
    ['another audience', async () => ({ authorization: await orion.assertion('https://elsewhere.example') })],
    [
      'a token of another kind',
      async () => ({ authorization: await orion.assertion(US, {}, { typ: 'JWT' }) }),
    ],
    [
      'an issuer that is not registered',
      async () => ({ authorization: await orion.assertion(US, { iss: 'somebody' }) }),
    ],
    [
      'an old assertion',
      async () => ({ authorization: await orion.assertion(US, { iat: 1000, exp: 1060 }) }),
    ],
    [
      'an assertion from the future',
      async () => ({ authorization: await orion.assertion(US, { iat: 9e9, exp: 9e9 + 60 }) }),
    ],
    [
      'the key of another system',
      async () => {
        const thief = await SignedHost.create('orion-portal', HEALTH, 'health', PORTAL);
        return { authorization: await thief.assertion(US) };
      },
    ],
    [
      'no signature at all',
      async () => {
        const [, payload] = (await orion.assertion(US)).split('.');
        const header = Buffer.from('{"alg":"none","typ":"solway-launch+jwt"}').toString('base64url');
        return { authorization: `Bearer ${header}.${payload}.` };
      },
    ],
  ])('refuses %s, and says no more than that', async (_, headers) => {
    const answer = await app.inject({ method: 'POST', url: '/launch', headers: await headers() });
    expect(answer.statusCode).toBe(401);
    expect(Object.keys(answer.json<object>())).toEqual(['code', 'message']);
  });

  it('refuses the same assertion twice, and a wrong date of birth', async () => {
    const authorization = await orion.assertion(US);
    const ask = () => app.inject({ method: 'POST', url: '/launch', headers: { authorization } });
    expect((await ask()).statusCode).toBe(201);
    expect((await ask()).json()).toMatchObject({ code: 'launch-replayed' });
    const wrong = await launch({ subject: { chi: '1407451243', birthDate: '1950-01-01' } });
    expect(wrong.statusCode).toBe(409);
    expect(wrong.json()).toMatchObject({ code: 'launch-person-mismatch' });
  });
});

describe('the page', () => {
  it('may be framed by the host that asked and nobody else, is never stored, and sets a cookie that a frame may keep', async () => {
    const { page } = await openPage();
    expect(page.statusCode).toBe(200);
    expect(page.headers['content-security-policy']).toContain(`frame-ancestors ${PORTAL}`);
    expect(page.headers['content-security-policy']).toContain("default-src 'none'");
    expect(page.headers['cache-control']).toBe('no-store');
    // Under `no-referrer` a browser would send our own forms with `Origin: null`, and every action would be refused.
    expect(page.headers['referrer-policy']).toBe('same-origin');
    expect(page.body).not.toContain('no-referrer');
    expect(page.headers['set-cookie']).toMatch(
      /^__Host-solway=[\w-]{43}; Path=\/; Secure; HttpOnly; SameSite=None; Partitioned$/,
    );
  });

  it('holds no identifier in any address', async () => {
    const { page } = await openPage();
    const addresses = [...page.body.matchAll(/(?:href|src|action)="([^"]*)"/g)].map(
      ([, address]) => address!,
    );
    expect(addresses.length).toBeGreaterThan(3);
    for (const address of addresses) {
      expect(address).not.toMatch(/1407451243|501|[0-9a-f]{8}-[0-9a-f]{4}/);
    }
  });

  it('opens once, and not from another page', async () => {
    const { handle } = (await launch()).json<{ handle: string }>();
    expect((await post('/view', { handle }, { origin: 'http://evil.example' })).statusCode).toBe(403);
    expect((await post('/view', { handle })).statusCode).toBe(403);
    const second = (await launch()).json<{ handle: string }>();
    expect((await post('/view', { handle: second.handle })).statusCode).toBe(200);
    const replay = await post('/view', { handle: second.handle });
    expect(replay.statusCode).toBe(403);
    expect(replay.body).toContain('handle-used');
    expect(replay.body).not.toContain('Smith');
  });

  it('can not be had by GET, and a handle in an address is not looked at', async () => {
    const { handle } = (await launch()).json<{ handle: string }>();
    expect((await app.inject({ url: `/view?handle=${handle}` })).statusCode).toBe(404);
    expect((await post(`/view?handle=${handle}`, {})).statusCode).toBe(403);
  });
});

describe('an action on a page', () => {
  it('needs our own page, the same browser and an open view', async () => {
    const { view, cookie } = await openPage();
    const ours = { origin: US, cookie };
    expect(
      (await post('/view/again', { view, panel: 'people' }, { ...ours, origin: PORTAL })).statusCode,
    ).toBe(403);
    expect((await post('/view/again', { view, panel: 'people' }, { origin: US })).statusCode).toBe(403);
    expect((await post('/view/again', { view: 'x', panel: 'people' }, ours)).statusCode).toBe(403);
    const again = await post('/view/again', { view, panel: 'people' }, ours);
    expect(again.statusCode).toBe(200);
    expect(again.body).toContain('panel-people');
    expect(again.body).not.toContain('panel-care');
    expect((await post('/view/close', { view, reason: 'host' }, ours)).statusCode).toBe(200);
    expect((await post('/view/again', { view, panel: 'people' }, ours)).statusCode).toBe(410);
  });

  it('"this is not my patient" stops the link, and the next page says no match', async () => {
    const { view, cookie } = await openPage();
    const done = await post(
      '/view/not-my-patient',
      { view, reason: 'somebody-else' },
      { origin: US, cookie },
    );
    expect(done.statusCode).toBe(200);
    expect(done.body).toContain('the link is stopped');
    const { page } = await openPage();
    expect(page.body).toContain('does not mean');
    expect(page.body).not.toContain('panel-people');
  });

  it('never mixes up two pages that one browser has open', async () => {
    const first = await openPage();
    const { handle } = (await launch()).json<{ handle: string }>();
    const second = await post('/view', { handle }, { cookie: first.cookie });
    const ours = { origin: US, cookie: first.cookie };
    expect(second.headers['set-cookie']).toContain(first.cookie);
    // Each form names its own view: closing one leaves the other.
    await post('/view/close', { view: first.view }, ours);
    const view = /name="view" value="([^"]+)"/.exec(second.body)![1]!;
    expect((await post('/view/again', { view, panel: 'people' }, ours)).statusCode).toBe(200);
  });
});

describe('behind the glass', () => {
  it('shows a governance lead the disclosure, its clauses and refusals, and nobody else', async () => {
    const nurse = await openPage();
    const governance = {
      view: 'governance',
      subject: undefined,
      user: { id: 'lead', name: 'A Lead', role: 'governance-lead' },
    };
    const { page, cookie, view } = await openPage(governance);
    expect(page.statusCode).toBe(200);
    expect(page.body).toContain('A Nurse');
    expect(page.body).toContain('140745 1243');
    expect((await post('/glass', { view }, { origin: US, cookie })).statusCode).toBe(200);
    const readings = (await scene.ledger()).filter(({ entry }) => entry.kind === 'review');
    expect(readings).toHaveLength(2);
    expect(readings[0]).toMatchObject({ entry: { outcome: 'read' }, personal: { user: { id: 'lead' } } });
    expect(
      (await post('/glass', { view: nurse.view }, { origin: US, cookie: nurse.cookie })).statusCode,
    ).toBe(403);
    const nurseAsLead = { ...governance, user: { id: 'nurse', name: 'N', role: 'governance-lead' } };
    expect((await launch(nurseAsLead)).statusCode).toBe(403);
    await fresh.db.query(`update staff set left_on = current_date where user_id = 'lead'`);
    expect((await post('/glass', { view }, { origin: US, cookie })).statusCode).toBe(410);
  });
});

describe('bad input', () => {
  it.each([
    ['a body that is too large', 'x'.repeat(100_000), 'application/x-www-form-urlencoded'],
    ['a body of another kind', '<x/>', 'application/xml'],
    ['a broken body', '{"a":', 'application/json'],
  ])('%s is refused with a page, not a stack', async (_, payload, type) => {
    const answer = await app.inject({
      method: 'POST',
      url: '/view',
      headers: { 'content-type': type, origin: PORTAL },
      payload,
    });
    expect(answer.statusCode).toBeGreaterThanOrEqual(400);
    expect(answer.statusCode).toBeLessThan(500);
    expect(answer.body).not.toMatch(/at .*\.ts|node_modules/);
  });

  it('says live and ready, and not ready without an agreement', async () => {
    expect((await app.inject('/health/live')).statusCode).toBe(200);
    expect((await app.inject('/health/ready')).statusCode).toBe(200);
    scene.agreement = undefined;
    expect((await app.inject('/health/ready')).statusCode).toBe(503);
  });
});
