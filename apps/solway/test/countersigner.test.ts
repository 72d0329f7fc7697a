import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import { text } from 'node:stream/consumers';
import { generateKeyPairSync } from 'node:crypto';
import { openHandle, summarise } from '@solway/disclosure';
import { instantOf } from '@solway/kernel';
import { COUNCIL_ITEMS, HEALTH_ITEMS } from '@solway/record';
import { type Database, latestCountersignedHead, sequenceLeaves } from '@solway/store';
import { signHead } from '@solway/ledger';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { linkAs, Scene, seedPeople } from '../../../packages/disclosure/test/walk-fixture.ts';
import { type FreshDatabase, freshDatabase } from '../../../packages/store/test/fresh-database.ts';
import { type CountersignerOptions, startCountersigner } from '../src/countersigner.ts';
import { countersigningOf, ledgerStanding } from '../src/countersigning.ts';
import { startSequencer } from '../src/sequencer.ts';
import { LOG_ID, WitnessedLedger } from './witnessed-ledger.ts';

let fresh: FreshDatabase;
let ledger: WitnessedLedger;
let servers: Server[];
beforeAll(async () => {
  fresh = await freshDatabase();
});
afterAll(() => fresh.drop());
beforeEach(async () => {
  servers = [];
  ledger = await WitnessedLedger.start(fresh.db);
});
afterEach(async () => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
  await ledger.close();
});

