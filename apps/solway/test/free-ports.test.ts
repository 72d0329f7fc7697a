import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { refuseTakenPorts } from '../src/demo/free-ports.ts';

describe('the ports of the demonstration', () => {
  it('says which port is held, and by which setting to choose another', async () => {
    const holder = createServer();
    await new Promise<void>((resolve) => holder.listen(0, '127.0.0.1', resolve));
    const { port } = holder.address() as { port: number };
    try {
      await expect(refuseTakenPorts({ port, bind: '127.0.0.1' })).rejects.toThrow(
        `SOLWAY_PORT: port ${port} is in use`,
      );
      await expect(refuseTakenPorts({ port: port - 1, bind: '127.0.0.1' })).rejects.toThrow('is in use');
    } finally {
      await new Promise((resolve) => holder.close(resolve));
    }
  });

  it('refuses a number with no room for the stand-ins after it', async () => {
    await expect(refuseTakenPorts({ port: 65_535, bind: '127.0.0.1' })).rejects.toThrow('SOLWAY_PORT');
  });

  it('has nothing to say where free ports are asked for', async () => {
    await expect(refuseTakenPorts({ port: 0, bind: '127.0.0.1' })).resolves.toBeUndefined();
  });
});
