import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { LEAD, TwoHosts } from './two-hosts.ts';

let hosts: TwoHosts;
beforeAll(async () => {
  hosts = await TwoHosts.begin();
});
afterAll(() => hosts.end());
beforeEach(() => hosts.reset());

const SECOND = { user: { id: 'second-nurse', name: 'A Second Nurse', role: 'community-nurse' } };

describe('two users of one workstation, one after the other in one browser', () => {
  it('the second, opening a page, ends every page that the first left open', async () => {
    const first = await hosts.open();
    const second = await hosts.open(SECOND, first.cookie);
    expect(second.page.statusCode).toBe(200);
    expect((await hosts.act('/view/again', first)).statusCode).toBe(410);
    expect((await hosts.act('/view/again', second)).statusCode).toBe(200);
  });

  it('a governance page left open ends in the same way', async () => {
    const glass = await hosts.open(LEAD);
    await hosts.open(SECOND, glass.cookie);
    expect((await hosts.act('/glass', glass)).statusCode).toBe(410);
  });

  it('the same user may keep two people open in two host sessions', async () => {
    const first = await hosts.open();
    const second = await hosts.open({}, first.cookie);
    for (const page of [first, second]) expect((await hosts.act('/view/again', page)).statusCode).toBe(200);
  });

  it('one user at two workstations keeps both', async () => {
    const [here, there] = [await hosts.open(), await hosts.open(SECOND)];
    for (const page of [here, there]) expect((await hosts.act('/view/again', page)).statusCode).toBe(200);
  });
});
