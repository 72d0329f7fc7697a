import { afterAll, beforeAll, expect, it } from 'vitest';
import { TwoHosts } from './two-hosts.ts';

let hosts: TwoHosts;
beforeAll(async () => {
  hosts = await TwoHosts.begin();
  await hosts.reset();
});
afterAll(() => hosts.end());

it('a crowd that asks whether we are ready is not passed on to the sources', async () => {
  let asked = 0;
  for (const source of [hosts.scene.mosaic, hosts.scene.orion])
    source.isReachable = () => Promise.resolve((asked += 1) > 0);
  const answers = await Promise.all(Array.from({ length: 50 }, () => hosts.app.inject('/health/ready')));
  expect(answers.every(({ statusCode }) => statusCode === 200)).toBe(true);
  expect(asked).toBeLessThanOrEqual(4);
  expect(answers[0]!.body).not.toMatch(/postgres|localhost|127\.0\.0\.1|nurse/);
});
