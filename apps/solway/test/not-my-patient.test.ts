import { openTasks } from '@solway/store';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { LEAD, TwoHosts } from './two-hosts.ts';

let hosts: TwoHosts;
beforeAll(async () => {
  hosts = await TwoHosts.begin();
});
afterAll(() => hosts.end());
beforeEach(() => hosts.reset());

const tasks = () => openTasks(hosts.fresh.db, 10);

describe('"this is not my patient"', () => {
  it('said twice, or by three clicks at once, is one task, and each click is told its reference', async () => {
    const page = await hosts.open();
    const clicks = [1, 2, 3].map(() => hosts.act('/view/not-my-patient', page));
    const answers = [...(await Promise.all(clicks)), await hosts.act('/view/not-my-patient', page)];
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 200]);
    const [task, ...more] = await tasks();
    expect(more).toEqual([]);
    for (const { body } of answers) expect(body).toContain(task!.id.slice(0, 8).toUpperCase());
  });

  it.each([
    ['the host has moved on', () => hosts.fresh.db.query('update view set closed_at = now()')],
    ['its time has run out', () => hosts.fresh.db.query('update view set expires_at = now()')],
  ])('is taken from a page that is over because %s: what was seen was seen', async (_, over) => {
    const page = await hosts.open();
    await over();
    expect((await hosts.act('/view/again', page)).statusCode).toBe(410);
    expect((await hosts.act('/view/not-my-patient', page)).statusCode).toBe(200);
    expect(await tasks()).toHaveLength(1);
    const stranger = { ...page, cookie: `__Host-solway=${'A'.repeat(43)}` };
    expect((await hosts.act('/view/not-my-patient', stranger)).statusCode).toBe(403);
  });

  it('while a page is being put together lets that page show nothing', async () => {
    const seen = await hosts.open();
    hosts.scene.mosaic.answers.set('alerts-and-hazards', async () => {
      await hosts.act('/view/not-my-patient', seen);
      return hosts.scene.mosaic.answered([{ id: '1', content: { label: 'Dog in house' }, marks: [] }]);
    });
    const { page } = await hosts.open();
    expect(page.statusCode).toBe(410);
    expect(page.body).not.toContain('Dog in house');
    expect(page.headers['content-security-policy']).toContain("default-src 'none'");
  });

  it('can not be said of a page that is about nobody', async () => {
    const glass = await hosts.open(LEAD);
    expect((await hosts.act('/view/not-my-patient', glass)).statusCode).toBe(403);
    expect(await tasks()).toEqual([]);
  });
});
