import { generateKeyPairSync } from 'node:crypto';
import { COUNCIL_ITEMS, HEALTH_ITEMS } from '@solway/record';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HEALTH, linkAs, Scene, seedPeople } from '../../../packages/disclosure/test/walk-fixture.ts';
import { type FreshDatabase, freshDatabase } from '../../../packages/store/test/fresh-database.ts';
import { HostRegister, parseHosts } from '../src/hosts.ts';
import { buildServer } from '../src/server.ts';

const PORTAL = 'https://portal.example';

/** The worked example of the integrator's guide, as a stranger would take it. */
interface Example {
  readonly asked: object;
  launchAuthorization(host: object, solwayUrl: string, asked: object): string;
  launch(host: object, solwayUrl: string, asked: object): Promise<{ handle: string; open: string }>;
}

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const host = { clientId: 'orion-portal', keyId: 'portal-2026', origin: PORTAL, privateKey };
const hostsFile = JSON.stringify([
  {
    clientId: 'orion-portal',
    organisation: HEALTH,
    side: 'health',
    origins: [PORTAL],
    jwks: { keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'portal-2026' }] },
  },
]);

let example: Example;
let fresh: FreshDatabase;
let app: FastifyInstance;
let us = '';

beforeAll(async () => {
  const file = new URL('../../../docs/guide/examples/launch.mjs', import.meta.url);
  example = (await import(file.href)) as Example;
  fresh = await freshDatabase();
  await seedPeople(fresh.db);
  await linkAs(fresh.db, 'in-force');
  const scene = new Scene(fresh.db, { council: COUNCIL_ITEMS, health: HEALTH_ITEMS });
  const { address, server } = await listening(scene);
  us = address;
  app = server;
});
afterAll(async () => {
  await app.close();
  await fresh.drop();
});

/** The audience is the address, which is known once a port is: the register is made for a port found first. */
async function listening(
  scene: Scene,
): Promise<{ readonly address: string; readonly server: FastifyInstance }> {
  const { createServer } = await import('node:net');
  const port = await new Promise<number>((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port: found } = probe.address() as { port: number };
      probe.close(() => resolve(found));
    });
  });
  const publicUrl = `http://127.0.0.1:${port}`;
  const register = new HostRegister(parseHosts(hostsFile), publicUrl);
  const walk = { ...scene.walk, hosts: register.hosts, clock: () => new Date().toISOString() as never };
  const parts = { walk, register, publicUrl, frontPage: { doors: [], tryThese: [] }, log: 'silent' } as const;
  const server = await buildServer(parts);
  await server.listen({ port, host: '127.0.0.1' });
  return { address: publicUrl, server };
}

describe('the example of the integrator’s guide', () => {
  it('is given a handle, and the handle opens the page', async () => {
    const { handle, open } = await example.launch(host, us, example.asked);
    expect(open).toBe(`${us}/view`);
    const page = await fetch(open, {
      method: 'POST',
      headers: { origin: PORTAL },
      body: new URLSearchParams({ handle }),
    });
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('Social work summary');
  });

  it('is told in a coded sentence why it was refused', async () => {
    const elsewhere = { ...host, origin: 'https://elsewhere.example' };
    await expect(example.launch(elsewhere, us, example.asked)).rejects.toThrow('launch-origin-unknown');
  });

  it('is refused when signed with another key', async () => {
    const thief = { ...host, privateKey: generateKeyPairSync('ed25519').privateKey };
    await expect(example.launch(thief, us, example.asked)).rejects.toThrow('assertion-refused');
  });
});
