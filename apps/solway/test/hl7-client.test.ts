import { readFileSync } from 'node:fs';
import { connect } from 'node:tls';
import { frame } from '@solway/hl7v2';
import type { ChiNumber } from '@solway/kernel';
import { registeredPerson } from '@solway/store';
import { Batch, Client, type InboundResponse, Message } from 'node-hl7-client';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../../../packages/store/test/fresh-database.ts';
import { adt, startTestFeed } from './hl7-scene.ts';
import { selfSigned } from './self-signed.ts';
import { JEAN } from './steward-scene.ts';

// A sender that nobody here wrote: the package node-hl7-client.

let fresh: FreshDatabase;
let feed: Awaited<ReturnType<typeof startTestFeed>>;

beforeAll(async () => {
  fresh = await freshDatabase();
  feed = await startTestFeed(fresh.db);
});
afterAll(async () => {
  await feed.stop();
  await fresh.drop();
});
beforeEach(() => fresh.db.query('truncate chi_person, feed_message, superseded_chi') as Promise<unknown>);

/** Sends through the package, and answers what its handler is given. */
async function send(
  message: Message | Batch,
  answers = 1,
): Promise<readonly (readonly [code: string, id: string])[]> {
  const got: (readonly [string, string])[] = [];
  const done = Promise.withResolvers<void>();
  const connection = new Client({ host: '127.0.0.1' }).createConnection(
    { port: feed.port },
    (response: InboundResponse) => {
      const ack = response.getMessage();
      got.push([ack.get('MSA.1').toString(), ack.get('MSA.2').toString()]);
      if (got.length === answers) done.resolve();
    },
  );
  connection.on('client.error', done.reject);
  await connection.sendMessage(message);
  await done.promise;
  await connection.close();
  return got;
}

const built = (): Message => {
  const message = new Message({
    messageHeader: { msh_9_1: 'ADT', msh_9_2: 'A31', msh_10: 'built-1', msh_11_1: 'P' },
  });
  message.set('MSH.7', '20261123091500');
  const evn = message.addSegment('EVN');
  evn.set('1', 'A31');
  const pid = message.addSegment('PID');
  pid.set('3.1', JEAN);
  pid.set('3.4', 'CHI');
  pid.set('3.5', 'NH');
  pid.set('5.1', 'Built & Sons');
  pid.set('5.2', 'Jean');
  return message;
};

describe('the package node-hl7-client', () => {
  it('sends a message of its own making, and understands the answer', async () => {
    expect(await send(built())).toEqual([['AA', 'built-1']]);
    expect(await registeredPerson(fresh.db, JEAN)).toMatchObject({ surname: 'Built & Sons' });
  });

  it('sends a text, and understands what is wrong with it', async () => {
    expect(await send(new Message({ text: adt('A31', { 3: '' }, { id: 'bad-1' }) }))).toEqual([
      ['AE', 'bad-1'],
    ]);
  });

  it('sends a batch', async () => {
    const batch = new Batch();
    batch.start();
    batch.add(new Message({ text: adt('A28', {}, { id: 'b1' }) }));
    batch.add(new Message({ text: adt('A28', { 3: '0101011237^^^CHI^NH' }, { id: 'b2' }) }));
    batch.end();
    await send(batch);
    expect(await registeredPerson(fresh.db, '0101011237' as ChiNumber)).toBeDefined();
    expect(await registeredPerson(fresh.db, JEAN)).toBeDefined();
  });
});

describe('MLLP over TLS', () => {
  it('takes messages, and from senders that the authority knows alone', async () => {
    const [ours, theirs, stranger] = [selfSigned(), selfSigned(), selfSigned()];
    const tls = await startTestFeed(fresh.db, { tls: { ...ours, ca: theirs.cert } });
    const ask = (with_: { key: string; cert: string } | object): Promise<string> =>
      new Promise((resolve) => {
        let text = '';
        const socket = connect({
          port: tls.port,
          host: '127.0.0.1',
          ca: ours.cert,
          servername: 'localhost',
          ...with_,
        });
        socket.on('secureConnect', () => socket.write(frame(adt('A31'))));
        socket.on('data', (chunk: Buffer) => {
          text += chunk.toString();
          if (text.endsWith('\u001c\r')) socket.end();
        });
        socket.on('error', () => undefined);
        socket.on('close', () => resolve(text));
      });
    expect(await ask(theirs)).toContain('MSA|AA');
    expect(await ask(stranger)).toBe('');
    expect(await ask({})).toBe('');
    await tls.stop();
  });
});

describe('the example of the guide', () => {
  const guide = readFileSync(new URL('../../../docs/guide/hl7-feed.md', import.meta.url), 'utf8');
  const block = (place: number): string =>
    ([...guide.matchAll(/```hl7\n([^]*?)```/g)][place]?.[1] ?? '').trim().replaceAll('\n', '\r');

  it('is taken as it stands, and answered as the guide says', async () => {
    const [message, answer] = [block(0), block(1)];
    expect(message).toContain('ADT^A31');
    const answers = await send(new Message({ text: `${message}\r` }));
    const msa = answer.split('\r').find((line) => line.startsWith('MSA')) ?? '';
    expect(answers).toEqual([msa.split('|').slice(1, 3)]);
    const [, , , chi = ''] = (message.split('\r').find((line) => line.startsWith('PID')) ?? '').split('|');
    expect(await registeredPerson(fresh.db, chi.slice(0, 10) as ChiNumber)).toBeDefined();
  });
});