/** Something that stands where the witness should. */
async function standIn(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as { port: number }).port}`;
}

const json =
  (status: number, body: unknown): RequestListener =>
  (request, response) => {
    if (request.url === '/head') return response.writeHead(404).end('{"code":"no-head"}');
    return response.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body));
  };
const never = new AbortController().signal;
const at = (url: string, over: Partial<CountersignerOptions> = {}): Partial<CountersignerOptions> => ({
  witness: { url, key: ledger.witness.key, name: 'The board' },
  deadlineMs: 150,
  ...over,
});

describe('a witness that can’t be used', () => {
  const strangersSignature = (): unknown => {
    const { privateKey } = generateKeyPairSync('ed25519');
    const head = { logId: LOG_ID, treeSize: 2, rootHash: '0'.repeat(64), at: '2026-01-01T00:00:00.000Z' };
    return { countersignature: signHead(head, privateKey).signature };
  };
  it.each<[string, string, RequestListener | undefined]>([
    ['is down', 'witness-unreachable', undefined],
    ['is slow', 'witness-unreachable', () => undefined],
    ['cuts the line', 'witness-unreachable', (request) => request.destroy()],
    [
      'sends its caller elsewhere',
      'witness-unreachable',
      (_, response) => response.writeHead(302, { location: '/' }).end(),
    ],
    ['fails', 'witness-answer-invalid', json(500, { code: 'witness-failed' })],
    ['answers with no JSON', 'witness-answer-invalid', json(200, '<html>')],
    ['answers with JSON of another kind', 'witness-answer-invalid', json(200, { countersignature: 7 })],
    ['answers with nothing in particular', 'witness-answer-invalid', json(200, null)],
    ['never stops answering', 'witness-answer-invalid', json(200, '"'.padEnd(200_000, 'x'))],
    ['signs with another key', 'countersignature-wrong', json(200, strangersSignature())],
  ])(
    'because it %s: entries wait, then an incident says why, and ends with the next signature',
    async (_, trouble, answer) => {
      const url = answer === undefined ? 'http://127.0.0.1:9' : await standIn(answer);
      await ledger.append(2);
      await ledger.sequence();
      const asking = ledger.countersigner(at(url));
      ledger.nowMs += 60_000;
      await asking.round(never);
      expect(await ledger.incidents()).toEqual({});
      ledger.nowMs += 1;
      await asking.round(never);
      expect(await ledger.incidents()).toEqual({ 'witness-late': trouble });
      expect(await latestCountersignedHead(ledger.db)).toBeUndefined();
      await ledger.ask();
      expect(await ledger.incidents()).toEqual({});
      expect(ledger.witness.size).toBe(2);
    },
  );

  it('is asked less and less often, and often again once it answers', async () => {
    await ledger.append(1);
    await ledger.sequence();
    const asking = ledger.countersigner({ intervalMs: 1000, mostRetryMs: 15_000 });
    const { url } = ledger.witness;
    await ledger.witness.stop();
    const waits = [];
    for (let i = 0; i < 6; i += 1) waits.push(await asking.round(never));
    expect(waits).toEqual([2000, 4000, 8000, 15_000, 15_000, 15_000]);
    await ledger.witness.startAgain();
    expect(ledger.witness.url).toBe(url);
    expect(await asking.round(never)).toBe(1000);
    expect(ledger.witness.size).toBe(1);
  });

  it('that signed but whose answer was lost is asked again, and nothing is wrong', async () => {
    await ledger.grow(2);
    await ledger.append(2);
    await ledger.sequence();
    await ledger.db.query('create table lost_ledger_head as table ledger_head');
    await ledger.ask();
    await ledger.db.query('truncate ledger_head; insert into ledger_head table lost_ledger_head');
    await ledger.grow(3);
    expect(ledger.witness.heads.map(({ head }) => head.treeSize)).toEqual([2, 4, 7]);
    expect(await ledger.incidents()).toEqual({});
    expect(await ledger.verify({ heads: ledger.witness.heads })).toMatchObject({ verdict: 'verified' });
  });
});

describe('two servers on one database', () => {
  it('of which one is overtaken between its two questions raise no alarm', async () => {
    await ledger.append(2);
    await ledger.sequence();
    const overtake = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
      const body = request.method === 'POST' ? await text(request) : undefined;
      if (body !== undefined) await ledger.grow(1);
      const headers = { 'content-type': 'application/json' };
      const init = body === undefined ? {} : { method: 'POST', headers, body };
      const answer = await fetch(`${ledger.witness.url}${request.url}`, init);
      response.writeHead(answer.status).end(await answer.text());
    };
    const url = await standIn((request, response) => void overtake(request, response));
    await ledger.countersigner(at(url, { deadlineMs: 5000 })).round(never);
    expect(ledger.witness.refused).toEqual(['smaller']);
    expect(await ledger.incidents()).toEqual({});
    expect(ledger.witness.size).toBe(3);
  });

  it('that ask at once raise no alarm', async () => {
    const both = [ledger.countersigner(), ledger.countersigner()];
    for (let i = 0; i < 6; i += 1) {
      await ledger.append(2);
      await ledger.sequence();
      await Promise.all(
        both.map(async (one, second) => {
          if (second === 1) await ledger.sequence();
          return one.round(never);
        }),
      );
      expect(await ledger.incidents()).toEqual({});
    }
    await ledger.ask();
    expect(ledger.witness.size).toBe(12);
  });
});

describe('a disclosure', () => {
  it.each<[string, RequestListener | undefined]>([
    ['down', undefined],
    ['slow', () => undefined],
    ['wrong', json(200, { countersignature: 7 })],
  ])(
    'goes on while the witness is %s, and its entry is said to be not yet countersigned',
    async (_, answer) => {
      const scene = await openScene(ledger.db);
      const url = answer === undefined ? 'http://127.0.0.1:9' : await standIn(answer);
      const errors: unknown[] = [];
      const options = {
        key: ledger.logKey,
        clock: ledger.clock,
        onError: (error: unknown) => errors.push(error),
      };
      const sequencer = startSequencer(ledger.db, { logId: LOG_ID, intervalMs: 10, ...options });
      const asking = startCountersigner(ledger.db, {
        witness: { url, key: ledger.witness.key, name: 'The board' },
        lateMs: -1,
        intervalMs: 5,
        mostRetryMs: 5,
        ...options,
      });
      const started = performance.now();
      for (let i = 0; i < 5; i += 1) await look(scene);
      const tookMs = performance.now() - started;
      const by = countersigningOf({ url, key: ledger.witness.key, name: 'The board' }, ledger.logKey);
      try {
        await vi.waitFor(async () => {
          expect(await ledger.incidents()).toHaveProperty('witness-late');
          expect(await ledgerStanding(ledger.db, 0, by)).toMatchObject({ notYetCountersigned: 5, size: 5 });
        }, 3000);
      } finally {
        await Promise.all([sequencer.stop(), asking.stop()]);
      }
      expect(tookMs).toBeLessThan(2000);
      expect(errors).toEqual([]);
      await ledger.ask();
      expect(await ledgerStanding(ledger.db, 2, by)).toMatchObject({
        notYetCountersigned: 2,
        countersignedBy: 'The board',
        countersignedAt: ledger.clock(),
      });
    },
  );
});

describe('what a page says of the ledger', () => {
  it('is not taken from a database that only claims a countersignature', async () => {
    await ledger.append(3);
    await ledger.sequence();
    await ledger.db.query('update ledger_head set countersigned_at = now()');
    const { url, key } = ledger.witness;
    const by = countersigningOf({ url, key, name: 'The board' }, ledger.logKey);
    expect(await ledgerStanding(ledger.db, 0, by)).toEqual({
      size: 3,
      rootHash: expect.any(String) as string,
      notYetCountersigned: 3,
    });
    expect(await ledgerStanding(ledger.db, 0, undefined)).toMatchObject({ notYetCountersigned: 3 });
  });
});

describe('the sequencer', () => {
  it('keeps every node that a proof of any earlier size needs, over batches of any length', async () => {
    for (const size of [1, 1, 3, 8, 2]) await ledger.grow(size);
    await ledger.append(7);
    for (const limit of [1, 2, 4]) {
      await sequenceLeaves(ledger.db, {
        logId: LOG_ID,
        limit,
        at: instantOf(ledger.nowMs),
        sign: (head) => signHead(head, ledger.logKey),
      });
      await ledger.ask();
    }
    expect(ledger.witness.heads.map(({ head }) => head.treeSize)).toEqual([1, 2, 5, 13, 15, 16, 18, 22]);
    expect(await ledger.incidents()).toEqual({});
  });
});

async function look(scene: Scene): Promise<void> {
  const origin = 'http://localhost:8081';
  const { opened } = await openHandle(scene.walk, {
    handle: await scene.handle(),
    origin,
    browserSecret: undefined,
  });
  expect((await summarise(scene.walk, opened)).body.state).toBe('matched');
}

async function openScene(db: Database): Promise<Scene> {
  await seedPeople(db);
  await linkAs(db, 'in-force');
  return new Scene(db, { council: COUNCIL_ITEMS, health: HEALTH_ITEMS });
}
