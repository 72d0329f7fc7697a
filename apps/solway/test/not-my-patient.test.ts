import { openTasks } from '@solway/store';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { linkAs } from '../../../packages/disclosure/test/walk-fixture.ts';
import { LEAD, TwoHosts } from './two-hosts.ts';

let hosts: TwoHosts;
beforeAll(async () => {
  hosts = await TwoHosts.begin();
});
afterAll(() => hosts.end());
beforeEach(() => hosts.reset());

const restrict = () => hosts.fresh.db.query('update council_person set restricted = true');
const wrongForm = (page: string) =>
  /<details class="wrong">[^]*?<\/details>/.exec(page)?.[0].replace(/[0-9a-f-]{36}/, 'id');
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

  describe('on a page that showed no match', () => {
    const link = (state: string) => () => linkAs(hosts.fresh.db, state);
    const settled = (page: string) => page.replaceAll(/reference <b>[0-9A-F]{8}/g, 'reference <b>X');

    it.each([
      ['there is a link, and the person is restricted', () => restrict(), 'in-force'],
      [
        'only the source, asked just now, knows of the restriction',
        () => void (hosts.scene.mosaic.personMarks = ['restricted-person']),
        'in-force',
      ],
      ['the match is under review', link('under-review'), 'under-review'],
      ['the link was stopped before', link('suspended'), 'suspended'],
    ])(
      'the answer is that of a person with no link, and nothing is stopped: %s',
      async (_, arrange, stays) => {
        await linkAs(hosts.fresh.db, 'undone');
        const unlinked = await hosts.open();
        const form = { reason: 'somebody-else' };
        const expected = settled((await hosts.act('/view/not-my-patient', unlinked, form)).body);
        await hosts.reset();
        await arrange();
        const page = await hosts.open();
        expect(wrongForm(page.page.body)).toBe(wrongForm(unlinked.page.body));
        expect(settled((await hosts.act('/view/not-my-patient', page, form)).body)).toBe(expected);
        expect(expected).toContain('nothing on it to stop');
        const links = await hosts.fresh.db.query('select state from link');
        expect(links.rows).toEqual([{ state: stays }]);
        expect(await tasks()).toMatchObject([{ kind: 'not-my-patient-unlinked' }]);
        const again = await hosts.open();
        expect(again.page.body).toContain('No match');
      },
    );
  });

  it('can not be said of a page that is about nobody', async () => {
    const glass = await hosts.open(LEAD);
    expect((await hosts.act('/view/not-my-patient', glass)).statusCode).toBe(403);
    expect(await tasks()).toEqual([]);
  });
});
