import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { LEAD, TwoHosts, US } from './two-hosts.ts';

let hosts: TwoHosts;
let log: string;
beforeAll(async () => {
  hosts = await TwoHosts.begin();
});
afterAll(() => hosts.end());
beforeEach(async () => {
  log = '';
  await hosts.reset({ log: 'debug', logTo: { write: (line) => (log += line) } });
});

/** Nothing of a person, a user, a view or a credential. */
const expectNothingPersonal = (also: readonly string[] = []) => {
  for (const secret of [
    '1407451243',
    '1407451244',
    'Smith',
    'SMITH',
    'Jean',
    'A Nurse',
    'nurse',
    '1945',
    ...also,
  ])
    expect(log, secret).not.toContain(secret);
};

describe('the log at its most talkative', () => {
  it('says that there were requests, and nothing of whom they were about or who made them', async () => {
    const authorization = await hosts.orion.assertion(US);
    const headers = { authorization };
    const launched = await hosts.app.inject({ method: 'POST', url: '/launch', headers });
    await hosts.app.inject({ method: 'POST', url: '/launch', headers });
    await hosts.launch({ subject: { chi: '1407451243', birthDate: '1950-01-01' } });
    await hosts.launch({ user: { id: 'nurse', name: 'A\u0000 Nurse', role: 'community-nurse' } });
    const page = await hosts.open();
    await hosts.act('/view/again', page, { panel: 'people' });
    await hosts.act('/view/not-my-patient', page);
    await hosts.open(LEAD);
    expect(log).toContain('/view/again');
    const { handle } = launched.json<{ handle: string }>();
    expectNothingPersonal([handle, page.view, page.cookie.split('=')[1]!, authorization.slice(7, 60)]);
  });

  it('does not repeat an address that somebody has put a person into', async () => {
    for (const url of ['/view?chi=1407451243', '/patient/1407451243/Smith', '/health/live?name=Jean'])
      await hosts.app.inject({ url });
    expect(log).not.toBe('');
    expectNothingPersonal();
  });

  it('does not repeat what the database quotes of a row that it refuses', async () => {
    await hosts.fresh.db.query('alter table launch add constraint full_disk check (false) not valid');
    await hosts.launch();
    await hosts.fresh.db.query('alter table launch drop constraint full_disk');
    await hosts.fresh.db.query('alter table ledger_entry add constraint full_disk check (false) not valid');
    const { page } = await hosts.open();
    await hosts.fresh.db.query('alter table ledger_entry drop constraint full_disk');
    expect(page.statusCode).toBe(500);
    expect(log).toContain('23514');
    expectNothingPersonal();
  });
});

describe('an address that is none of ours', () => {
  it('is a page that repeats nothing of it, and is kept and framed as the others are', async () => {
    for (const url of [
      '/view?chi=1407451243',
      '/assets/../../package.json',
      '/assets/%2e%2e%2fpackage.json',
      '/%00',
    ]) {
      const answer = await hosts.app.inject({ url });
      expect(answer.statusCode).toBe(404);
      expect(answer.body).not.toMatch(/1407451243|package|%00/);
      expect(answer.headers).toMatchObject({
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
      });
      expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
    }
  });
});
