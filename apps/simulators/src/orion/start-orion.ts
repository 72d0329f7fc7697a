import { rmSync } from 'node:fs';
import { join } from 'node:path';
import Fastify from 'fastify';
import { openDataFolder } from '../data-folder.ts';
import { type FaultState, FaultSwitch, serveFaults } from '../faults/fault-state.ts';
import { serveHost } from '../host/host-routes.ts';
import { listenLocally } from '../listen.ts';
import { openSigningKey } from '../host/signing-key.ts';
import type { PopulationOptions } from '../population/population.ts';
import { makeStaff } from '../population/staff.ts';
import { writeStaff } from '../population/write-files.ts';
import { startStaffProvider, type StaffProvider } from '../sign-in/staff-provider.ts';
import { FhirService } from './fhir/fhir-service.ts';
import { FHIR_FAULTS, type FhirFault, serveFhir } from './fhir/fhir-routes.ts';
import { servePatientChanges } from './feed/change-page.ts';
import { startRegisterFeed } from './feed/register-feed.ts';
import { loadRegister } from './load-register.ts';
import { orionPortal } from './portal.ts';
import { RegisterStore } from './register-store.ts';

export interface OrionOptions extends Omit<PopulationOptions, 'asOf'> {
  /** The stand-in's own folder: made at the first start, used again at the next. */
  readonly data: string;
  /** On 127.0.0.1; a free one when absent. */
  readonly port?: number;
  /** Solway's base URL, as Solway itself is configured with it. */
  readonly solwayUrl: string;
  readonly asOf?: string;
  /** Asked of every caller of `/fhir` as a bearer token. */
  readonly fhirToken?: string;
  /** Who is told of changes to the register, over MLLP: `127.0.0.1:2575`. */
  readonly feed?: string;
  readonly now?: () => number;
}

export interface Orion {
  readonly port: number;
  /** The portal, as a browser is to open it. */
  readonly url: string;
  readonly fhirUrl: string;
  /** The extract that the board gives for matching. */
  readonly chiExtract: string;
  readonly staff: string;
  /** The organisation's own staff sign-in. */
  readonly signIn: Pick<StaffProvider, 'issuer' | 'clientId' | 'clientSecret' | 'strongContexts'>;
  setFault(fault: Partial<FaultState<FhirFault>> & { readonly mode: FhirFault | 'none' }): void;
  close(): Promise<void>;
}

/** Starts the stand-in for the board's portal: its register, its FHIR server, its host pages, its faults. */
export async function startOrion(options: OrionOptions): Promise<Orion> {
  const now = options.now ?? Date.now;
  const { data, port: wantedPort, solwayUrl, fhirToken, feed: listener, now: _now, ...asked } = options;
  const made = openDataFolder(data, asked, new Date(now()).toISOString().slice(0, 10), [
    'register.db',
    'chi.csv',
  ]);
  const chiExtract = join(data, 'chi.csv');
  const store = openStore(join(data, 'register.db'), made, chiExtract);
  writeStaff(data, made);
  const service = new FhirService({ store, seed: made.seed, now });
  const fault = new FaultSwitch<FhirFault>();
  const server = Fastify({ forceCloseConnections: true, routerOptions: { maxParamLength: 200 } });
  const port = { number: 0 };
  const origin = (): string => `http://localhost:${port.number}`;
  serveFaults(server, 'fhir', FHIR_FAULTS, fault);
  serveFhir(server, {
    service,
    fault,
    base: () => `http://127.0.0.1:${port.number}/fhir`,
    ...(fhirToken === undefined ? {} : { token: fhirToken }),
  });
  const feed = listener === undefined ? undefined : startRegisterFeed(addressOf(listener));
  servePatientChanges(server, store, feed, now);
  const channel = { clientId: 'orion-portal' as const, solwayUrl, key: await openSigningKey(data), now };
  const host = orionPortal(store, service, makeStaff(made));
  await serveHost(server, { host, channel, origin });
  port.number = await listenLocally(server, wantedPort);
  const { close: endSignIn, ...signIn } = await startStaffProvider({
    data,
    organisation: 'health',
    staff: makeStaff(made),
    solwayUrl,
  });
  return {
    port: port.number,
    url: origin(),
    fhirUrl: `http://127.0.0.1:${port.number}/fhir`,
    chiExtract,
    staff: join(data, 'staff.csv'),
    signIn,
    setFault: (order) => fault.set(order),
    close: async () => {
      await Promise.all([server.close(), endSignIn()]);
      await feed?.close();
      store.close();
    },
  };
}

function addressOf(listener: string): { readonly host: string; readonly port: number } {
  const [host = '', port = ''] = listener.split(':');
  return { host, port: Number(port) };
}

function openStore(path: string, options: PopulationOptions, extract: string): RegisterStore {
  const store = new RegisterStore(path);
  if (store.isLoaded) return store;
  store.close();
  for (const suffix of ['', '-journal', '-wal', '-shm']) rmSync(`${path}${suffix}`, { force: true });
  const fresh = new RegisterStore(path);
  loadRegister(fresh, options, extract);
  return fresh;
}
