import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { TwoHosts, US } from './two-hosts.ts';

let hosts: TwoHosts;
beforeAll(async () => {
  hosts = await TwoHosts.begin();
});
afterAll(() => hosts.end());
beforeEach(() => hosts.reset());

describe('a form that somebody has tampered with', () => {
  it.each(['constructor', '__proto__', 'toString', "' or 1=1 --", '\u0000', 'x'.repeat(50_000)])(
    'closes the view all the same when its reason is %j',
    async (reason) => {
      const page = await hosts.open();
      expect((await hosts.act('/view/close', page, { reason })).statusCode).toBe(200);
      const closed = (await hosts.scene.ledger()).filter(({ entry }) => entry.kind === 'view-closed');
      expect(closed).toMatchObject([{ entry: { reason: 'closed' } }]);
    },
  );

  it.each([
    ['the same field twice', (view: string) => `view=${view}&view=${view}`],
    ['a list', (view: string) => `view[]=${view}`],
    ['a view in capitals', (view: string) => `view=${view.toUpperCase()}`],
    ['a NUL after the view', (view: string) => `view=${view}%00`],
    ['SQL after the view', (view: string) => `view=${view}'--`],
    ['no field at all', () => ''],
    ['a thousand fields', (view: string) => `${'a=1&'.repeat(1000)}vieww=${view}`],
    [
      'a field called __proto__',
      (view: string) => `__proto__[view]=${view}&constructor[prototype][view]=${view}`,
    ],
  ])('with %s is refused', async (_, form) => {
    const { view, cookie } = await hosts.open();
    const answer = await hosts.post('/view/again', form(view), { origin: US, cookie });
    expect(answer.statusCode).toBe(403);
    expect(answer.body).not.toContain('SMITH');
  });

  it('never asks one side for what only the other holds', async () => {
    const page = await hosts.open();
    hosts.scene.mosaic.asked.length = 0;
    for (const panel of ['allergies', 'medicines', 'hospital', 'constructor', '__proto__'])
      expect((await hosts.act('/view/again', page, { panel })).statusCode).toBe(200);
    expect(hosts.scene.orion.asked).toEqual([]);
    expect(hosts.scene.mosaic.asked.every(({ item }) => hosts.scene.mosaic.items.has(item))).toBe(true);
  });

  it('from another site, from no site, or from a sandboxed frame is refused', async () => {
    const { view, cookie } = await hosts.open();
    for (const origin of [
      'http://localhost:8081',
      'http://evil.example',
      'null',
      `${US}.evil.example`,
      `${US}/`,
    ]) {
      const answer = await hosts.post('/view/again', { view }, { origin, cookie });
      expect(answer.statusCode, origin).toBe(403);
    }
    const without = await hosts.app.inject({
      method: 'POST',
      url: '/view/again',
      headers: { 'content-type': 'application/x-www-form-urlencoded', cookie },
      payload: `view=${view}`,
    });
    expect(without.statusCode).toBe(403);
  });

  it("with a stranger's cookie beside ours, or ours under another name, is refused", async () => {
    const { view, cookie } = await hosts.open();
    const stranger = `__Host-solway=${'A'.repeat(43)}`;
    for (const tossed of [`${stranger}; ${cookie}`, cookie.replace('__Host-', ''), stranger, `${cookie}x`]) {
      expect(
        (await hosts.post('/view/again', { view }, { origin: US, cookie: tossed })).statusCode,
        tossed,
      ).toBe(403);
    }
  });
});

describe('a handle that fifty browsers open at once', () => {
  it('opens one page', async () => {
    const { handle } = (await hosts.launch()).json<{ handle: string }>();
    const answers = await Promise.all(Array.from({ length: 50 }, () => hosts.post('/view', { handle })));
    expect(answers.filter(({ statusCode }) => statusCode === 200)).toHaveLength(1);
    const refused = (await hosts.scene.ledger()).filter(({ entry }) => entry.kind === 'launch-refused');
    expect(refused).toHaveLength(49);
  });
});
