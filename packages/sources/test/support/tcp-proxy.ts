import { connect, createServer, type Server, type Socket } from 'node:net';

export type ProxyMode =
  | { readonly kind: 'pass' }
  /** New connections are refused and old ones cut. */
  | { readonly kind: 'down' }
  /** Takes everything and answers nothing. */
  | { readonly kind: 'stall' }
  /** Each answer ends in the middle. */
  | { readonly kind: 'cut'; readonly afterBytes: number }
  /** What the server says is changed on the way. */
  | { readonly kind: 'rewrite'; readonly change: (bytes: Buffer) => Buffer };

/** Stands between an adapter and its server on loopback, and misbehaves to order. */
export class TcpProxy {
  mode: ProxyMode = { kind: 'pass' };
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(server: Server) {
    this.#server = server;
  }

  static async before(port: number): Promise<TcpProxy> {
    const server = createServer();
    const proxy = new TcpProxy(server);
    server.on('connection', (client) => proxy.#join(client, port));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get port(): number {
    const address = this.#server.address();
    if (typeof address !== 'object' || address === null) throw new Error('the proxy is not listening');
    return address.port;
  }

  /** From here on; connections already open are cut, so that nothing of an earlier mode is left. */
  become(mode: ProxyMode): void {
    this.mode = mode;
    this.cut();
  }

  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #join(client: Socket, port: number): void {
    this.#keep(client);
    if (this.mode.kind === 'down') {
      client.resetAndDestroy();
      return;
    }
    const server = this.#keep(connect(port, '127.0.0.1'));
    client.on('data', (bytes: Buffer) => {
      if (this.mode.kind !== 'stall') server.write(bytes);
    });
    server.on('data', (bytes: Buffer) => this.#answer(client, bytes));
    client.on('close', () => server.destroy());
    server.on('close', () => client.destroy());
  }

  #answer(client: Socket, bytes: Buffer): void {
    const { mode } = this;
    switch (mode.kind) {
      case 'pass':
        client.write(bytes);
        return;
      case 'down':
      case 'stall':
        return;
      case 'cut':
        client.end(bytes.subarray(0, mode.afterBytes));
        return;
      case 'rewrite':
        client.write(mode.change(bytes));
    }
  }

  #keep(socket: Socket): Socket {
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    return socket;
  }
}
