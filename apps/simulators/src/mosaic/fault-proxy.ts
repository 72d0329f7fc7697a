import { createServer, connect, type Server, type Socket } from 'node:net';
import type { FaultSwitch } from '../faults/fault-state.ts';

export const DATABASE_FAULTS = ['latency', 'refuse', 'hang', 'cut'] as const;
export type DatabaseFault = (typeof DATABASE_FAULTS)[number];

export interface FaultProxy {
  readonly port: number;
  close(): Promise<void>;
}

/** What PostgreSQL says when it is ready for a query: everything before it is the greeting. */
const READY = Buffer.from([0x5a, 0, 0, 0, 5]);

/**
 * A door in front of the database that takes faults to order, for connections already open as for new ones:
 * every answer later, no connection, silence, or an answer that stops half-way.
 */
export async function startFaultProxy(
  target: { readonly port: number },
  fault: FaultSwitch<DatabaseFault>,
  port: number | undefined,
): Promise<FaultProxy> {
  const open = new Set<Socket>();
  const waiting = new Set<() => void>();
  fault.onChange(() => {
    if (fault.state.mode === 'refuse') for (const socket of open) socket.resetAndDestroy();
    for (const resume of waiting) resume();
    waiting.clear();
  });
  const whileHanging = async (): Promise<void> => {
    while (fault.state.mode === 'hang') await new Promise<void>((resolve) => waiting.add(resolve));
  };
  const server = createServer((client) => {
    if (fault.state.mode === 'refuse') {
      client.resetAndDestroy();
      return;
    }
    const database = connect({ host: '127.0.0.1', port: target.port });
    track(client, open);
    track(database, open);
    client.once('close', () => database.destroy());
    database.once('close', () => client.destroy());
    let greeted = false;
    forward(client, database, async (chunk) => {
      await whileHanging();
      return chunk;
    });
    forward(database, client, async (chunk) => {
      await whileHanging();
      const { mode, latencyMs } = fault.state;
      if (mode === 'latency') await new Promise((resolve) => setTimeout(resolve, latencyMs));
      if (mode === 'cut' && greeted) {
        client.write(chunk.subarray(0, Math.floor(chunk.length / 2)), () => client.destroy());
        return undefined;
      }
      greeted ||= chunk.includes(READY);
      return chunk;
    });
  });
  const listening = await listen(server, port);
  return {
    port: listening,
    close: () => {
      for (const resume of waiting) resume();
      for (const socket of open) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function track(socket: Socket, open: Set<Socket>): void {
  open.add(socket);
  socket.setNoDelay(true);
  socket.on('error', () => socket.destroy());
  socket.once('close', () => open.delete(socket));
}

/** Passes on each piece in order, one at a time; `undefined` passes on nothing more. */
function forward(from: Socket, to: Socket, through: (chunk: Buffer) => Promise<Buffer | undefined>): void {
  from.on('data', (chunk: Buffer) => {
    from.pause();
    void passOn(from, to, through(chunk));
  });
  from.once('end', () => to.end());
}

async function passOn(from: Socket, to: Socket, coming: Promise<Buffer | undefined>): Promise<void> {
  const piece = await coming;
  if (piece === undefined || to.destroyed) return;
  if (to.write(piece)) from.resume();
  else to.once('drain', () => from.resume());
}

function listen(server: Server, port: number | undefined): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port ?? 0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
}
