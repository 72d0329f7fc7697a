import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type ChiUpload, createHttpUpload, SourceFailure } from '@solway/sources';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

let server: Server;
let upload: ChiUpload;
let answer: (response: ServerResponse) => void;
const NEVER = new AbortController().signal;
const ROWS = [
  { key: 'a/1', personId: '11', chi: '1407451243', action: 'set' },
  { key: 'a/2', personId: '12', chi: '1407451243', action: 'withdraw' },
] as const;

beforeEach(async () => {
  server = createServer((request, response) => {
    request.resume().on('end', () => answer(response));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  upload = createHttpUpload({ url: `http://127.0.0.1:${port}/chi`, deadlineMs: 500 });
});
afterEach(async () => {
  await upload.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const says = (body: unknown) => (response: ServerResponse) =>
  void response.end(typeof body === 'string' ? body : JSON.stringify(body));
const send = () => upload.send(ROWS, NEVER);
const failure = async () => {
  const error: unknown = await send().catch((caught: unknown) => caught);
  return error instanceof SourceFailure ? error.code : error;
};

describe('the door into Mosaic', () => {
  it('gives each row its answer, leaves out what was not sent, and takes the first of two', async () => {
    answer = says({
      results: [
        { key: 'a/2', outcome: 'rejected', reason: 'record-locked' },
        { key: 'a/2', outcome: 'accepted' },
        { key: 'b/9', outcome: 'accepted' },
      ],
    });
    expect(await send()).toEqual([{ key: 'a/2', outcome: 'rejected', reason: 'record-locked' }]);
  });

  it.each([
    ['no JSON', 'accepted, all of it', 'source-error'],
    ['no list', { results: 'all' }, 'source-error'],
    ['an outcome that is none', { results: [{ key: 'a/1', outcome: 'perhaps' }] }, 'source-error'],
    [
      'a reason with markup',
      { results: [{ key: 'a/1', outcome: 'rejected', reason: '<b>' }] },
      'source-error',
    ],
    ['an answer without end', 'x'.repeat(2 * 1024 * 1024), 'source-error'],
  ])('takes %s for no answer', async (_what, body, code) => {
    answer = says(body);
    expect(await failure()).toBe(code);
  });

  it.each([
    [500, 'source-down'],
    [429, 'source-down'],
    [400, 'source-error'],
    [302, 'source-down'],
  ])('knows what %i means', async (status, code) => {
    answer = (response) => void response.writeHead(status, { location: '/' }).end();
    expect(await failure()).toBe(code);
  });

  it('does not wait for ever, and tells a broken connection from a bad answer', async () => {
    answer = () => undefined;
    expect(await failure()).toBe('timeout');
    answer = (response) => void response.socket?.destroy();
    expect(await failure()).toBe('source-down');
    answer = (response) => {
      response.writeHead(200, { 'content-length': 100 });
      response.write('{"results":');
      setImmediate(() => response.socket?.destroy());
    };
    expect(await failure()).toBe('source-down');
  });
});
