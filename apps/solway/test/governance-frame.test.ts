import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { LEAD, TwoHosts, US } from './two-hosts.ts';

// Who may reach a governance page. Every one of them is registered through the same frame.

let hosts: TwoHosts;
beforeAll(async () => {
  hosts = await TwoHosts.begin();
});
afterAll(() => hosts.end());
beforeEach(() => hosts.reset());

const PATHS = [
  '/agreement',
  '/training',
  '/glass',
  '/watch',
  '/watch/rules',
  '/watch/releases',
  '/answer',
  '/reports',
  '/answer/holds',
  '/emergency',
  '/directory',
  '/objections',
  '/objections/receive',
  '/objections/weigh',
  '/emergency/review',
];

describe('a governance page', () => {
  it('opens for an officer, in a window of its own', async () => {
    const opened = await hosts.open(LEAD);
    expect(opened.page.statusCode).toBe(200);
    for (const path of PATHS) {
      const answer = await hosts.act(path, opened);
      expect(answer.statusCode).toBe(200);
      expect(answer.headers['content-security-policy']).toContain("frame-ancestors 'none'");
      expect(answer.headers['cache-control']).toBe('no-store');
    }
  });

  it('does not open for a practitioner, whose page is of another kind', async () => {
    const practitioner = await hosts.open();
    for (const path of PATHS) expect((await hosts.act(path, practitioner)).statusCode).toBe(403);
  });

  it('takes no form of another site, of another browser, or of no page', async () => {
    const { view, cookie } = await hosts.open(LEAD);
    for (const path of PATHS) {
      const from = (origin: string, jar: string, id: string) =>
        hosts.post(path, { view: id }, { origin, cookie: jar });
      expect((await from('http://localhost:8081', cookie, view)).statusCode).toBe(403);
      expect((await from(US, '', view)).statusCode).toBe(403);
      expect((await from(US, cookie, '')).statusCode).toBe(403);
      expect((await from(US, cookie, view)).statusCode).toBe(200);
    }
  });

  it('closes when the officer has left the directory', async () => {
    const opened = await hosts.open(LEAD);
    await hosts.fresh.db.query(`update staff set left_on = current_date where user_id = 'lead'`);
    for (const path of PATHS) expect((await hosts.act(path, opened)).statusCode).toBe(410);
  });

  it('has no address that shows anything to whoever merely goes there', async () => {
    for (const path of PATHS)
      expect((await hosts.app.inject({ method: 'GET', url: path })).statusCode).toBe(404);
  });
});
