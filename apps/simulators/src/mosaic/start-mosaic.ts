import { join } from 'node:path';
import Fastify from 'fastify';
import { openDataFolder } from '../data-folder.ts';
import { type FaultState, FaultSwitch, serveFaults } from '../faults/fault-state.ts';
import { serveHost } from '../host/host-routes.ts';
import { openSigningKey } from '../host/signing-key.ts';
import { listenLocally } from '../listen.ts';
import type { PopulationOptions } from '../population/population.ts';
import { makeStaff } from '../population/staff.ts';
import { writeStaff } from '../population/write-files.ts';
import { startStaffProvider, type StaffProvider } from '../sign-in/staff-provider.ts';
import { serveRecordChanges } from './change-page.ts';
import { serveChiUploads, UPLOAD_FAULTS, type UploadFault } from './chi-uploads.ts';
import { readerUrl, startDatabase } from './database.ts';
import { DATABASE_FAULTS, type DatabaseFault, startFaultProxy } from './fault-proxy.ts';
import { mosaicHost } from './mosaic-host.ts';

export interface MosaicOptions extends Omit<PopulationOptions, 'asOf'> {
  /** The stand-in's own folder: made at the first start, used again at the next. */
  readonly data: string;
  /** Of the host pages, on 127.0.0.1; a free one when absent. */
  readonly port?: number;
  /** Of the door to the reporting database; a free one when absent. */
  readonly databasePort?: number;
  /** Solway's base URL, as Solway itself is configured with it. */
  readonly solwayUrl: string;
  readonly asOf?: string;
  /** Asked of whoever sends CHI numbers, as a bearer token. */
  readonly uploadToken?: string;
  readonly now?: () => number;
}

export interface Mosaic {
  readonly port: number;
  /** The host pages, as a browser is to open them. */
  readonly url: string;
  /** The reporting database as a role that may only read, through the door that takes faults. */
  readonly databaseUrl: string;
  /** Where CHI numbers are posted. */
  readonly uploadUrl: string;
  /** The extract that the council gives for matching. */
  readonly councilExtract: string;
  readonly staff: string;
  /** The organisation's own staff sign-in. */
  readonly signIn: Pick<StaffProvider, 'issuer' | 'clientId' | 'clientSecret' | 'strongContexts'>;
  setFault(fault: Partial<FaultState<DatabaseFault>> & { readonly mode: DatabaseFault | 'none' }): void;
  setUploadFault(fault: Partial<FaultState<UploadFault>> & { readonly mode: UploadFault | 'none' }): void;
  close(): Promise<void>;
}

/** Starts the stand-in for the council's Mosaic: its reporting database, its host pages, its faults. */
export async function startMosaic(options: MosaicOptions): Promise<Mosaic> {
  const now = options.now ?? Date.now;
  const { data, port: wantedPort, databasePort, solwayUrl, uploadToken, now: _now, ...asked } = options;
  const made = openDataFolder(data, asked, new Date(now()).toISOString().slice(0, 10), [
    'postgres',
    'council.csv',
  ]);
  const councilExtract = join(data, 'council.csv');
  const database = await startDatabase(data, made, councilExtract, now());
  const closes = [() => database.stop()];
  const close = async (): Promise<void> => {
    for (const end of closes.splice(0).reverse()) await end();
  };
  try {
    writeStaff(data, made);
    const fault = new FaultSwitch<DatabaseFault>();
    const proxy = await startFaultProxy(database, fault, databasePort);
    closes.push(() => proxy.close());
    const server = Fastify({ forceCloseConnections: true });
    closes.push(() => server.close());
    const port = { number: 0 };
    const origin = (): string => `http://localhost:${port.number}`;
    serveFaults(server, 'database', DATABASE_FAULTS, fault);
    const uploadFault = new FaultSwitch<UploadFault>();
    serveFaults(server, 'uploads', UPLOAD_FAULTS, uploadFault, '/faults/uploads');
    serveChiUploads(server, database.pool, {
      fault: uploadFault,
      ...(uploadToken === undefined ? {} : { token: uploadToken }),
    });
    serveRecordChanges(server, database.pool);
    const channel = { clientId: 'mosaic' as const, solwayUrl, key: await openSigningKey(data), now };
    await serveHost(server, { host: mosaicHost(database.pool, makeStaff(made)), channel, origin });
    port.number = await listenLocally(server, wantedPort);
    const { close: endSignIn, ...signIn } = await startStaffProvider({
      data,
      organisation: 'council',
      staff: makeStaff(made),
      solwayUrl,
    });
    closes.push(endSignIn);
    return {
      port: port.number,
      url: origin(),
      databaseUrl: readerUrl(proxy.port),
      uploadUrl: `http://127.0.0.1:${port.number}/chi-uploads`,
      councilExtract,
      staff: join(data, 'staff.csv'),
      signIn,
      setFault: (order) => fault.set(order),
      setUploadFault: (order) => uploadFault.set(order),
      close,
    };
  } catch (error) {
    // A port in use, say: the database is not left behind.
    await close();
    throw error;
  }
}
