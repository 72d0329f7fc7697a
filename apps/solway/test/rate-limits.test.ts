import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { refusalTally } from '../src/refusal-tally.ts';
import { TwoHosts } from './two-hosts.ts';

let hosts: TwoHosts;
beforeAll(async () => {
  hosts = await TwoHosts.begin();
});
afterAll(() => hosts.end());
beforeEach(() => hosts.reset());

const refusals = async () =>
  (await hosts.scene.ledger()).flatMap(({ entry }) => (entry.kind === 'launch-refused' ? [entry] : []));

describe('handles that somebody makes up', () => {
  it('cost the ledger two entries a minute, however many there are, and the second counts them', async () => {
    let now = Date.UTC(2026, 10, 23, 10);
    const tally = refusalTally(hosts.fresh.db, () => new Date(now).toISOString() as never);
    hosts.scene.walk = { ...hosts.scene.walk, isOneOfMany: tally.isOneOfMany };
    await hosts.serve();
    for (let made = 0; made < 20; made += 1)
      expect((await hosts.post('/view', { handle: `made-up-${made}` })).statusCode).toBe(403);
    expect(await refusals()).toMatchObject([{ reason: 'unknown-handle' }]);
    now += 60_000;
    await tally.flush();
    await tally.flush();
    expect(new Set((await refusals()).map(({ count }) => count))).toEqual(new Set([19, undefined]));
    expect((await hosts.open()).page.statusCode).toBe(200);
  });
});

describe('one address that asks too much', () => {
  it('is turned away with a page that says so, and one entry; health checks are answered still', async () => {
    const tally = refusalTally(hosts.fresh.db, hosts.scene.walk.clock);
    await hosts.serve({ rates: { perAddress: 5, perHost: 1000 }, tally });
    const answers = [];
    for (let asked = 0; asked < 12; asked += 1)
      answers.push(await hosts.app.inject({ method: 'GET', url: '/' }));
    expect(answers.map(({ statusCode }) => statusCode).filter((code) => code === 429)).toHaveLength(7);
    expect(answers.at(-1)?.body).toContain('Wait a minute');
    expect(answers.at(-1)?.headers['retry-after']).toBeDefined();
    expect((await hosts.app.inject({ method: 'GET', url: '/health/live' })).statusCode).toBe(200);
    await expect.poll(refusals).toHaveLength(1);
  });
});

describe('one host that launches too much', () => {
  it('is told so, and the other host goes on', async () => {
    await hosts.serve({ rates: { perAddress: 1000, perHost: 2 } });
    const codes = [];
    for (let asked = 0; asked < 4; asked += 1) codes.push((await hosts.launch()).statusCode);
    expect(codes).toEqual([201, 201, 429, 429]);
    expect((await hosts.openInMosaic()).page.statusCode).toBe(200);
  });
});
