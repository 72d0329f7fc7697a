import { createServer as createPlain, type AddressInfo, type Server, type Socket } from 'node:net';
import { createServer as createTls } from 'node:tls';
import { type MllpEvent, MllpReader } from '@solway/hl7v2';
import { type Receiving, receiveFrame, refuseFrame } from './receive.ts';

export interface ListenerOptions {
  readonly port: number;
  readonly bind: string;
  /** PEM; with them the connection is TLS. With `ca`, the sender has to show a certificate that it signed. */
  readonly tls?: { readonly key: string; readonly cert: string; readonly ca?: string };
  /** The largest frame, in bytes; 10 MB by default. */
  readonly mostBytes?: number;
  /** A frame that has begun is to be whole within this time; 30,000 by default. */
  readonly frameTimeoutMs?: number;
  /** Connections at most; 32 by default. */
  readonly connections?: number;
}

export interface Listener {
  readonly port: number;
  close(): Promise<void>;
}

const LARGEST_FRAME_BYTES = 10 * 1024 * 1024;

/**
 * Listens for HL7 v2 messages over MLLP. One connection's frames are taken one after the other, and no more is read
 * of it while one is carried out. A sender that is silent is kept; one that begins a frame and does not end it in
 * time is not.
 */
export async function listenForMessages(receiving: Receiving, options: ListenerOptions): Promise<Listener> {
  const open = new Set<Socket>();
  const accept = (socket: Socket): void => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    attend(receiving, socket, options);
  };
  const { tls } = options;
  const server: Server =
    tls === undefined
      ? createPlain({ allowHalfOpen: true }, accept)
      : createTls({ ...tls, allowHalfOpen: true, requestCert: tls.ca !== undefined }, accept);
  server.maxConnections = options.connections ?? 32;
  server.on('error', receiving.onError);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.bind, () => {
      server.off('error', reject);
      resolve();
    });
  });
  return {
    port: (server.address() as AddressInfo).port,
    close() {
      for (const socket of open) socket.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function attend(receiving: Receiving, socket: Socket, options: ListenerOptions): void {
  const reader = new MllpReader(options.mostBytes ?? LARGEST_FRAME_BYTES);
  const { frameTimeoutMs = 30_000 } = options;
  let timer: NodeJS.Timeout | undefined;
  let turn = Promise.resolve();
  socket.setNoDelay(true);
  socket.setKeepAlive(true, 60_000);
  socket.on('error', () => socket.destroy());
  socket.once('close', () => clearTimeout(timer));

  const giveUp = (): void => {
    send(socket, refuseFrame(receiving, 'frame-unfinished'));
    socket.destroySoon();
  };
  const take = (events: readonly MllpEvent[]): void => {
    if (events.length === 0) return;
    socket.pause();
    turn = turn.then(async () => {
      for (const event of events) await answer(receiving, socket, event);
      socket.resume();
    });
    turn.catch((error: unknown) => {
      receiving.onError(error);
      socket.destroy();
    });
  };

  socket.on('data', (chunk: Buffer) => {
    const events = reader.push(chunk);
    // The time counts from a frame's beginning, however slowly it drips.
    if (!reader.isInside || events.length > 0) {
      clearTimeout(timer);
      timer = undefined;
    }
    if (reader.isInside) timer ??= setTimeout(giveUp, frameTimeoutMs);
    take(events);
  });
  // A sender that has said all it has to say still hears what became of it.
  socket.on('end', () => {
    take(reader.end());
    void turn.finally(() => socket.end());
  });
}

async function answer(receiving: Receiving, socket: Socket, event: MllpEvent): Promise<void> {
  switch (event.kind) {
    case 'frame':
      send(socket, await receiveFrame(receiving, event.bytes));
      return;
    case 'too-large':
      send(socket, refuseFrame(receiving, 'frame-too-large'));
      socket.destroySoon();
      return;
    case 'unfinished':
      send(socket, refuseFrame(receiving, 'frame-unfinished'));
  }
}

function send(socket: Socket, bytes: Buffer): void {
  if (socket.writable) socket.write(bytes);
}
